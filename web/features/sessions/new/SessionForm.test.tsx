import { fireEvent, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { type Answers, renderPage, serverError } from '../../../testing/renderPage.tsx'
import { SessionForm } from './SessionForm.tsx'
import { emptyDraft } from './sessionDraft.ts'

const pipeline = compilePipeline(
  [
    { name: 'subject', tables: [{ name: 'Subject', tier: 'manual', definition: 'subject : varchar(32)' }] },
    {
      name: 'session',
      tables: [
        { name: 'Session', tier: 'manual', definition: '-> subject.Subject\nsession_datetime : datetime' },
        { name: 'SessionNote', tier: 'manual', definition: '-> Session\n---\nsession_note : varchar(1024)' },
      ],
    },
  ],
  { prefix: 't_', blobStyle: 'codec' },
)

const onEntered = vi.fn()
const Form = () => {
  const [draft, setDraft] = useState(() => emptyDraft('ann'))
  const change = (part: object) => setDraft({ ...draft, ...part })
  return <SessionForm {...{ pipeline, draft, change, onEntered }} subject="m1" session={undefined} onBack={() => {}} />
}
const openForm = (answers: Answers) =>
  renderPage(<Form />, {
    'person.list': () => [{ user: 'ann', fullName: 'Ann', email: '' }],
    'table.parents': () => [],
    ...answers,
  })

const input = (name: string) => screen.getByRole<HTMLInputElement>('textbox', { name })
const type = (name: string, value: string) => fireEvent.change(input(name), { target: { value } })

describe('the form of a new session', () => {
  it('starts now with the person at the browser, and is sent by Ctrl+Enter', async () => {
    const create = vi.fn((_: unknown) => ({ key: { subject: 'm1', session_datetime: '2024-01-02T10:00:00' } }))
    await openForm({ 'session.create': create })
    expect(input('Session datetime').value).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
    type('Session datetime', '2024-01-02 10:00:00')
    type('Session note', 'calm')
    fireEvent.keyDown(input('Session note'), { key: 'Enter', ctrlKey: true })
    await waitFor(() =>
      expect(onEntered).toHaveBeenCalledWith({ subject: 'm1', session_datetime: '2024-01-02T10:00:00' }),
    )
    expect(create).toHaveBeenCalledWith({
      session: { subject: 'm1', session_datetime: '2024-01-02 10:00:00' },
      experimenters: ['ann'],
      note: 'calm',
    })
  })

  it('says what is wrong with the start and sends nothing', async () => {
    const create = vi.fn()
    await openForm({ 'session.create': create })
    type('Session datetime', 'tomorrow')
    fireEvent.click(screen.getByRole('button', { name: 'Enter the session' }))
    expect(await screen.findByText(/"tomorrow"/)).toBeTruthy()
    expect(create).not.toHaveBeenCalled()
  })

  it('offers the session that is there already, and keeps what was typed', async () => {
    await openForm({
      'session.create': () => {
        throw serverError({ code: 'DUPLICATE_ENTRY', message: 'There is one.', hint: '' })
      },
    })
    type('Session datetime', '2024-01-02 10:00:00')
    type('Session note', 'calm')
    fireEvent.click(screen.getByRole('button', { name: 'Enter the session' }))
    fireEvent.click(await screen.findByRole('button', { name: 'Go on with that session' }))
    expect(onEntered).toHaveBeenLastCalledWith({ subject: 'm1', session_datetime: '2024-01-02T10:00:00' })
    expect(input('Session note').value).toBe('calm')
  })
})
