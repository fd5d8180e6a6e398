import { decodeRow, encodeRow } from '#core/definition/rowValues.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Row, Table, Value } from '#core/pipeline/table.ts'
import { jobKey } from '#core/sql/createJobTable.ts'
import { quoteIdentifier } from '#core/sql/identifier.ts'
import type { Queryable } from '../../port.ts'
import type { JobFilter, JobRow, JobStatus } from '../jobProtocol.ts'
import { stackText } from '../stackText.ts'
import { jobTableReference } from './jobStatement.ts'

/** Jobs of a table: errors first, then those that run, then by urgency. @throws UNKNOWN_TABLE when it has no job table */
export const listJobs = async (
  database: Queryable,
  table: Table,
  _pipeline: Pipeline,
  filter: JobFilter,
): Promise<JobRow[]> => {
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

const conditionsOf = (table: Table, { statuses, key = {} }: JobFilter) => {
  const values = encodeRow(table, key)
  const names = jobKey(table).filter((name) => name in key)
  const ofKey = names.map((name) => `${quoteIdentifier(name)} = ?`)
  const ofStatus = statuses ? [`status IN (${statuses.map(() => '?').join(', ') || 'NULL'})`] : []
  const params: Value[] = [...names.map((name) => values[name] ?? null), ...(statuses ?? [])]
  return { conditions: [...ofKey, ...ofStatus], params }
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
