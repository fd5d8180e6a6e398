import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { testPipeline } from '../../testing/pipeline.ts'
import { type Answers, renderPage, serverError } from '../../testing/renderPage.tsx'
import { RowForm } from './RowForm.tsx'

const pipeline = testPipeline()
const type = (name: string, value: string) =>
  fireEvent.change(screen.getByRole('textbox', { name }), { target: { value } })
const save = () => fireEvent.click(screen.getByRole('button', { name: 'Save' }))

const openForm = (answers: Answers = {}, props: Partial<Parameters<typeof RowForm>[0]> = {}) => {
  const onSaved = vi.fn()
  return renderPage(
    <RowForm
      table={pipeline.table('lab.Subject')}
      pipeline={pipeline}
      initial={{ sex: 'F' }}
      onSaved={onSaved}
      {...props}
    />,
    { 'table.parents': () => [], ...answers },
  ).then(() => onSaved)
}

describe('the form of a table', () => {
  it('marks what is missing and sends nothing', async () => {
    const insert = vi.fn()
    await openForm({ 'table.insert': insert })
    save()
    expect(await screen.findByText('This needs a value.')).toBeTruthy()
    expect(insert).not.toHaveBeenCalled()
  })

  it('says at once, on leaving an input, what is wrong with it', async () => {
    await openForm()
    type('Weight', 'heavy')
    fireEvent.blur(screen.getByRole('textbox', { name: 'Weight' }))
    expect(await screen.findByText(/"heavy"/)).toBeTruthy()
  })

  it('sends what was typed, NULL for what may be empty, and the rows of parts', async () => {
    const insert = vi.fn((_: unknown) => ({ key: { subject: 'm1' } }))
    const onSaved = await openForm({ 'table.insert': insert })
    type('Subject', 'm1')
    fireEvent.click(screen.getByRole('button', { name: 'Add alias' }))
    type('Alias', 'minnie')
    save()
    await waitFor(() => expect(onSaved).toHaveBeenCalledWith({ key: { subject: 'm1' } }))
    expect(insert).toHaveBeenCalledWith({
      table: 'lab.Subject',
      row: { subject: 'm1', sex: 'F', weight: null, owner: null, note: '' },
      parts: { 'lab.Subject.Alias': [{ alias: 'minnie' }] },
    })
  })

  it('puts the server’s problem at the input and keeps what was typed', async () => {
    const issues = [{ attribute: 'subject', message: 'm1 is taken.' }]
    await openForm({
      'table.insert': () => {
        throw serverError({ code: 'INVALID_ROW', message: 'no', hint: '', data: { issues } })
      },
    })
    type('Subject', 'm1')
    save()
    expect(await screen.findByText('m1 is taken.')).toBeTruthy()
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Subject' }).value).toBe('m1')
  })

  it('shows a problem of the whole with its hint', async () => {
    await openForm({
      'table.insert': () => {
        throw serverError({
          code: 'DATABASE_CONFLICT',
          message: 'Somebody else holds it.',
          hint: 'Try again.',
          data: {},
        })
      },
    })
    type('Subject', 'm1')
    save()
    expect(await screen.findByText('Somebody else holds it.')).toBeTruthy()
    expect(screen.getByText(/Try again\./)).toBeTruthy()
  })

  it('keeps the key of an edited row as it is', async () => {
    const row = { subject: 'm1', sex: 'F', weight: null, owner: null, note: '' }
    await openForm({}, { edited: { key: { subject: 'm1' }, row, parts: {} } })
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Subject' }).readOnly).toBe(true)
  })
})
