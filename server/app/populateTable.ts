import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { and, type Condition, compare } from '#core/algebra/condition.ts'
import { parseCondition } from '#core/algebra/parseCondition.ts'
import { from, type Query, restrict } from '#core/algebra/query.ts'
import { decodeRow } from '#core/definition/rowValues.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import { jobTable } from '#core/populate/jobTable.ts'
import { compileQuery } from '#core/sql/compileQuery.ts'
import type { Session } from '#db/port.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { requireMake } from './compute/findMake.ts'
import type { AppContext } from './context.ts'
import { type JobOutcome, runJob } from './runJob.ts'
import { selectCount } from './selectRows.ts'
import type { Populated } from './workerQueues.ts'

export type PopulateRequest = {
  readonly table: string
  /** A restriction as the query language writes it: `subject = 'M12'`. */
  readonly where?: string
  /** At most so many keys. */
  readonly max?: number
  readonly signal?: AbortSignal
}
export type PopulateProgress = { readonly done: number; readonly total: number; readonly message: string }
export type PopulateResult = {
  readonly done: number
  readonly failed: number
  /** Keys that fit and still wait. */
  readonly left: number
  readonly errors: readonly { readonly key: Key; readonly message: string }[]
}

/**
 * Fills one table here and now: queues its keys, then reserves and makes them one after the other. Keys that another
 * worker takes meanwhile are left to it. @throws NOT_FOUND when the table has no make, QUERY_SYNTAX
 */
export const populateTable = async (
  app: AppContext,
  request: PopulateRequest,
  onProgress: (progress: PopulateProgress) => void,
): Promise<PopulateResult> => {
  const table = app.pipeline.table(request.table)
  const populated = { table, make: requireMake(app.elements, table.name) }
  const condition = request.where ? parseCondition(request.where) : undefined
  await app.jobs.refreshJobs(app.database, table, app.pipeline, { condition })
  await app.jobs.releaseOrphans(app.database, table)
  const pending = pendingJobs(table, condition)
  const keys = await selectKeys(app, table, pending, request.max)
  const outcomes = await app.database.session((session) =>
    makeKeys(app, session, populated, keys, request.signal, onProgress),
  )
  return summarise(outcomes, await selectCount(app.database, pending))
}

const makeKeys = async (
  app: AppContext,
  session: Session,
  populated: Populated,
  keys: readonly Key[],
  signal: AbortSignal | undefined,
  onProgress: (progress: PopulateProgress) => void,
): Promise<JobOutcome[]> => {
  const identity = { host: hostname(), pid: process.pid, version: `LabBook ${packageJson.version}` }
  const workerId = randomUUID()
  const outcomes: JobOutcome[] = []
  for (const [index, key] of keys.entries()) {
    if (signal?.aborted) break
    const tell = (_fraction: number, message: string) => onProgress({ done: index, total: keys.length, message })
    tell(0, JSON.stringify(key))
    if (!(await app.jobs.reserveKey(session, populated.table, key, identity))) continue
    outcomes.push(await runJob(app, session, { ...populated, key }, { workerId, signal, progress: tell }))
  }
  onProgress({ done: keys.length, total: keys.length, message: '' })
  return outcomes
}

const pendingJobs = (table: Table, condition: Condition | undefined): Query => {
  const pending = compare('status', '=', 'pending')
  return restrict(from(jobTable(table)), condition ? and(pending, condition) : pending)
}

const selectKeys = async (app: AppContext, table: Table, query: Query, limit?: number): Promise<Key[]> => {
  const { text, params } = compileQuery(query, { attributes: jobTable(table).primaryKey, limit })
  return (await app.database.query(text, params)).map((row) => decodeRow(table, row))
}

const summarise = (outcomes: readonly JobOutcome[], left: number): PopulateResult => {
  const errors = outcomes.flatMap((job) =>
    job.outcome === 'failed' ? [{ key: job.key, message: (job.error as Error).message ?? String(job.error) }] : [],
  )
  const done = outcomes.filter(({ outcome }) => outcome === 'made' || outcome === 'present').length
  return { done, failed: errors.length, left, errors }
}
