import { restrict } from '#core/algebra/query.ts'
import { LabBookError } from '#core/errors.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { keySource } from '#core/populate/keySource.ts'
import { compileQuery } from '#core/sql/compileQuery.ts'
import { jobKey } from '#core/sql/createJobTable.ts'
import { quoteIdentifier, tableReference } from '#core/sql/identifier.ts'
import type { Database } from '../../port.ts'
import type { RefreshOptions } from '../jobProtocol.ts'
import { readCommitted } from '../readCommitted.ts'
import { ensureJobTable } from './ensureJobTable.ts'
import { jobKeyList, jobTableReference, sameJob } from './jobStatement.ts'
import { removeStaleJobs } from './removeStaleJobs.ts'

/**
 * Brings the queue up to date: adds a pending job for each key of the key source that has neither a row nor a job (in any
 * status: an error stays an error until it is retried), and removes jobs whose key is no longer there. Two statements, however
 * many keys; the job table is created if need be.
 */
export const refreshJobs = async (
  database: Database,
  table: Table,
  pipeline: Pipeline,
  options: RefreshOptions,
): Promise<{ added: number; removed: number }> => {
  try {
    const removed = options.condition ? 0 : await removeStaleJobs(database, table, pipeline)
    return { removed, added: await addJobs(database, table, pipeline, options) }
  } catch (error) {
    if (!(error instanceof LabBookError && error.code === 'UNKNOWN_TABLE')) throw error
    await ensureJobTable(database, table, pipeline)
    return { removed: 0, added: await addJobs(database, table, pipeline, options) }
  }
}

const addJobs = async (
  database: Database,
  table: Table,
  pipeline: Pipeline,
  { condition, priority = 5 }: RefreshOptions,
): Promise<number> => {
  const keys = keySource(table, pipeline)
  const source = compileQuery(condition ? restrict(keys, condition) : keys, { attributes: jobKey(table) })
  const selected = jobKey(table)
    .map((name) => `source.${quoteIdentifier(name)}`)
    .join(', ')
  const sql = `INSERT IGNORE INTO ${jobTableReference(table)} ${jobKeyList(table, ['status', 'priority'])}
    SELECT ${selected}, 'pending', ? FROM (${source.text}) AS source
    WHERE NOT EXISTS (SELECT 1 FROM ${tableReference(table)} AS target WHERE ${sameJob(table, 'target', 'source')})
      AND NOT EXISTS (SELECT 1 FROM ${jobTableReference(table)} AS job WHERE ${sameJob(table, 'job', 'source')})`
  const { affectedRows } = await readCommitted(database, (session) =>
    session.execute(sql, [priority, ...source.params]),
  )
  return affectedRows
}
