import { LabBookError } from '#core/errors.ts'
import type { Key } from '#core/pipeline/table.ts'
import type { Session } from '#db/port.ts'
import type { AppContext } from './context.ts'
import { recordProgress } from './recordProgress.ts'
import { runMake } from './runMake.ts'
import type { ReservedJob } from './workerQueues.ts'

/** How a job ended. `released`: the worker was stopped, or lost its connection; somebody else may take it. */
export type JobOutcome =
  | {
      readonly outcome: 'made' | 'present'
      readonly table: string
      readonly key: Key
      readonly warnings: readonly string[]
    }
  | { readonly outcome: 'failed'; readonly table: string; readonly key: Key; readonly error: unknown }
  | { readonly outcome: 'released'; readonly table: string; readonly key: Key }

export type JobOptions = {
  readonly workerId: string
  readonly signal?: AbortSignal
  readonly progress?: (fraction: number, message: string) => void
}

/**
 * Runs the make of a job that `session` has reserved, and completes, fails or releases the job. An error of the make is
 * an outcome. @throws when the database is gone, so that its reservation, whose connection died, is for others to release
 */
export const runJob = async (
  app: AppContext,
  session: Session,
  job: ReservedJob,
  options: JobOptions,
): Promise<JobOutcome> => {
  const { table, key, make } = job
  const about = { table: table.name, key }
  const recorder = recordProgress(app, table, key, options.workerId)
  const progress = (fraction: number, message: string) => {
    recorder.progress(fraction, message)
    options.progress?.(fraction, message)
  }
  try {
    const { signal } = options
    const { made, warnings } = await runMake(app, make, key, {
      database: session,
      signal,
      progress,
      warn: recorder.warn,
    })
    await app.jobs.completeJob(session, table, key)
    return { outcome: made ? 'made' : 'present', ...about, warnings }
  } catch (error) {
    if (isConnectionLost(error)) throw error
    if (options.signal?.aborted) {
      await app.jobs.releaseJob(session, table, key)
      return { outcome: 'released', ...about }
    }
    await app.jobs.failJob(session, table, key, error)
    return { outcome: 'failed', ...about, error }
  } finally {
    await recorder.finish()
  }
}

export const isConnectionLost = (error: unknown): boolean =>
  error instanceof LabBookError && error.code === 'DATABASE_UNREACHABLE'
