import { compare, keyEquals } from '#core/algebra/condition.ts'
import { from, restrict } from '#core/algebra/query.ts'
import { decodeRow } from '#core/definition/rowValues.ts'
import { isPopulated } from '#core/pipeline/howFilled.ts'
import type { Key, Row, Table } from '#core/pipeline/table.ts'
import { jobTable } from '#core/populate/jobTable.ts'
import { compileQuery } from '#core/sql/compileQuery.ts'
import type { Actor, AppContext } from './context.ts'
import { keyHash } from './keyText.ts'
import { listWarned } from './listWarned.ts'
import { noJobTable } from './noJobTable.ts'
import { type ProgressReport, readProgress } from './readProgress.ts'
import { keyOf, restrictKey } from './readRows.ts'
import type { Job } from './views.ts'

export type JobsRequest = {
  readonly table?: string
  /** Any attributes that the keys of jobs have, e.g. those of a session. */
  readonly key?: Key
  readonly status?: Job['status']
  readonly limit?: number
}

/** Jobs that stand first are those somebody has to look at. */
const statuses: readonly Job['status'][] = ['error', 'reserved', 'pending', 'success', 'ignore']
const defaultLimit = 200

/**
 * Jobs of one table or of all, those in trouble first. What was made with warnings is listed too, as `success`.
 * @throws UNKNOWN_TABLE
 */
export const listJobs = async (app: AppContext, request: JobsRequest, _actor: Actor): Promise<readonly Job[]> => {
  const limit = request.limit ?? defaultLimit
  const tables = request.table ? [app.pipeline.table(request.table)] : autoTables(app)
  const reports = await readProgress(app, tables)
  const jobs: Job[] = []
  for (const table of tables.filter((candidate) => hasKey(candidate, request.key))) {
    const found = await jobsOf(app, table, request, limit)
    jobs.push(...found.map((job) => withReport(job, reports.get(reportId(table, job.key)))))
    const { key, status = 'success' } = request
    if (status === 'success') jobs.push(...(await listWarned(app, table, key, reports)))
  }
  return jobs.sort((a, b) => statuses.indexOf(a.status) - statuses.indexOf(b.status)).slice(0, limit)
}

const autoTables = (app: AppContext): Table[] => app.pipeline.topological().filter(isPopulated)

/** A key that speaks of attributes which a table has not says nothing about its jobs. */
const hasKey = (table: Table, key: Key = {}): boolean =>
  Object.keys(restrictKey(jobTable(table), key)).length === Object.keys(key).length

const jobsOf = async (
  app: AppContext,
  table: Table,
  { key = {}, status }: JobsRequest,
  limit: number,
): Promise<Job[]> => {
  const jobs = jobTable(table)
  const conditions = [keyEquals(key), ...(status ? [compare('status', '=', status)] : [])]
  const { text, params } = compileQuery(conditions.reduce(restrict, from(jobs)), {
    attributes: jobs.attributes.map(({ name }) => name),
    // The order of the enum backwards: ignored and failed, then running, then pending.
    order: [{ attribute: 'status', direction: 'desc' }],
    limit,
  })
  const rows: Row[] = await app.database.query(text, params).catch(noJobTable)
  return rows.map((row) => jobOf(app, table, jobs, decodeRow(jobs, row)))
}

const jobOf = (app: AppContext, table: Table, jobs: Table, row: Row): Job => ({
  table: table.name,
  key: keyOf(jobs, row),
  status: row.status as Job['status'],
  errorMessage: String(row.error_message),
  ...(row.error_stack instanceof Uint8Array ? { errorStack: stackText(app, row.error_stack) } : {}),
  host: String(row.host),
  pid: Number(row.pid),
  user: String(row.user),
  reservedTime: row.reserved_time as string | null,
  completedTime: row.completed_time as string | null,
})

/** A stack that cannot be read must not hide the job. */
const stackText = (app: AppContext, packed: Uint8Array): string => {
  try {
    return String(app.unpackBlob(packed))
  } catch (error) {
    return String(error)
  }
}

const withReport = (job: Job, report: ProgressReport | undefined): Job => {
  if (!report) return job
  const { fraction, message, warnings } = report
  return {
    ...job,
    ...(job.status === 'reserved' ? { progress: { fraction, message } } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
  }
}

const reportId = (table: Table, key: Key): string => `${table.name} ${keyHash(table, key)}`
