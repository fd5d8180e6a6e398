import type { Key, Table } from '#core/pipeline/table.ts'
import { packBlob } from '../../packBlob.ts'
import type { Queryable, Session } from '../../port.ts'
import { errorMessage, errorStack, withPlainMessage } from '../errorText.ts'
import type { WorkerIdentity } from '../jobProtocol.ts'
import { jobsReference, keyHash, packKey, whereJob } from './reservationStatement.ts'

/** Removes the reservation: the row in the table itself says that the key is done. */
export const complete = async (database: Queryable, table: Table, key: Key): Promise<void> => {
  const { text, params } = whereJob(table, key)
  await database.execute(`DELETE FROM ${jobsReference(table)} WHERE ${text}`, params)
}

/** Turns the reservation of this session into an error, with the moment of the failure as Python's REPLACE gives it. */
export const fail = async (session: Session, table: Table, key: Key, error: unknown): Promise<void> => {
  const { text, params } = whereJob(table, key)
  const sql = `UPDATE ${jobsReference(table)}
    SET status = 'error', error_message = ?, error_stack = ?, timestamp = CURRENT_TIMESTAMP
    WHERE ${text} AND status = 'reserved' AND connection_id = ?`
  const stack = packBlob(errorStack(error))
  await withPlainMessage(errorMessage(error), (message) =>
    session.execute(sql, [message, stack, ...params, session.connectionId]),
  )
}

/** Gives the key back: without a row in `~jobs` it is free. */
export const release = async (session: Session, table: Table, key: Key): Promise<boolean> => {
  const { text, params } = whereJob(table, key)
  const { affectedRows } = await session.execute(
    `DELETE FROM ${jobsReference(table)} WHERE ${text} AND status = 'reserved' AND connection_id = ?`,
    [...params, session.connectionId],
  )
  return affectedRows === 1
}

/** Removes the job of one key, or all errors, so that the keys are free again. @returns how many there were */
export const retry = async (database: Queryable, table: Table, key: Key | null): Promise<number> => {
  const where = key ? whereJob(table, key) : { text: "table_name = ? AND status = 'error'", params: [table.sqlName] }
  const sql = `DELETE FROM ${jobsReference(table)} WHERE ${where.text} AND status IN ('error', 'ignore')`
  return (await database.execute(sql, where.params)).affectedRows
}

/** Marks a key as not to be made, whether it has a job or not. */
export const ignore = async (
  session: Session,
  table: Table,
  key: Key,
  { host, pid }: WorkerIdentity,
): Promise<void> => {
  await session.execute(
    `INSERT INTO ${jobsReference(table)} (table_name, key_hash, status, \`key\`, user, host, pid, connection_id)
     VALUES (?, ?, 'ignore', ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE status = 'ignore'`,
    [
      table.sqlName,
      keyHash(table, key),
      packKey(table, key),
      session.user,
      host.slice(0, 255),
      pid,
      session.connectionId,
    ],
  )
}
