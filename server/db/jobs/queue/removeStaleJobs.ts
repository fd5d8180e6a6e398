import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table, Value } from '#core/pipeline/table.ts'
import { keySource } from '#core/populate/keySource.ts'
import { compileQuery } from '#core/sql/compileQuery.ts'
import { jobKey } from '#core/sql/createJobTable.ts'
import { tableReference } from '#core/sql/identifier.ts'
import type { Database } from '../../port.ts'
import { readCommitted } from '../readCommitted.ts'
import { jobKeyList, jobTableReference, sameJob } from './jobStatement.ts'

/**
 * Deletes jobs whose key has left the key source (its parents were deleted), except those that run or are to be ignored, and
 * those that still wait although their row is there. @returns how many were deleted
 */
export const removeStaleJobs = async (database: Database, table: Table, pipeline: Pipeline): Promise<number> => {
  const source = compileQuery(keySource(table, pipeline), { attributes: jobKey(table) })
  const gone = `DELETE FROM ${jobTableReference(table)}
    WHERE status NOT IN ('reserved', 'ignore') AND ${jobKeyList(table)} NOT IN (${source.text})`
  const [jobs, rows] = [jobTableReference(table), tableReference(table)]
  const made = `DELETE ${jobs} FROM ${jobs} JOIN ${rows} ON ${sameJob(table, rows, jobs)}
    WHERE ${jobs}.status = 'pending'`
  const remove = async (sql: string, params: readonly Value[] = []) =>
    (await readCommitted(database, (session) => session.execute(sql, params))).affectedRows
  return (await remove(gone, source.params)) + (await remove(made))
}
