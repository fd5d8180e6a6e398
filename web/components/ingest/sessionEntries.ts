import { type SessionRoles, type SubjectRole, subjectValues } from '#core/assembly/sessionRoles.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { ForeignKey, Row } from '#core/pipeline/table.ts'
import type { PlainKey } from '../../lib/labels.ts'
import { type FormEntry, formEntries, isRequired } from '../rowForm/formEntries.ts'
import { chooseParent, type FormValues } from '../rowForm/formValues.ts'

/** The inputs of a new session in the order of its table, without its subject, which is chosen before. */
export const sessionEntries = (roles: SessionRoles, pipeline: Pipeline): FormEntry[] => {
  const { key, details } = formEntries(roles.session, pipeline)
  const isSettled = subjectColumns(roles)
  return [...key, ...details].filter((entry) => !namesOf(entry).every((name) => isSettled.has(name)))
}

/** Of these, what a folder needs to become a session: the key, the start, who ran it, and what has no default. */
export const neededEntries = (roles: SessionRoles, pipeline: Pipeline): FormEntry[] => {
  const { session, start, experimenter, directory } = roles
  const asked = [start?.name, experimenter?.table === session ? experimenter.attribute.name : undefined]
  const filled = directory?.table === session ? directory.attribute.name : undefined
  const isNeeded = (name: string) => {
    const attribute = session.attributes.find((one) => one.name === name)
    return attribute !== undefined && (attribute.primary || asked.includes(name) || isRequired(attribute))
  }
  return sessionEntries(roles, pipeline).filter((entry) =>
    namesOf(entry).some((name) => name !== filled && isNeeded(name)),
  )
}

/** Attributes of a session that its subject fills; none where the session itself refers to no subject. */
export const subjectColumns = ({ subject }: SessionRoles): ReadonlySet<string> =>
  new Set(subject?.direct ? subject.columns.map(({ child }) => child) : [])

/** A subject as the form of its session holds it; empty texts for none. */
export const subjectTexts = (role: SubjectRole, subject: PlainKey | null): FormValues =>
  Object.fromEntries(
    Object.entries(subjectValues(role, subject ?? {})).map(([name, value]) => [name, String(value ?? '')]),
  )

/** The values that choosing a parent changed: the others stay what they are, typed or proposed. */
export const chosenValues = (
  { session }: SessionRoles,
  values: FormValues,
  foreignKey: ForeignKey,
  chosen: Row | null,
): FormValues => {
  const next = chooseParent(session, values, foreignKey, chosen)
  return Object.fromEntries(Object.entries(next).filter(([name, value]) => value !== values[name]))
}

const namesOf = (entry: FormEntry): string[] =>
  entry.kind === 'attribute' ? [entry.attribute.name] : entry.attributes.map(({ name }) => name)
