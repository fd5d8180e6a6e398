import type { Key, Table } from '#core/pipeline/table.ts'
import type { Session } from '../port.ts'
import { jobTableReference, whereJob } from './jobStatement.ts'

/** Who works; the session adds the connection and the database account. */
export type WorkerIdentity = {
  readonly host: string
  readonly pid: number
  /** Begins with `LabBook`, by which our reservations are told from those of Python's workers. */
  readonly version: string
}

/**
 * Takes a pending job for the connection of `session`, which must stay open until the job is done: when it is gone, others
 * may take the job back. One conditional statement, so of any number of workers exactly one succeeds.
 */
export const reserveKey = async (
  session: Session,
  table: Table,
  key: Key,
  { host, pid, version }: WorkerIdentity,
): Promise<boolean> => {
  const { text, params } = whereJob(table, key)
  const { affectedRows } = await session.execute(
    `UPDATE ${jobTableReference(table)}
     SET status = 'reserved', host = ?, pid = ?, connection_id = ?, user = ?, version = ?,
       reserved_time = CURRENT_TIMESTAMP(3), completed_time = NULL, error_message = '', error_stack = NULL
     WHERE ${text} AND status = 'pending' AND scheduled_time <= CURRENT_TIMESTAMP(3)`,
    [host.slice(0, 255), pid, session.connectionId, session.user, version.slice(0, 64), ...params],
  )
  return affectedRows === 1
}
