import { againOnConflict } from '#core/againOnConflict.ts'
import { type AboutRole, sessionRoles, sessionValues } from '#core/assembly/sessionRoles.ts'
import { parseRow } from '#core/definition/rowValues.ts'
import type { Key, Row, Table } from '#core/pipeline/table.ts'
import { recordChanges } from './audit.ts'
import type { Actor, AppContext } from './context.ts'
import { insertOne } from './insertOne.ts'
import { rowsWritten } from './rowsWritten.ts'
import type { RowInput } from './views.ts'

export type SessionInput = {
  /** Row of session.Session, or of the table that stands for it, as typed. */
  readonly session: RowInput
  /** Short names of people. */
  readonly experimenters?: readonly string[]
  readonly project?: string
  readonly note?: string
}

/**
 * A session with its experimenters, project and note in one transaction: what a person says about it before there are files.
 * What the lab has no table for is left out.
 * @throws INVALID_ROW, DUPLICATE_ENTRY, MISSING_PARENT; after any error nothing is left behind
 */
export const createSession = async (
  context: AppContext,
  input: SessionInput,
  actor: Actor,
): Promise<{ readonly key: Key }> => {
  const { session } = sessionRoles(context.pipeline)
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
  const roles = sessionRoles(pipeline)
  const about = (role: AboutRole | undefined, value: string) => {
    if (!role || role.table === roles.session) return []
    const { table, attribute } = role
    return [{ table, row: parseRow(table, { ...sessionValues(role, session), [attribute.name]: value }) }]
  }
  return [
    ...[...new Set(experimenters)].flatMap((user) => about(roles.experimenter, user)),
    ...(project ? about(roles.project, project) : []),
    ...(note?.trim() ? about(roles.note, note.trim()) : []),
  ]
}
