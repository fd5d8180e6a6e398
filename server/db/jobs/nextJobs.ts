import { decodeRow } from '#core/definition/rowValues.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import { jobKey } from '#core/sql/createJobTable.ts'
import { quoteIdentifier } from '#core/sql/identifier.ts'
import type { Queryable } from '../port.ts'
import { jobTableReference } from './jobStatement.ts'

/** Keys of jobs that may be reserved now, the most urgent first and then the oldest. */
export const nextJobs = async (database: Queryable, table: Table, limit: number): Promise<Key[]> => {
  const rows = await database.query(
    `SELECT ${jobKey(table).map(quoteIdentifier).join(', ')} FROM ${jobTableReference(table)}
     WHERE status = 'pending' AND scheduled_time <= CURRENT_TIMESTAMP(3)
     ORDER BY priority, scheduled_time LIMIT ${Math.floor(limit)}`,
  )
  return rows.map((row) => decodeRow(table, row))
}
