import { isPopulated } from '#core/pipeline/howFilled.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import { jobTable } from '#core/populate/jobTable.ts'
import type { JobRow } from '#db/jobs/jobs.ts'
import type { Actor, AppContext } from './context.ts'
import { keyHash } from './keyText.ts'
import { listWarned } from './listWarned.ts'
import { livingWorkers } from './livingWorkers.ts'
import { noJobTable } from './noJobTable.ts'
import { type ProgressReport, readProgress } from './readProgress.ts'
import { restrictKey } from './readRows.ts'
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

const jobsOf = async (app: AppContext, table: Table, { key, status }: JobsRequest, limit: number): Promise<Job[]> => {
  const statuses = status && [status]
  const filter = { key: key && restrictKey(jobTable(table), key), statuses, withStack: true, limit }
  const rows = await app.jobs.listJobs(app.database, table, app.pipeline, filter).catch(noJobTable)
  const doubts = rows.some((row) => row.status === 'reserved')
    ? await app.jobs.reservationDoubts(app.database, table, await livingWorkers(app))
    : new Map<number, string>()
  return rows.map((row) => jobOf(app, table, row, doubts))
}

const jobOf = (app: AppContext, table: Table, row: JobRow, doubts: ReadonlyMap<number, string>): Job => {
  const { key, status, errorMessage, errorStack, host, pid, user, reservedTime, completedTime } = row
  const hint = errorStack && app.jobs.hintOf(errorStack)
  const doubt = status === 'reserved' ? doubts.get(row.connectionId) : undefined
  return {
    ...{ table: table.name, key, status, errorMessage, host, pid, user, reservedTime, completedTime },
    ...(errorStack ? { errorStack } : {}),
    ...(hint ? { hint } : {}),
    ...(doubt ? { doubt } : {}),
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
