import { type Condition, keyEquals } from '#core/algebra/condition.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Key, Row, Table } from '#core/pipeline/table.ts'
import { unpackedKey } from '#core/populate/pythonKey.ts'
import { jobKey } from '#core/sql/createJobTable.ts'
import { unpackBlob } from '../../packBlob.ts'
import type { Queryable } from '../../port.ts'
import type { JobFilter, JobRow, JobStatus } from '../jobProtocol.ts'
import { stackText } from '../stackText.ts'
import { nextKeys } from './nextKeys.ts'
import { jobsReference } from './reservationStatement.ts'

/** Errors first, then what runs, then the keys that wait, which have no row of their own in `~jobs`. */
export const listReservations = async (
  database: Queryable,
  table: Table,
  pipeline: Pipeline,
  filter: JobFilter,
): Promise<JobRow[]> => {
  const { key = {}, limit = 1000, offset = 0, statuses } = filter
  const taken = (await takenJobs(database, table, filter)).filter((job) => agrees(job.key, key))
  const wanted = offset + limit - taken.length
  const waiting =
    wanted > 0 && (statuses?.includes('pending') ?? true)
      ? await nextKeys(database, table, pipeline, { condition: conditionOf(table, key), limit: wanted })
      : []
  return [...taken, ...waiting.map(pendingJob)].slice(offset, offset + limit)
}

const takenJobs = async (
  database: Queryable,
  table: Table,
  { statuses, withStack = false }: JobFilter,
): Promise<JobRow[]> => {
  const ofStatus = statuses ? `AND status IN (${statuses.map(() => '?').join(', ') || 'NULL'})` : ''
  const rows = await database.query(
    `SELECT CAST(status AS CHAR) AS status, \`key\`, error_message, ${withStack ? 'error_stack,' : ''}
       user, host, pid, connection_id, timestamp
     FROM ${jobsReference(table)} WHERE table_name = ? ${ofStatus}
     ORDER BY FIELD(status, 'error', 'reserved', 'ignore'), timestamp`,
    [table.sqlName, ...(statuses ?? [])],
  )
  return rows.map(jobRow)
}

const jobRow = (row: Row): JobRow => ({
  key: row.key instanceof Uint8Array ? unpackedKey(unpackBlob(row.key)) : {},
  status: row.status as JobStatus,
  priority: 0,
  errorMessage: String(row.error_message),
  ...(row.error_stack instanceof Uint8Array ? { errorStack: stackText(row.error_stack) } : {}),
  user: String(row.user),
  host: String(row.host),
  pid: Number(row.pid),
  connectionId: Number(row.connection_id),
  version: '',
  createdTime: String(row.timestamp),
  scheduledTime: String(row.timestamp),
  reservedTime: row.status === 'reserved' ? String(row.timestamp) : null,
  completedTime: row.status === 'error' ? String(row.timestamp) : null,
})

const pendingJob = (key: Key): JobRow => ({
  key,
  status: 'pending',
  priority: 0,
  errorMessage: '',
  user: '',
  host: '',
  pid: 0,
  connectionId: 0,
  version: '',
  createdTime: '',
  scheduledTime: '',
  reservedTime: null,
  completedTime: null,
})

const agrees = (key: Key, wanted: Key): boolean =>
  Object.entries(wanted).every(([name, value]) => !(name in key) || String(key[name]) === String(value))

const conditionOf = (table: Table, key: Key): Condition | undefined => {
  const names = jobKey(table).filter((name) => name in key)
  return names.length === 0 ? undefined : keyEquals(Object.fromEntries(names.map((name) => [name, key[name]!])))
}
