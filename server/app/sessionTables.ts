import { attributeType } from '#core/definition/attributeType.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'

/** The tables that stand for a session and what belongs to it, with the attributes that use cases speak of. */
export const sessionTables = {
  subject: 'subject.Subject',
  session: 'session.Session',
  directory: 'session.SessionDirectory',
  experimenter: 'session.SessionExperimenter',
  note: 'session.SessionNote',
  project: 'session.ProjectSession',
} as const

export const sessionAttributes = {
  subject: 'subject',
  startedAt: 'session_datetime',
  directory: 'session_dir',
  experimenter: 'user',
  note: 'session_note',
  project: 'project',
} as const

/** The attribute that tells when a session began: ours, or the first moment that a lab's own table of sessions has. */
export const startAttribute = (session: Table): string => {
  const moments = session.attributes.filter(({ type }) => ['datetime', 'date'].includes(attributeType(type).family))
  const named = moments.find(({ name }) => name === sessionAttributes.startedAt)
  return (named ?? moments[0])?.name ?? session.primaryKey[0]!
}

/** The attribute by which a session's experimenters are named, whatever a lab's own table of people calls it. */
export const experimenterAttribute = (pipeline: Pipeline): string => {
  const people = pipeline.table('lab.User').name
  if (!pipeline.has(sessionTables.experimenter)) return sessionAttributes.experimenter
  const toPeople = pipeline.table(sessionTables.experimenter).foreignKeys.find(({ parent }) => parent === people)
  return toPeople?.columns[0]?.child ?? sessionAttributes.experimenter
}
