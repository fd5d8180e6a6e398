import { parseRow } from '#core/definition/rowValues.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key } from '#core/pipeline/table.ts'
import type { FetchedRow, InsertRow } from '#elements/contract.ts'
import type { IngestWriter } from './ingestWriter.ts'
import { readRows, rowExists } from './readRows.ts'
import { sessionAttributes as attributes, sessionTables as tables } from './sessionTables.ts'
import type { IngestRequest } from './views.ts'

/**
 * The session of an ingest with its directory, experimenter and note: what is not there yet is inserted, what is there
 * and differs is a conflict (session, directory) or a warning (note).
 */
export const enterSession = async (writer: IngestWriter, request: IngestRequest, directory: string): Promise<Key> => {
  const session = await sessionKey(writer, request, directory)
  await enterDirectory(writer, session, directory)
  if (request.experimenter)
    await writer.insert(tables.experimenter, [{ ...session, [attributes.experimenter]: request.experimenter }], {
      skipDuplicates: true,
    })
  if (request.note) await enterNote(writer, session, request.note)
  return session
}

const sessionKey = async (writer: IngestWriter, { session }: IngestRequest, directory: string): Promise<Key> => {
  const table = writer.app.pipeline.table(tables.session)
  if ('key' in session) {
    const key = parseRow(table, session.key, { partial: true })
    if (await rowExists(writer.transaction, table, key)) return key
    throw new LabBookError('NO_SUCH_ROW', { table: table.name, key })
  }
  const key = parseRow(
    table,
    { [attributes.subject]: session.subject, [attributes.startedAt]: session.startedAt },
    { partial: true },
  )
  if (!(await rowExists(writer.transaction, table, key))) await writer.insert(tables.session, [key])
  else if ((await directoryOf(writer, key)) !== directory) throw takenStart(session)
  return key
}

const takenStart = ({ subject, startedAt }: { subject: string; startedAt: string }) =>
  new LabBookError('INGEST_CONFLICT', {
    problem: `Subject ${subject} already has a session at ${startedAt.replace('T', ' ')}.`,
    cure: 'Choose that session, or another start.',
    attribute: attributes.startedAt,
  })

const enterDirectory = async (writer: IngestWriter, session: Key, directory: string): Promise<void> => {
  const present = await directoryOf(writer, session)
  if (present === directory) return
  if (present !== null) throw otherDirectory(present)
  const owner = (await fetch(writer, tables.directory, { [attributes.directory]: directory }))[0]
  if (owner) throw takenDirectory(directory, owner)
  await writer.insert(tables.directory, [{ ...session, [attributes.directory]: directory }])
}

const otherDirectory = (present: string) =>
  new LabBookError('INGEST_CONFLICT', {
    problem: `This session already has the folder ${present}.`,
    cure: 'Register that folder, or correct it in session.SessionDirectory.',
  })

const takenDirectory = (directory: string, owner: FetchedRow) =>
  new LabBookError('INGEST_CONFLICT', {
    problem: `${directory} is already the folder of the session of ${owner[attributes.subject]} at ${String(
      owner[attributes.startedAt],
    ).replace('T', ' ')}.`,
    cure: 'Choose that session, or another folder.',
  })

const enterNote = async (writer: IngestWriter, session: Key, note: string): Promise<void> => {
  const [present] = await fetch(writer, tables.note, session)
  if (!present) await writer.insert(tables.note, [{ ...session, [attributes.note]: note } as InsertRow])
  else if (present[attributes.note] !== note) writer.warn('The session has a note already; it was left as it is.')
}

const directoryOf = async (writer: IngestWriter, session: Key): Promise<string | null> => {
  const [row] = await fetch(writer, tables.directory, session)
  return row ? String(row[attributes.directory]) : null
}

const fetch = (writer: IngestWriter, table: string, key: Key): Promise<FetchedRow[]> =>
  readRows(writer.app, writer.transaction, writer.app.pipeline.table(table), key)
