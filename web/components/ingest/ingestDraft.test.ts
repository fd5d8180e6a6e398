import { describe, expect, it } from 'vitest'
import type { IngestProposal } from '#app/views.ts'
import type { Finding } from '#elements/contract.ts'
import { doubtsOf, missingOf, startDraft, toRequest } from './ingestDraft.ts'

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
    expect(startDraft(proposal, { experimenter: 'ann' })).toMatchObject({
      accept: ['good', 'doubtful'],
      target: 'new',
      subject: 'm1',
      startedAt: '2024-01-02 10:00:00',
      experimenter: 'ann',
    })
  })

  it('takes the session that has the folder already, and says nothing about people and note of it', () => {
    const registered = { ...proposal, session: { ...fresh, key: known, exists: true, registered: true } }
    const draft = startDraft(registered, { experimenter: 'ann' })
    expect(draft).toMatchObject({ target: 'existing', session: known })
    const request = toRequest(registered, { ...draft, note: 'calm' })
    expect(request).not.toHaveProperty('experimenter')
    expect(request).not.toHaveProperty('note')
  })

  it('prefers the session and the subject that the person came with', () => {
    const mine = { subject: 'm2', session_datetime: '2024-05-06T10:00:00' }
    expect(startDraft(proposal, { session: mine }).session).toEqual(mine)
    expect(startDraft(proposal, { subject: 'm2' }).subject).toBe('m2')
  })

  it('names every input that is still missing', () => {
    const empty = { ...startDraft(proposal, {}), accept: [], subject: '', startedAt: ' ' }
    expect(Object.keys(missingOf(empty))).toEqual(['accept', 'subject', 'startedAt'])
    expect(Object.keys(missingOf({ ...empty, target: 'existing' }))).toEqual(['accept', 'session'])
    expect(missingOf(startDraft(proposal, {}))).toEqual({})
  })

  it('doubts a folder of another session, and files of another day', () => {
    const other = { subject: 'm1', session_datetime: '2024-01-03T09:00:00' }
    expect(doubtsOf(proposal, known)).toEqual([])
    expect(doubtsOf(proposal, other)).toEqual([
      'The files were recorded at 2024-01-02 10:00:00, the session began at 2024-01-03 09:00:00.',
    ])
    const registered = { ...proposal, session: { ...fresh, key: known, exists: true, registered: true } }
    expect(doubtsOf(registered, known)).toEqual([])
    expect(doubtsOf(registered, other)[0]).toContain('registered already, with the session m1')
  })

  it('sends only what was filled in', () => {
    expect(toRequest(proposal, { ...startDraft(proposal, {}), note: '  ' })).toEqual({
      root: '/data',
      directory: 'm1/day1',
      session: { subject: 'm1', startedAt: '2024-01-02 10:00:00' },
      accept: ['good', 'doubtful'],
    })
  })
})
