import { restrict } from '#core/algebra/query.ts'
import { decodeRow } from '#core/definition/rowValues.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import { keySource } from '#core/populate/keySource.ts'
import { compileQuery } from '#core/sql/compileQuery.ts'
import { jobKey } from '#core/sql/createJobTable.ts'
import { columnList, quoteIdentifier, tableReference } from '#core/sql/identifier.ts'
import { type Sql, sql } from '#core/sql/sql.ts'
import type { Queryable } from '../../port.ts'
import type { NextOptions } from '../jobProtocol.ts'
import { jobTableReference, sameJob } from './jobStatement.ts'

/** Keys of jobs that may be reserved now, the most urgent first, then the oldest, then in the order of the queue's key. */
export const nextJobs = async (
  database: Queryable,
  table: Table,
  pipeline: Pipeline,
  { condition, limit }: NextOptions,
): Promise<Key[]> => {
  const names = jobKey(table)
  const among = condition
    ? amongKeys(names, compileQuery(restrict(keySource(table, pipeline), condition), { attributes: names }))
    : sql('')
  const key = names.map((name) => `job.${quoteIdentifier(name)}`).join(', ')
  const rows = await database.query(
    `SELECT ${key} FROM ${jobTableReference(table)} AS job
     WHERE status = 'pending' AND scheduled_time <= CURRENT_TIMESTAMP(3) ${among.text}
       AND NOT EXISTS (SELECT 1 FROM ${tableReference(table)} AS made WHERE ${sameJob(table, 'made', 'job')})
     ORDER BY priority, scheduled_time, ${key} ${limit === undefined ? '' : `LIMIT ${Math.floor(limit)}`}`,
    among.params,
  )
  return rows.map((row) => decodeRow(table, row))
}

const amongKeys = (names: readonly string[], keys: Sql): Sql =>
  sql(`AND ${columnList(names)} IN (${keys.text})`, ...keys.params)
