import { describe, expect, it } from 'vitest'
import type { IngestProposal } from '#app/views.ts'
import { sessionRoles } from '#core/assembly/sessionRoles.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import type { Finding } from '#elements/contract.ts'
import { doubtsOf, isComplete, missingOf, startDraft, toRequest } from './ingestDraft.ts'

const rolesOf = (...tables: string[]) =>
  sessionRoles(
    compilePipeline(
      [
        { name: 'subject', tables: [{ name: 'Subject', tier: 'manual', definition: 'subject : varchar(32)' }] },
        { name: 'session', tables: tables.map((definition) => ({ name: 'Session', tier: 'manual', definition })) },
      ],
      { prefix: 't_', blobStyle: 'codec' },
    ),
  )
const roles = rolesOf('-> subject.Subject\nsession_datetime : datetime')
const byRun = rolesOf('-> subject.Subject\nday : date\nrun : int\n---\nrig : varchar(8)\nscore = null : int')

const finding = (id: string, problems: Finding['problems'] = []): Finding => ({
  id,
  reader: 'spikeglx',
  kind: 'recording',
  path: id,
  title: id,
  facts: [],
  problems,
  data: null,
})

const fresh = {
  key: null,
  exists: false,
  registered: false,
  subject: 'm1',
  startedAt: '2024-01-02T10:00:00',
  row: { subject: 'm1', session_datetime: '2024-01-02T10:00:00' },
}
const proposal: IngestProposal = {
  root: '/data',
  directory: 'm1/day1',
  findings: [
    finding('good'),
    finding('doubtful', [{ level: 'warning', message: 'short' }]),
    finding('broken', [{ level: 'error', message: 'no header' }]),
  ],
  problems: [],
  session: fresh,
}
const known = { subject: 'm1', session_datetime: '2024-01-02T10:00:00' }

describe('the draft of an ingest', () => {
  it('ticks everything that has no error and takes over the proposed session', () => {
    expect(startDraft(proposal, roles, { experimenter: 'ann' })).toMatchObject({
      accept: ['good', 'doubtful'],
      target: 'new',
      values: { subject: 'm1', session_datetime: '2024-01-02 10:00:00' },
      experimenter: 'ann',
    })
  })

  it('takes the session that has the folder already, and says nothing about people and note of it', () => {
    const registered = { ...proposal, session: { ...fresh, key: known, exists: true, registered: true } }
    const draft = startDraft(registered, roles, { experimenter: 'ann' })
    expect(draft).toMatchObject({ target: 'existing', session: known })
    const request = toRequest(registered, { ...draft, note: 'calm' }, roles)
    expect(request).not.toHaveProperty('experimenter')
    expect(request).not.toHaveProperty('note')
  })

  it('prefers the session and the subject that the person came with', () => {
    const mine = { subject: 'm2', session_datetime: '2024-05-06T10:00:00' }
    expect(startDraft(proposal, roles, { session: mine }).session).toEqual(mine)
    expect(startDraft(proposal, roles, { subject: 'm2' }).values.subject).toBe('m2')
  })

  it('names every input that is still missing', () => {
    const empty = { ...startDraft(proposal, roles, {}), accept: [], values: { subject: '', session_datetime: ' ' } }
    expect(missingOf(empty, roles)).toMatchObject({
      accept: expect.any(String),
      values: { subject: 'Choose the subject, or enter a new one.', session_datetime: expect.any(String) },
    })
    expect(Object.keys(missingOf({ ...empty, target: 'existing' }, roles))).toEqual(['accept', 'session', 'values'])
    expect(isComplete(missingOf(startDraft(proposal, roles, {}), roles))).toBe(true)
  })

  it('asks for what the lab’s own sessions need, and leaves their number to whoever counts them', () => {
    const row = { subject: 'm1', day: '2024-01-02', run: 3 }
    const draft = startDraft({ ...proposal, session: { ...fresh, row } }, byRun, {})
    expect(draft.values).toEqual({ subject: 'm1', day: '2024-01-02', rig: '', score: '' })
    expect(missingOf({ ...draft, values: { ...draft.values, run: '3' } }, byRun).values).toEqual({
      rig: 'This needs a value.',
    })
    const complete = { ...draft, values: { ...draft.values, run: '3', rig: 'left' } }
    expect(toRequest(proposal, complete, byRun).session).toEqual({
      row: { subject: 'm1', day: '2024-01-02', run: '3', rig: 'left', score: null },
    })
  })

  it('doubts a folder of another session, and files of another day', () => {
    const other = { subject: 'm1', session_datetime: '2024-01-03T09:00:00' }
    expect(doubtsOf(proposal, known, roles)).toEqual([])
    expect(doubtsOf(proposal, other, roles)).toEqual([
      'The files were recorded at 2024-01-02 10:00:00, the session began at 2024-01-03 09:00:00.',
    ])
    const registered = { ...proposal, session: { ...fresh, key: known, exists: true, registered: true } }
    expect(doubtsOf(registered, known, roles)).toEqual([])
    expect(doubtsOf(registered, other, roles)[0]).toContain('registered already, with the session m1')
  })

  it('sends only what was filled in', () => {
    expect(toRequest(proposal, { ...startDraft(proposal, roles, {}), note: '  ' }, roles)).toEqual({
      root: '/data',
      directory: 'm1/day1',
      session: { row: { subject: 'm1', session_datetime: '2024-01-02 10:00:00' } },
      accept: ['good', 'doubtful'],
    })
  })
})
