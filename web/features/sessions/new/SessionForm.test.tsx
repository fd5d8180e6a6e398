import { fireEvent, screen, waitFor } from '@testing-library/react'
import { useState } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { sessionRoles } from '#core/assembly/sessionRoles.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import type { PlainKey } from '../../../lib/labels.ts'
import { type Answers, renderPage, serverError } from '../../../testing/renderPage.tsx'
import { SessionForm } from './SessionForm.tsx'
import { emptyDraft } from './sessionDraft.ts'

const lab = compilePipeline(
  [
    { name: 'lab', tables: [{ name: 'User', tier: 'lookup', definition: 'user : varchar(32)' }] },
    { name: 'subject', tables: [{ name: 'Subject', tier: 'manual', definition: 'subject : varchar(32)' }] },
    {
      name: 'session',
      tables: [
        { name: 'Session', tier: 'manual', definition: '-> subject.Subject\nsession_datetime : datetime' },
        { name: 'SessionExperimenter', tier: 'manual', definition: '-> Session\n-> lab.User' },
        { name: 'SessionNote', tier: 'manual', definition: '-> Session\n---\nsession_note : varchar(1024)' },
      ],
    },
  ],
  { prefix: 't_', blobStyle: 'codec' },
)

/** Sessions by animal, day and run, and nothing that says more about them. */
const runs = compilePipeline(
  [
    { name: 'subject', tables: [{ name: 'Subject', tier: 'manual', definition: 'animal : int' }] },
    {
      name: 'session',
      tables: [
        {
          name: 'Session',
          tier: 'manual',
          definition: '-> subject.Subject\nday : date\nrun : int\n---\nrig : varchar(8)',
        },
      ],
    },
  ],
  { prefix: 't_', blobStyle: 'codec' },
)

const onEntered = vi.fn()
const Form = ({ pipeline = lab, subject = { subject: 'm1' } }: { pipeline?: typeof lab; subject?: PlainKey }) => {
  const [draft, setDraft] = useState(() => emptyDraft('ann'))
  const change = (part: object) => setDraft({ ...draft, ...part })
  const roles = sessionRoles(pipeline)
  return (
    <SessionForm {...{ pipeline, roles, subject, draft, change, onEntered }} session={undefined} onBack={() => {}} />
  )
}
const openForm = (answers: Answers, form = <Form />) =>
  renderPage(form, {
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

  it('asks for the key and the details of the lab’s own sessions, and counts them', async () => {
    const create = vi.fn((_: unknown) => ({ key: { animal: 7, day: '2024-01-02', run: 4 } }))
    const nextNumber = vi.fn((_: unknown) => 4)
    const form = <Form pipeline={runs} subject={{ animal: 7 }} />
    await openForm({ 'session.create': create, 'session.nextNumber': nextNumber }, form)
    type('Day', '2024-01-02')
    await waitFor(() => expect(nextNumber).toHaveBeenCalledWith({ row: { animal: '7', day: '2024-01-02' } }))
    await waitFor(() => expect(input('Run').value).toBe('4'))
    type('Rig', 'left')
    expect(screen.queryByRole('textbox', { name: 'Session note' })).toBeNull()
    expect(screen.queryByLabelText('Experimenters')).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: 'Enter the session' }))
    await waitFor(() => expect(onEntered).toHaveBeenCalledWith({ animal: 7, day: '2024-01-02', run: 4 }))
    expect(create).toHaveBeenCalledWith({ session: { animal: '7', day: '2024-01-02', run: '4', rig: 'left' } })
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
