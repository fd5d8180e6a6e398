import type { Key, Table, Value } from '#core/pipeline/table.ts'
import type { Queryable } from '../../port.ts'
import { jobTableReference, whereJob } from './jobStatement.ts'

/** Makes the job of one key, or all that failed, pending again. @returns how many there were */
export const retryJob = (database: Queryable, table: Table, key: Key | null): Promise<number> => {
  if (!key) return setPending(database, table, "status = 'error'", [])
  const { text, params } = whereJob(table, key)
  return setPending(database, table, `${text} AND status IN ('error', 'ignore', 'success')`, params)
}

/** The job as it was before anybody took it. */
export const setPending = async (
  database: Queryable,
  table: Table,
  condition: string,
  params: readonly Value[],
): Promise<number> => {
  const { affectedRows } = await database.execute(
    `UPDATE ${jobTableReference(table)}
     SET status = 'pending', scheduled_time = CURRENT_TIMESTAMP(3), reserved_time = NULL, completed_time = NULL,
       error_message = '', error_stack = NULL, user = '', host = '', pid = 0, connection_id = 0, version = ''
     WHERE ${condition}`,
    params,
  )
  return affectedRows
}
