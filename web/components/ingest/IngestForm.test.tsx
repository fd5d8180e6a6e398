import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import type { IngestProposal } from '#app/views.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { type Answers, renderPage, serverError } from '../../testing/renderPage.tsx'
import { IngestForm } from './IngestForm.tsx'

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

const finding = { reader: 'spikeglx', kind: 'recording', facts: [], problems: [], data: null } as const
const proposal: IngestProposal = {
  root: '/data',
  directory: 'm1/day1',
  findings: [
    { ...finding, id: 'a', path: 'a.meta', title: 'Recording A' },
    { ...finding, id: 'b', path: 'b.meta', title: 'Recording B', problems: [{ level: 'error', message: 'no header' }] },
  ],
  problems: [],
  session: {
    key: null,
    exists: false,
    registered: false,
    subject: 'm1',
    startedAt: '2024-01-02T10:00:00',
    row: { subject: 'm1', session_datetime: '2024-01-02T10:00:00' },
  },
}
const session = { subject: 'm1', session_datetime: '2024-01-02T10:00:00' }
const written = { session, inserted: [{ table: 'session.Session', rows: 1 }], warnings: ['The file is short.'] }

const openForm = async (answers: Answers, change: Partial<IngestProposal> = {}) => {
  const onRegistered = vi.fn()
  const people = () => [{ user: 'ann', fullName: 'Ann', email: '' }]
  const subjects = () => [{ key: { subject: 'm1' }, label: 'm1' }]
  await renderPage(
    <IngestForm proposal={{ ...proposal, ...change }} pipeline={pipeline} onRegistered={onRegistered} />,
    { 'table.parents': subjects, 'person.list': people, ...answers },
  )
  return onRegistered
}
const review = () => fireEvent.click(screen.getByRole('button', { name: 'Review and register…' }))

describe('registering a folder', () => {
  it('shows what would be written, and writes it only after a confirm', async () => {
    const register = vi.fn((_: unknown) => written)
    const onRegistered = await openForm({ 'ingest.register': register })
    review()
    const dialog = within(await screen.findByRole('dialog'))
    expect(dialog.getByText('The file is short.')).toBeTruthy()
    const request = {
      root: '/data',
      directory: 'm1/day1',
      session: { row: { subject: 'm1', session_datetime: '2024-01-02 10:00:00' } },
      accept: ['a'],
    }
    expect(register).toHaveBeenLastCalledWith({ ...request, dryRun: true, id: expect.stringMatching(/^[0-9a-f]{32}$/) })
    expect(onRegistered).not.toHaveBeenCalled()
    fireEvent.click(dialog.getByRole('button', { name: 'Register' }))
    await waitFor(() => expect(onRegistered).toHaveBeenCalledWith(written))
    expect(register).toHaveBeenLastCalledWith({ ...request, dryRun: false, id: expect.any(String) })
  })

  it('lets a finding with an error be seen, not ticked', async () => {
    await openForm({})
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Recording A' }).checked).toBe(true)
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Recording B' }).disabled).toBe(true)
    expect(screen.getByText(/no header/)).toBeTruthy()
  })

  it('asks for what is missing and sends nothing', async () => {
    const register = vi.fn()
    await openForm({ 'ingest.register': register }, { session: { ...proposal.session, row: {} } })
    fireEvent.click(screen.getByRole('checkbox', { name: 'Recording A' }))
    review()
    expect(await screen.findByText('Tick at least one recording or sorting.')).toBeTruthy()
    expect(screen.getByText('Choose the subject, or enter a new one.')).toBeTruthy()
    expect(register).not.toHaveBeenCalled()
  })

  it('puts a conflict at the input that it is about and keeps what was typed', async () => {
    const message = 'm1 has a session then.'
    await openForm({
      'ingest.register': () => {
        throw serverError({ code: 'INGEST_CONFLICT', message, hint: '', data: { attribute: 'session_datetime' } })
      },
    })
    const note = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Session note' })
    fireEvent.change(note, { target: { value: 'calm' } })
    review()
    expect(await screen.findByText(message)).toBeTruthy()
    expect(note.value).toBe('calm')
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})
