import type { IngestProposal } from '#app/views.ts'
import type { SessionRoles } from '#core/assembly/sessionRoles.ts'
import type { Row } from '#core/pipeline/table.ts'
import type { Finding } from '#elements/contract.ts'
import { keyId, keyText, type PlainKey } from '../../lib/labels.ts'
import { type FormErrors, type FormValues, initialValues, toRowInput, validateValues } from '../rowForm/formValues.ts'
import { subjectColumns } from './sessionEntries.ts'

/** What a person decides about a folder before it is registered. */
export type IngestDraft = {
  /** Ids of the findings to register. */
  readonly accept: readonly string[]
  readonly target: 'new' | 'existing'
  /** The session, when `target` is `existing`. */
  readonly session: PlainKey | null
  /** The row of the session, when `target` is `new`; its number only once somebody typed one. */
  readonly values: FormValues
  readonly experimenter: string
  readonly note: string
}

export type Given = {
  readonly session?: PlainKey | undefined
  readonly subject?: string | undefined
  readonly experimenter?: string | undefined
}

/** The proposal as a draft: everything sound is ticked; what the person came with goes before what the folder suggests. */
export const startDraft = (proposal: IngestProposal, roles: SessionRoles, given: Given): IngestDraft => {
  const session = given.session ?? (proposal.session.exists ? (proposal.session.key as PlainKey) : null)
  return {
    accept: proposal.findings.filter(isSound).map(({ id }) => id),
    target: session ? 'existing' : 'new',
    session,
    values: startValues(proposal, roles, given),
    experimenter: given.experimenter ?? '',
    note: '',
  }
}

const startValues = (
  { session }: IngestProposal,
  roles: SessionRoles,
  { subject, experimenter }: Given,
): FormValues => {
  const { subject: role, experimenter: people, number } = roles
  const column = role?.columns.length === 1 ? role.columns[0]?.child : undefined
  const values = initialValues(roles.session, {
    ...(session.row as Row),
    ...(column && subject && { [column]: subject }),
    ...(people?.table === roles.session && experimenter && { [people.attribute.name]: experimenter }),
  })
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== number?.name))
}

export type Missing = { readonly accept?: string; readonly session?: string; readonly values: FormErrors }

/** What is missing or wrong before the folder can be registered, by input. */
export const missingOf = (draft: IngestDraft, roles: SessionRoles): Missing => ({
  ...(draft.accept.length === 0 ? { accept: 'Tick at least one recording or sorting.' } : {}),
  ...(draft.target === 'existing' && !draft.session
    ? { session: 'Choose the session that this folder belongs to.' }
    : {}),
  values: draft.target === 'new' ? wrongValues(draft.values, roles) : {},
})

export const isComplete = ({ values, ...others }: Missing): boolean =>
  Object.keys(values).length + Object.keys(others).length === 0

const wrongValues = (values: FormValues, roles: SessionRoles): FormErrors => {
  const { session, start, directory } = roles
  const filled = directory?.table === session ? [directory.attribute.name] : []
  const problems = validateValues(session, values, new Set(filled))
  const inWords = (name: string, problem: string) => {
    if (values[name]) return problem
    if (subjectColumns(roles).has(name)) return 'Choose the subject, or enter a new one.'
    return name === start?.name ? 'Say when the session started.' : problem
  }
  return Object.fromEntries(Object.entries(problems).map(([name, problem]) => [name, inWords(name, problem)]))
}

/** The request for a complete draft. */
export const toRequest = ({ root, directory }: IngestProposal, draft: IngestDraft, { session }: SessionRoles) => ({
  root,
  directory,
  session: draft.target === 'existing' ? { key: { ...draft.session } } : { row: toRowInput(session, draft.values) },
  accept: [...draft.accept],
  ...(draft.target === 'new' ? aboutNew(draft) : {}),
})

/** People and note are said of a new session; those of one that is there are corrected on its own page. */
const aboutNew = ({ experimenter, note }: IngestDraft) => ({
  ...(experimenter ? { experimenter } : {}),
  ...(note.trim() ? { note: note.trim() } : {}),
})

/** What speaks against the session that the person came with: a folder of another one, or files of another day. */
export const doubtsOf = (
  { session: proposed }: IngestProposal,
  session: PlainKey,
  { start }: Pick<SessionRoles, 'start'>,
): string[] => {
  const startedAt = start && session[start.name]
  if (proposed.registered)
    return proposed.key && keyId(proposed.key) !== keyId(session)
      ? [`This folder is registered already, with the session ${keyText(proposed.key)}.`]
      : []
  if (!proposed.startedAt || !startedAt) return []
  const began = String(startedAt).replace('T', ' ')
  return proposed.startedAt.slice(0, 10) === began.slice(0, 10)
    ? []
    : [`The files were recorded at ${proposed.startedAt.replace('T', ' ')}, the session began at ${began}.`]
}

/** Findings with an error can be seen, not registered. */
export const isSound = ({ problems }: Finding): boolean => problems.every(({ level }) => level !== 'error')
