import { parseCondition } from '#core/algebra/parseCondition.ts'
import type { Key } from '#core/pipeline/table.ts'
import type { Session } from '#db/port.ts'
import { requireMake } from './compute/findMake.ts'
import type { AppContext } from './context.ts'
import { keyHash } from './keyText.ts'
import { livingWorkers } from './livingWorkers.ts'
import { recentRoots } from './recentRoots.ts'
import { recordedKeys } from './recordProgress.ts'
import { reserveAhead } from './reserveAhead.ts'
import { type JobOutcome, runJob } from './runJob.ts'
import { startHeartbeat } from './workerHeartbeat.ts'
import { workerIdentity } from './workerIdentity.ts'
import type { ReservedJob } from './workerQueues.ts'

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
  await app.jobs.releaseOrphans(app.database, table, await livingWorkers(app))
  const waiting = (limit?: number) => app.jobs.nextJobs(app.database, table, app.pipeline, { condition, limit })
  const keys = await waiting(request.max)
  const reported = await recordedKeys(app, table)
  const jobs = keys.map((key) => ({ ...populated, key, reported: reported.has(keyHash(table, key)) }))
  const outcomes = await app.database.session((session) => makeKeys(app, session, jobs, request.signal, onProgress))
  return summarise(outcomes, (await waiting()).length)
}

const makeKeys = async (
  app: AppContext,
  session: Session,
  jobs: readonly ReservedJob[],
  signal: AbortSignal | undefined,
  onProgress: (progress: PopulateProgress) => void,
): Promise<JobOutcome[]> => {
  const heartbeat = startHeartbeat(app)
  const dataRoots = recentRoots(app)
  const outcomes: JobOutcome[] = []
  let ahead: ReservedJob | null = null
  try {
    for (const [index, job] of jobs.entries()) {
      if (signal?.aborted) break
      const progress = (_fraction: number, message: string) => onProgress({ done: index, total: jobs.length, message })
      progress(0, JSON.stringify(job.key))
      if (ahead !== job && !(await app.jobs.reserveKey(session, job.table, job.key, workerIdentity))) continue
      const next = reserveAhead(app, session, () => takeNext(app, session, job, jobs[index + 1]), signal)
      const { workerId } = heartbeat
      const options = { workerId, signal, progress, dataRoots: await dataRoots(), onCompleted: next.reserve }
      heartbeat.begin(job.table, job.key, session.connectionId)
      const outcome = await runJob(app, session, job, options)
      outcomes.push(outcome)
      heartbeat.end(job.table, job.key)
      ahead = await next.held(outcome)
    }
  } finally {
    if (ahead) await app.jobs.releaseJob(session, ahead.table, ahead.key).catch(() => false)
    await heartbeat.stop()
  }
  onProgress({ done: jobs.length, total: jobs.length, message: '' })
  return outcomes
}

const takeNext = async (
  app: AppContext,
  session: Session,
  { table, key }: ReservedJob,
  next: ReservedJob | undefined,
): Promise<ReservedJob | null> => {
  if (!next || !(await app.jobs.reserveNext(session, table, key, [next.key], workerIdentity))) return null
  return next
}

const summarise = (outcomes: readonly JobOutcome[], left: number): PopulateResult => {
  const errors = outcomes.flatMap((job) =>
    job.outcome === 'failed' ? [{ key: job.key, message: (job.error as Error).message ?? String(job.error) }] : [],
  )
  const done = outcomes.filter(({ outcome }) => outcome === 'made' || outcome === 'present').length
  return { done, failed: errors.length, left, errors }
}
