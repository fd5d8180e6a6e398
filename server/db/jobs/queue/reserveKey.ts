import type { Key, Table } from '#core/pipeline/table.ts'
import { tableReference } from '#core/sql/identifier.ts'
import type { Session } from '../../port.ts'
import type { WorkerIdentity } from '../jobProtocol.ts'
import { jobTableReference, whereJob } from './jobStatement.ts'

/**
 * Takes a pending job for the connection of `session`, which must stay open until the job is done: when it is gone, others
 * may take the job back. The row is looked for in the same statement: a queue that was refreshed from an older look may
 * offer a key that was made meanwhile.
 */
export const reserveKey = async (
  session: Session,
  table: Table,
  key: Key,
  { host, pid, version }: WorkerIdentity,
): Promise<boolean> => {
  const { text, params } = whereJob(table, key)
  const made = whereJob(table, key, 'made').text
  const { affectedRows } = await session.execute(
    `UPDATE ${jobTableReference(table)}
     SET status = 'reserved', host = ?, pid = ?, connection_id = ?, user = ?, version = ?,
       reserved_time = CURRENT_TIMESTAMP(3), completed_time = NULL, error_message = '', error_stack = NULL
     WHERE ${text} AND status = 'pending' AND scheduled_time <= CURRENT_TIMESTAMP(3)
       AND NOT EXISTS (SELECT 1 FROM ${tableReference(table)} AS made WHERE ${made})`,
    [host.slice(0, 255), pid, session.connectionId, session.user, version.slice(0, 64), ...params, ...params],
  )
  return affectedRows === 1
}
