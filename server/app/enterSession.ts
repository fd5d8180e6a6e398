import {
  type AboutRole,
  type SessionRoles,
  sessionOf,
  sessionRoles,
  sessionValues,
  startValue,
} from '#core/assembly/sessionRoles.ts'
import { parseRow } from '#core/definition/rowValues.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key, Row, Table, Value } from '#core/pipeline/table.ts'
import type { FetchedRow, InsertRow } from '#elements/contract.ts'
import type { IngestWriter } from './ingestWriter.ts'
import { keyText } from './keyText.ts'
import { newSessionRow } from './newSessionRow.ts'
import { parseKey } from './parseKey.ts'
import { keyOf, readRows, rowExists } from './readRows.ts'
import type { IngestRequest, IngestSession, RowInput } from './views.ts'

/**
 * The session of an ingest with its directory, experimenter and note: what is not there yet is inserted, what is there
 * and differs is a conflict (session, directory) or a warning (note). What the lab has no table for is left out.
 */
export const enterSession = async (writer: IngestWriter, request: IngestRequest, directory: string): Promise<Key> => {
  const roles = sessionRoles(writer.app.pipeline)
  const session = await sessionKey(writer, roles, request.session, directory)
  await enterDirectory(writer, roles, session, directory)
  const { experimenter, note } = roles
  if (request.experimenter && experimenter && experimenter.table !== roles.session)
    await writer.insert(experimenter.table.name, [rowAbout(experimenter, session, request.experimenter)], {
      skipDuplicates: true,
    })
  if (request.note && note && note.table !== roles.session) await enterNote(writer, note, session, request.note)
  return session
}

const rowAbout = (role: AboutRole, session: Key, value: Value): InsertRow => ({
  ...sessionValues(role, session),
  [role.attribute.name]: value,
})

const sessionKey = async (
  writer: IngestWriter,
  roles: SessionRoles,
  session: IngestSession,
  directory: string,
): Promise<Key> => {
  const table = roles.session
  if ('key' in session) return presentKey(writer, table, session.key)
  if ('subject' in session) {
    const owner = await ownerOf(writer, roles, directory)
    if (owner && (await isOf(writer, roles, owner, session))) return owner
  }
  const row = parseRow(table, { ...(await typedRow(writer, session)), ...inItsRow(roles, directory) })
  const isWhole = table.primaryKey.every((name) => (row[name] ?? null) !== null)
  const key = keyOf(table, row)
  if (!isWhole || !(await rowExists(writer.transaction, table, key))) return writer.enter(table, row)
  if ((await directoryOf(writer, roles, key)) !== directory) throw taken(roles, row)
  return key
}

const presentKey = async (writer: IngestWriter, table: Table, typed: Key): Promise<Key> => {
  const key = parseKey(table, typed)
  if (await rowExists(writer.transaction, table, key)) return key
  throw new LabBookError('NO_SUCH_ROW', { table: table.name, key })
}

type Named = Extract<IngestSession, { readonly subject: string }>

const typedRow = (
  { app, transaction }: IngestWriter,
  session: { readonly row: RowInput } | Named,
): Promise<RowInput> =>
  'row' in session
    ? Promise.resolve(session.row)
    : newSessionRow(app, transaction, { subject: session.subject, startedAt: session.startedAt ?? null })

/** Where sessions themselves say their folder. */
const inItsRow = ({ session, directory: role }: SessionRoles, directory: string): RowInput =>
  role?.table === session ? { [role.attribute.name]: directory } : {}

/** Whether a session is one of this subject at this start: then the folder is registered again, not a new session's. */
const isOf = async (
  { app, transaction }: IngestWriter,
  { session, subject, start }: SessionRoles,
  owner: Key,
  named: Named,
): Promise<boolean> => {
  const known = parseKey(session, {
    ...(subject?.columns[0] && { [subject.columns[0].child]: named.subject }),
    ...(start && named.startedAt && { [start.name]: startValue(start, named.startedAt) }),
  })
  const found = await readRows(app, transaction, session, known)
  return found.some((row) => keyText(session, keyOf(session, row)) === keyText(session, owner))
}

const taken = ({ session, subject, start, number }: SessionRoles, row: Row): LabBookError => {
  const isStart = start?.primary && subject
  const name = Object.values(keyOf(session, row)).map(inWords).join(', ')
  return new LabBookError('INGEST_CONFLICT', {
    problem: isStart
      ? `Subject ${subject.columns.map(({ child }) => inWords(row[child])).join(', ')} already has a session at ${inWords(row[start.name])}.`
      : `There is already a session ${name}.`,
    cure: `Choose that session, or another ${isStart ? 'start' : 'key'}.`,
    attribute: (isStart ? start : number)?.name ?? session.primaryKey.at(-1),
  })
}

const enterDirectory = async (
  writer: IngestWriter,
  roles: SessionRoles,
  session: Key,
  directory: string,
): Promise<void> => {
  if (!roles.directory) throw nowhere(roles.session)
  const present = await directoryOf(writer, roles, session)
  if (present === directory) return
  if (present !== null) throw otherDirectory(present, roles.directory)
  const owner = await ownerOf(writer, roles, directory)
  if (owner) throw takenDirectory(directory, owner)
  await writeDirectory(writer, roles, roles.directory, session, directory)
}

const writeDirectory = (
  writer: IngestWriter,
  roles: SessionRoles,
  role: AboutRole,
  session: Key,
  directory: string,
): Promise<void> =>
  role.table === roles.session
    ? writer.update(role.table, session, { [role.attribute.name]: directory })
    : writer.insert(role.table.name, [rowAbout(role, session, directory)])

const nowhere = (session: Table) =>
  new LabBookError('INGEST_CONFLICT', {
    problem: `There is no table that says where the files of a row of ${session.name} are.`,
    cure: 'Name the one that this laboratory has in labbook.config.ts: links: { SessionDirectory: … }.',
  })

const otherDirectory = (present: string, { table }: AboutRole) =>
  new LabBookError('INGEST_CONFLICT', {
    problem: `This session already has the folder ${present}.`,
    cure: `Register that folder, or correct it in ${table.name}.`,
  })

const takenDirectory = (directory: string, owner: Key) =>
  new LabBookError('INGEST_CONFLICT', {
    problem: `${directory} is already the folder of the session ${Object.values(owner).map(inWords).join(', ')}.`,
    cure: 'Choose that session, or another folder.',
  })

const inWords = (value: Value | undefined): string => String(value ?? '').replace('T', ' ')

/** The session that has this folder. */
const ownerOf = async (writer: IngestWriter, roles: SessionRoles, directory: string): Promise<Key | null> => {
  const role = roles.directory
  if (!role) return null
  const [row] = await fetch(writer, role.table, { [role.attribute.name]: directory })
  return row ? sessionOf(roles.session, role, row as Row) : null
}

const directoryOf = async (writer: IngestWriter, { directory: role }: SessionRoles, session: Key) => {
  const [row] = role ? await fetch(writer, role.table, sessionValues(role, session)) : []
  const found = role && row?.[role.attribute.name]
  return found ? String(found) : null
}

const enterNote = async (writer: IngestWriter, role: AboutRole, session: Key, note: string): Promise<void> => {
  const [present] = await fetch(writer, role.table, sessionValues(role, session))
  if (!present) await writer.insert(role.table.name, [rowAbout(role, session, note)])
  else if (present[role.attribute.name] !== note) writer.warn('The session has a note already; it was left as it is.')
}

const fetch = (writer: IngestWriter, table: Table, key: Key): Promise<FetchedRow[]> =>
  readRows(writer.app, writer.transaction, table, key)
