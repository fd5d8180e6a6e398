import type { Table } from '#core/pipeline/table.ts'
import { jobTableName } from '#core/sql/createJobTable.ts'
import type { Queryable } from '../../port.ts'
import { type JobCounts, type JobStatus, noJobs } from '../jobProtocol.ts'
import { jobTableReference } from './jobStatement.ts'

/** Jobs of each table by status, in two statements for all of them; a table without a job table has none. */
export const countJobs = async (
  database: Queryable,
  tables: readonly Table[],
): Promise<ReadonlyMap<string, JobCounts>> => {
  const present = await withJobTable(database, tables)
  const counts = new Map<string, JobCounts>(tables.map(({ name }) => [name, noJobs]))
  if (present.length === 0) return counts
  const selects = present.map(
    (table, index) =>
      `SELECT ${index} AS nth, CAST(status AS CHAR) AS status, COUNT(*) AS jobs FROM ${jobTableReference(table)} GROUP BY status`,
  )
  for (const { nth, status, jobs } of await database.query(selects.join(' UNION ALL '))) {
    const { name } = present[Number(nth)]!
    counts.set(name, { ...counts.get(name)!, [status as JobStatus]: Number(jobs) })
  }
  return counts
}

const withJobTable = async (database: Queryable, tables: readonly Table[]): Promise<Table[]> => {
  const rows = await database.query(
    "SELECT CONCAT(table_schema, '.', table_name) AS name FROM information_schema.tables WHERE table_name LIKE '~~%'",
  )
  const there = new Set(rows.map(({ name }) => name))
  return tables.filter((table) => there.has(`${table.database}.${jobTableName(table)}`))
}
