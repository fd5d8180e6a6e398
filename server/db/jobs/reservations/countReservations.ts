import { LabBookError } from '#core/errors.ts'
import type { Row, Table } from '#core/pipeline/table.ts'
import type { Queryable } from '../../port.ts'
import { type JobCounts, type JobStatus, noJobs } from '../jobProtocol.ts'
import { jobsReference } from './reservationStatement.ts'

/** Jobs of each table by status, in one statement per database. */
export const countReservations = async (
  database: Queryable,
  tables: readonly Table[],
): Promise<ReadonlyMap<string, JobCounts>> => {
  const counts = new Map<string, JobCounts>(tables.map(({ name }) => [name, { ...noJobs, pending: null }]))
  for (const name of new Set(tables.map((table) => table.database)))
    for (const { table_name, status, jobs } of await countIn(database, name)) {
      const table = tables.find((one) => one.database === name && one.sqlName === table_name)
      if (table) counts.set(table.name, { ...counts.get(table.name)!, [status as JobStatus]: Number(jobs) })
    }
  return counts
}

const countIn = (database: Queryable, name: string): Promise<Row[]> =>
  database
    .query(
      `SELECT table_name, CAST(status AS CHAR) AS status, COUNT(*) AS jobs FROM ${jobsReference({ database: name })}
       GROUP BY table_name, status`,
    )
    .catch(noneYet)

const noneYet = (error: unknown): [] => {
  if (error instanceof LabBookError && error.code === 'UNKNOWN_TABLE') return []
  throw error
}
