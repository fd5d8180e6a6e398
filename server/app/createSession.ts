import { parseRow } from '#core/definition/rowValues.ts'
import type { Key, Row, Table } from '#core/pipeline/table.ts'
import { againOnConflict } from './againOnConflict.ts'
import { recordChanges } from './audit.ts'
import type { Actor, AppContext } from './context.ts'
import { insertOne } from './insertOne.ts'
import { rowsWritten } from './rowsWritten.ts'
import { sessionAttributes as attributes, sessionTables as tables } from './sessionTables.ts'
import type { RowInput } from './views.ts'

export type SessionInput = {
  /** Row of session.Session, as typed. */
  readonly session: RowInput
  /** Short names of lab.User. */
  readonly experimenters?: readonly string[]
  readonly project?: string
  readonly note?: string
}

/**
 * A session with its experimenters, project and note in one transaction: what a person says about it before there are files.
 * @throws INVALID_ROW, DUPLICATE_ENTRY, MISSING_PARENT; after any error nothing is left behind
 */
export const createSession = async (
  context: AppContext,
  input: SessionInput,
  actor: Actor,
): Promise<{ readonly key: Key }> => {
  const session = context.pipeline.table(tables.session)
  const row = parseRow(session, input.session)
  const key = await againOnConflict(() =>
    context.database.transaction(async (transaction) => {
      const entered = await insertOne(context, transaction, session, row)
      const changes = [entered]
      for (const { table, row: about } of rowsAbout(context, entered.key, input))
        changes.push(await insertOne(context, transaction, table, about))
      await recordChanges(context, transaction, actor, changes)
      return entered.key
    }),
  )
  rowsWritten(context)
  return { key }
}

/** Rows of the tables around the session; blanks are left out, since a note without text says nothing. */
const rowsAbout = (
  { pipeline }: AppContext,
  session: Key,
  { experimenters = [], project, note }: SessionInput,
): { readonly table: Table; readonly row: Row }[] => {
  const about = (name: string, attribute: string, value: string) => {
    const table = pipeline.table(name)
    return { table, row: parseRow(table, { ...(session as RowInput), [attribute]: value }) }
  }
  return [
    ...[...new Set(experimenters)].map((user) => about(tables.experimenter, attributes.experimenter, user)),
    ...(project ? [about(tables.project, attributes.project, project)] : []),
    ...(note?.trim() ? [about(tables.note, attributes.note, note.trim())] : []),
  ]
}
