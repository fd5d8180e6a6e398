import { LabBookError } from '#core/errors.ts'
import type { Key, Table, Value } from '#core/pipeline/table.ts'
import type { Queryable } from '../port.ts'
import { jobTableReference, whereJob } from './jobStatement.ts'

/** Makes a failed or ignored job pending again. @throws JOB_NOT_FOUND when there is no such job */
export const retryJob = async (database: Queryable, table: Table, key: Key): Promise<void> => {
  const { text, params } = whereJob(table, key)
  const count = await setPending(database, table, `${text} AND status IN ('error', 'ignore', 'success')`, params)
  if (count === 0) throw new LabBookError('JOB_NOT_FOUND', { table: table.name, key })
}

/** Makes all failed jobs of the table pending again. @returns how many there were */
export const retryFailedJobs = (database: Queryable, table: Table): Promise<number> =>
  setPending(database, table, "status = 'error'", [])

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
