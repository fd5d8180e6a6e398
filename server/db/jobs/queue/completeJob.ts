import type { Key, Table } from '#core/pipeline/table.ts'
import type { Queryable } from '../../port.ts'
import { jobTableReference, whereJob } from './jobStatement.ts'

/** Removes the job: its row in the table itself says that it is done. */
export const completeJob = async (database: Queryable, table: Table, key: Key): Promise<void> => {
  const { text, params } = whereJob(table, key)
  await database.execute(`DELETE FROM ${jobTableReference(table)} WHERE ${text}`, params)
}
