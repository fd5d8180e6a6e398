import type { Key } from '#core/pipeline/table.ts'
import type { Session } from '#db/port.ts'
import type { AppContext } from './context.ts'
import { recentRoots } from './recentRoots.ts'
import { reserveAhead } from './reserveAhead.ts'
import { isConnectionLost, type JobOutcome, runJob } from './runJob.ts'
import { createWakeup, type Wakeup } from './wakeup.ts'
import { type Heartbeat, startHeartbeat } from './workerHeartbeat.ts'
import { createWorkerQueues, populatedTables, type ReservedJob, type WorkerQueues } from './workerQueues.ts'

export type WorkerOptions = {
  /** Only these tables; all that have a make when absent. */
  readonly tables?: readonly string[]
  /** Jobs at a time. */
  readonly concurrency?: number
  /** Ends when nothing is left to do. */
  readonly once?: boolean
  /** Stops: nothing more is reserved, what computes is interrupted, its reservation released. */
  readonly signal?: AbortSignal
  readonly wakeup?: Wakeup
  readonly onEvent?: (event: WorkerEvent) => void
}
/** What happened, as data and as a sentence. */
export type WorkerEvent = { readonly message: string } & (
  | { readonly kind: 'began'; readonly table: string; readonly key: Key }
  | { readonly kind: 'ended'; readonly outcome: JobOutcome }
  | { readonly kind: 'waiting'; readonly error: unknown }
)

/** ms between two looks for work that nobody announced. */
const pollInterval = 2000
/** ms to wait for a database that is away: from the first, doubling up to the second. */
const firstPause = 500
const longestPause = 30_000
/** `once` gives up after so many attempts in a row to reach the database. */
const onceAttempts = 5

type Worker = {
  readonly app: AppContext
  readonly options: WorkerOptions
  readonly queues: WorkerQueues
  readonly wakeup: Wakeup
  readonly heartbeat: Heartbeat
  readonly dataRoots: () => Promise<readonly string[]>
  /** Jobs that run now in any slot: their end may bring more. */
  running: number
}

/**
 * Populates tables until `signal` aborts: refreshes the queues, reserves a job, runs its make, and so on; waits when there
 * is nothing. Each of the slots has a connection of its own, which proves to others that its reservation is alive. A
 * failing key becomes an error row and blocks nothing; a database that goes away is waited for.
 */
export const workerLoop = async (app: AppContext, options: WorkerOptions = {}): Promise<void> => {
  const queues = createWorkerQueues(app, populatedTables(app, options.tables))
  const wakeup = options.wakeup ?? createWakeup()
  const heartbeat = startHeartbeat(app)
  const worker: Worker = { app, options, queues, wakeup, heartbeat, dataRoots: recentRoots(app), running: 0 }
  try {
    await Promise.all(Array.from({ length: Math.max(1, options.concurrency ?? 1) }, () => runSlot(worker)))
  } finally {
    await worker.heartbeat.stop()
  }
}

const runSlot = async (worker: Worker): Promise<void> => {
  const { options, app, wakeup, queues } = worker
  let orphansSought = false
  for (let failures = 0; !options.signal?.aborted; ) {
    try {
      const worked = await app.database.session((session) => drain(worker, session))
      failures = 0
      if (options.once && worker.running === 0) {
        if (orphansSought && !worked) return wakeup.wake()
        // A worker that died meanwhile may have left a reservation: that key is still to be made.
        orphansSought = true
        queues.suspectOrphans()
        queues.markStale()
        continue
      }
      await wakeup.wait(pollInterval, options.signal)
      queues.markStale()
    } catch (error) {
      failures += 1
      if (options.once && failures >= onceAttempts) throw error
      await pause(worker, error, failures)
    }
  }
}

/** Works until nothing is pending. @returns whether there was anything */
const drain = async (worker: Worker, session: Session): Promise<boolean> => {
  let ahead: ReservedJob | null = null
  for (let worked = false; ; worked = true) {
    const job: ReservedJob | null = ahead ?? (worker.options.signal?.aborted ? null : await worker.queues.take(session))
    if (!job) return worked
    ahead = await work(worker, session, job)
  }
}

/** @returns the job that was reserved when this one ended */
const work = async (worker: Worker, session: Session, job: ReservedJob): Promise<ReservedJob | null> => {
  const { app, heartbeat, options, queues, wakeup } = worker
  const { table, key } = job
  const ahead = reserveAhead(app, session, () => queues.takeNext(session, job), options.signal)
  worker.running += 1
  heartbeat.begin(table, key, session.connectionId)
  tell(worker, { kind: 'began', table: table.name, key, message: `${table.name} ${JSON.stringify(key)}: began` })
  try {
    const dataRoots = await worker.dataRoots()
    const { workerId } = heartbeat
    const { signal } = options
    const outcome = await runJob(app, session, job, { workerId, signal, dataRoots, onCompleted: ahead.reserve })
    tell(worker, { kind: 'ended', outcome, message: describe(outcome) })
    return await ahead.held(outcome)
  } catch (error) {
    // In the pool the connection may live on and hold the reservation. If it is gone this fails, and others release.
    await app.jobs.releaseJob(session, table, key).catch(() => false)
    throw error
  } finally {
    worker.running -= 1
    heartbeat.end(table, key)
    queues.markStale(table)
    wakeup.wake()
  }
}

const describe = (outcome: JobOutcome): string => {
  const job = `${outcome.table} ${JSON.stringify(outcome.key)}`
  if (outcome.outcome === 'failed') return `${job}: failed: ${(outcome.error as Error).message ?? outcome.error}`
  if (outcome.outcome === 'released') return `${job}: released`
  return `${job}: ${outcome.outcome === 'made' ? 'made' : 'was there already'}`
}

const pause = async (worker: Worker, error: unknown, failures: number): Promise<void> => {
  const length = Math.min(longestPause, firstPause * 2 ** (failures - 1))
  const reason = isConnectionLost(error) ? 'the database does not answer' : `unexpected: ${(error as Error).stack}`
  const message = `${reason}; trying again in ${length / 1000} s`
  worker.app.log.warn(message, { error: String(error) })
  tell(worker, { kind: 'waiting', error, message })
  worker.queues.markStale()
  worker.queues.suspectOrphans()
  await worker.wakeup.wait(length, worker.options.signal)
}

/** A listener that throws must not end the loop. */
const tell = (worker: Worker, event: WorkerEvent): void => {
  try {
    worker.options.onEvent?.(event)
  } catch (error) {
    worker.app.log.error('a listener of the worker failed', { error: String(error) })
  }
}
