import { attributeType } from '../definition/attributeType.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Attribute, ForeignKey, Key, Row, Table, Value } from '../pipeline/table.ts'

/** What stands for a session and for what belongs to it in this laboratory, whoever made the tables and whatever they are called. */
export type SessionRoles = {
  readonly session: Table
  /** Absent where sessions refer to no subject. */
  readonly subject?: SubjectRole
  /** The moment or the day when a session began. */
  readonly start?: Attribute
  /** The number that tells the sessions of a subject, or of a day, apart: the last integer that the key adds itself. */
  readonly number?: Attribute
  readonly directory?: AboutRole
  readonly experimenter?: AboutRole
  readonly note?: AboutRole
  readonly project?: AboutRole
}

export type Columns = ForeignKey['columns']

export type SubjectRole = {
  readonly table: Table
  /** How a session (`child`) names the key of its subject (`parent`). */
  readonly columns: Columns
  /** Whether the session itself refers to the subject, rather than something between the two, such as a day. */
  readonly direct: boolean
}

/** One attribute that says something about a session, in a table below it or in the table of sessions itself. */
export type AboutRole = {
  readonly table: Table
  readonly attribute: Attribute
  /** How the table (`child`) names the key of the session (`parent`). */
  readonly columns: Columns
}

/** The tables of the elements that these roles have; a lab's own may stand for each. */
export const sessionTables = {
  session: 'session.Session',
  subject: 'subject.Subject',
  person: 'lab.User',
  directory: 'session.SessionDirectory',
  experimenter: 'session.SessionExperimenter',
  note: 'session.SessionNote',
  project: 'session.ProjectSession',
} as const

/** Found by what tables are and refer to; of the elements' own names only those of attributes break a tie. */
export const sessionRoles = (pipeline: Pipeline): SessionRoles => {
  const session = pipeline.table(sessionTables.session)
  return {
    session,
    subject: subjectRole(pipeline, session),
    start: startOf(session),
    number: numberOf(session),
    directory: aboutRole(pipeline, session, sessionTables.directory, 'session_dir'),
    experimenter: peopleRole(pipeline, session),
    note: aboutRole(pipeline, session, sessionTables.note, 'session_note'),
    project: aboutRole(pipeline, session, sessionTables.project, 'project'),
  }
}

/** `{mouse_id: 7}` of a session that says `animal = 7`. */
export const subjectKey = ({ columns }: Pick<SubjectRole, 'columns'>, session: Row): Key =>
  Object.fromEntries(columns.map(({ child, parent }) => [parent, session[child] ?? null]))

/** What a session says of its subject: `{animal: 7}` for the subject `{mouse_id: 7}`. */
export const subjectValues = ({ columns }: Pick<SubjectRole, 'columns'>, subject: Row): Row =>
  Object.fromEntries(columns.map(({ child, parent }) => [child, subject[parent] ?? null]))

/** The key of a session as a row about it names it. */
export const sessionValues = ({ columns }: Pick<AboutRole, 'columns'>, session: Key): Key =>
  Object.fromEntries(columns.map(({ child, parent }) => [child, session[parent] ?? null]))

/** The key of the session that a row is about. */
export const sessionOf = (session: Table, { columns }: Pick<AboutRole, 'columns'>, row: Row): Key =>
  Object.fromEntries(
    session.primaryKey.map((name): [string, Value] => {
      const child = columns.find(({ parent }) => parent === name)?.child
      return [name, child === undefined ? null : (row[child] ?? null)]
    }),
  )

/** The value of the start that an ISO moment tells: a whole second, or a day where sessions tell no more. */
export const startValue = (start: Attribute, moment: string): string =>
  moment.slice(0, (attributeType(start.type).family === 'date' ? 'yyyy-mm-dd' : 'yyyy-mm-ddThh:mm:ss').length)

const familyOf = ({ type }: Attribute): string => attributeType(type).family

const startOf = (session: Table): Attribute | undefined => {
  const moments = session.attributes.filter((attribute) => ['datetime', 'date'].includes(familyOf(attribute)))
  const named = moments.find(({ name }) => name === 'session_datetime')
  return named ?? moments.find((moment) => familyOf(moment) === 'datetime') ?? moments[0]
}

const numberOf = (session: Table): Attribute | undefined =>
  session.attributes.findLast(
    (attribute) =>
      attribute.primary &&
      !attribute.autoIncrement &&
      familyOf(attribute) === 'integer' &&
      !session.foreignKeys.some(({ columns }) => columns.some(({ child }) => child === attribute.name)),
  )

const subjectRole = (pipeline: Pipeline, session: Table): SubjectRole | undefined => {
  if (!pipeline.has(sessionTables.subject)) return undefined
  const table = pipeline.table(sessionTables.subject)
  const direct = session.foreignKeys.find(({ parent }) => parent === table.name)
  const columns = direct?.columns ?? columnsTo(pipeline, session, table, new Set())
  return columns && { table, columns, direct: direct !== undefined }
}

/** The columns of `table` that carry the whole key of an ancestor, through the tables between the two. */
const columnsTo = (
  pipeline: Pipeline,
  table: Table,
  ancestor: Table,
  seen: ReadonlySet<string>,
): Columns | undefined => {
  for (const { parent, columns } of table.foreignKeys) {
    if (parent === ancestor.name) return columns
    if (seen.has(parent) || !pipeline.has(parent)) continue
    const above = columnsTo(pipeline, pipeline.table(parent), ancestor, new Set([...seen, table.name]))
    const composed = above && compose(columns, above)
    if (composed) return composed
  }
  return undefined
}

const compose = (columns: Columns, above: Columns): Columns | undefined => {
  const composed = above.flatMap(({ child, parent }) => {
    const own = columns.find((column) => column.parent === child)
    return own ? [{ child: own.child, parent }] : []
  })
  return composed.length === above.length ? composed : undefined
}

/** People in the row of the session itself, where it refers to one, otherwise in a table of its own. */
const peopleRole = (pipeline: Pipeline, session: Table): AboutRole | undefined => {
  const people = pipeline.has(sessionTables.person) ? pipeline.table(sessionTables.person).name : undefined
  const personIn = (table: Table): string | undefined => {
    const reference = table.foreignKeys.find(({ parent }) => parent === people)
    return reference?.columns.length === 1 ? reference.columns[0]!.child : undefined
  }
  const own = personIn(session)
  if (own !== undefined) return inSession(session, own)
  if (!pipeline.has(sessionTables.experimenter)) return undefined
  const table = pipeline.table(sessionTables.experimenter)
  return aboutRole(pipeline, session, table.name, personIn(table) ?? 'user')
}

const inSession = (session: Table, name: string): AboutRole | undefined => {
  const attribute = session.attributes.find((one) => one.name === name)
  const columns = session.primaryKey.map((key) => ({ child: key, parent: key }))
  return attribute && { table: session, attribute, columns }
}

/** The attribute called `name` of a table about sessions, or the first of its own that is text. */
const aboutRole = (pipeline: Pipeline, session: Table, tableName: string, name: string): AboutRole | undefined => {
  if (!pipeline.has(tableName)) return undefined
  const table = pipeline.table(tableName)
  if (table === session) return inSession(session, firstText(session, session.primaryKey, name))
  const columns = table.foreignKeys.find(({ parent }) => parent === session.name)?.columns
  if (!columns || columns.length < session.primaryKey.length) return undefined
  const inherited = columns.map(({ child }) => child)
  const attribute = table.attributes.find((one) => one.name === firstText(table, inherited, name))
  return attribute && { table, attribute, columns }
}

const firstText = (table: Table, except: readonly string[], name: string): string => {
  const own = table.attributes.filter((attribute) => !except.includes(attribute.name))
  const found = own.find((attribute) => attribute.name === name) ?? own.find((one) => familyOf(one) === 'string')
  return found?.name ?? ''
}
