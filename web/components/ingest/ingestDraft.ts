import type { IngestProposal } from '#app/views.ts'
import type { Finding } from '#elements/contract.ts'
import { keyId, keyText, type PlainKey } from '../../lib/labels.ts'

/** What a person decides about a folder before it is registered. */
export type IngestDraft = {
  /** Ids of the findings to register. */
  readonly accept: readonly string[]
  readonly target: 'new' | 'existing'
  /** The session, when `target` is `existing`. */
  readonly session: PlainKey | null
  /** Subject and start of the session, when `target` is `new`. */
  readonly subject: string
  readonly startedAt: string
  readonly experimenter: string
  readonly note: string
}

export type Given = {
  readonly session?: PlainKey | undefined
  readonly subject?: string | undefined
  readonly experimenter?: string | undefined
}

/** The proposal as a draft: everything sound is ticked; what the person came with goes before what the folder suggests. */
export const startDraft = (proposal: IngestProposal, given: Given): IngestDraft => {
  const session = given.session ?? (proposal.session.exists ? (proposal.session.key as PlainKey) : null)
  return {
    accept: proposal.findings.filter(isSound).map(({ id }) => id),
    target: session ? 'existing' : 'new',
    session,
    subject: given.subject ?? proposal.session.subject ?? '',
    startedAt: (proposal.session.startedAt ?? '').replace('T', ' '),
    experimenter: given.experimenter ?? '',
    note: '',
  }
}

/** What is missing before the folder can be registered, by input; empty when nothing is. */
export const missingOf = (draft: IngestDraft): Partial<Record<keyof IngestDraft, string>> => ({
  ...(draft.accept.length === 0 ? { accept: 'Tick at least one recording or sorting.' } : {}),
  ...(draft.target === 'existing' && !draft.session
    ? { session: 'Choose the session that this folder belongs to.' }
    : {}),
  ...(draft.target === 'new' && !draft.subject ? { subject: 'Choose the subject, or enter a new one.' } : {}),
  ...(draft.target === 'new' && !draft.startedAt.trim() ? { startedAt: 'Say when the session started.' } : {}),
})

/** The request for a complete draft. */
export const toRequest = ({ root, directory }: IngestProposal, draft: IngestDraft) => ({
  root,
  directory,
  session:
    draft.target === 'existing'
      ? { key: { ...draft.session } }
      : { subject: draft.subject, startedAt: draft.startedAt.trim() },
  accept: [...draft.accept],
  ...(draft.target === 'new' ? aboutNew(draft) : {}),
})

/** People and note are said of a new session; those of one that is there are corrected on its own page. */
const aboutNew = ({ experimenter, note }: IngestDraft) => ({
  ...(experimenter ? { experimenter } : {}),
  ...(note.trim() ? { note: note.trim() } : {}),
})

/** What speaks against the session that the person came with: a folder of another one, or files of another day. */
export const doubtsOf = ({ session: proposed }: IngestProposal, session: PlainKey): string[] => {
  const startedAt = String(session.session_datetime ?? '')
  if (proposed.exists)
    return proposed.key && keyId(proposed.key) !== keyId(session)
      ? [`This folder is registered already, with the session ${keyText(proposed.key)}.`]
      : []
  return proposed.startedAt && proposed.startedAt.slice(0, 10) !== startedAt.slice(0, 10)
    ? [
        `The files were recorded at ${proposed.startedAt.replace('T', ' ')}, the session began at ${startedAt.replace('T', ' ')}.`,
      ]
    : []
}

/** Findings with an error can be seen, not registered. */
export const isSound = ({ problems }: Finding): boolean => problems.every(({ level }) => level !== 'error')
