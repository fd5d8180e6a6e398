import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { keySource } from '#core/populate/keySource.ts'
import { compileQuery } from '#core/sql/compileQuery.ts'
import { jobKey } from '#core/sql/createJobTable.ts'
import type { Database } from '../port.ts'
import { jobKeyList, jobTableReference } from './jobStatement.ts'
import { readCommitted } from './readCommitted.ts'

/**
 * Deletes jobs whose key has left the key source (its parents were deleted), except those that run or are to be ignored.
 * @returns how many were deleted
 */
export const removeStaleJobs = async (database: Database, table: Table, pipeline: Pipeline): Promise<number> => {
  const source = compileQuery(keySource(table, pipeline), { attributes: jobKey(table) })
  const sql = `DELETE FROM ${jobTableReference(table)}
    WHERE status NOT IN ('reserved', 'ignore') AND ${jobKeyList(table)} NOT IN (${source.text})`
  const { affectedRows } = await readCommitted(database, (session) => session.execute(sql, source.params))
  return affectedRows
}
