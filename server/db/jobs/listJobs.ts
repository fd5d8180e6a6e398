import { decodeRow } from '#core/definition/rowValues.ts'
import type { Key, Row, Table, Value } from '#core/pipeline/table.ts'
import { jobKey } from '#core/sql/createJobTable.ts'
import { quoteIdentifier } from '#core/sql/identifier.ts'
import { unpackBlob } from '../packBlob.ts'
import type { Queryable } from '../port.ts'
import { jobTableReference, whereJob } from './jobStatement.ts'

export type JobStatus = 'pending' | 'reserved' | 'success' | 'error' | 'ignore'

export type JobRow = {
  readonly key: Key
  readonly status: JobStatus
  readonly priority: number
  readonly errorMessage: string
  /** Only when asked for. */
  readonly errorStack?: string
  readonly user: string
  readonly host: string
  readonly pid: number
  readonly connectionId: number
  readonly version: string
  /** MySQL's text, by the server's clock and zone, as are the other times. */
  readonly createdTime: string
  readonly scheduledTime: string
  readonly reservedTime: string | null
  readonly completedTime: string | null
}

export type JobFilter = {
  readonly statuses?: readonly JobStatus[]
  /** Exactly this job. */
  readonly key?: Key
  readonly withStack?: boolean
  readonly limit?: number
  readonly offset?: number
}

/** Jobs of a table: errors first, then those that run, then by urgency. @throws UNKNOWN_TABLE when it has no job table */
export const listJobs = async (database: Queryable, table: Table, filter: JobFilter = {}): Promise<JobRow[]> => {
  const { conditions, params } = conditionsOf(table, filter)
  const columns = [...jobKey(table), ...stateColumns, ...(filter.withStack ? ['error_stack'] : [])]
  const rows = await database.query(
    `SELECT ${columns.map(quoteIdentifier).join(', ')} FROM ${jobTableReference(table)}
     WHERE ${conditions.join(' AND ') || '1 = 1'}
     ORDER BY FIELD(status, 'error', 'reserved', 'pending', 'ignore', 'success'), priority, scheduled_time
     LIMIT ${Math.floor(filter.limit ?? 1000)} OFFSET ${Math.floor(filter.offset ?? 0)}`,
    params,
  )
  return rows.map((row) => jobRow(table, row))
}

const stateColumns = [
  'status',
  'priority',
  'created_time',
  'scheduled_time',
  'reserved_time',
  'completed_time',
  'error_message',
  'user',
  'host',
  'pid',
  'connection_id',
  'version',
]

const conditionsOf = (table: Table, { statuses, key }: JobFilter) => {
  const job = key ? whereJob(table, key) : null
  const params: Value[] = [...(job?.params ?? []), ...(statuses ?? [])]
  const ofStatus = statuses ? [`status IN (${statuses.map(() => '?').join(', ') || 'NULL'})`] : []
  return { conditions: [...(job ? [job.text] : []), ...ofStatus], params }
}

const jobRow = (table: Table, row: Row): JobRow => ({
  key: decodeRow(table, Object.fromEntries(jobKey(table).map((name) => [name, row[name]!]))),
  status: row.status as JobStatus,
  priority: Number(row.priority),
  errorMessage: String(row.error_message),
  ...(row.error_stack instanceof Uint8Array ? { errorStack: stackText(row.error_stack) } : {}),
  user: String(row.user),
  host: String(row.host),
  pid: Number(row.pid),
  connectionId: Number(row.connection_id),
  version: String(row.version),
  createdTime: String(row.created_time),
  scheduledTime: String(row.scheduled_time),
  reservedTime: row.reserved_time === null ? null : String(row.reserved_time),
  completedTime: row.completed_time === null ? null : String(row.completed_time),
})

/** A stack that cannot be read must not hide the job. */
const stackText = (packed: Uint8Array): string => {
  try {
    const value = unpackBlob(packed)
    return typeof value === 'string' ? value : new TextDecoder().decode(packed)
  } catch (error) {
    return String(error)
  }
}
