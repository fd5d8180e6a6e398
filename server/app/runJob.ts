import { againOnConflict } from '#core/againOnConflict.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key } from '#core/pipeline/table.ts'
import type { Queryable, Session } from '#db/port.ts'
import type { AppContext } from './context.ts'
import { type ProgressRecorder, recordProgress } from './recordProgress.ts'
import { type MakeOutcome, runMake } from './runMake.ts'
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
  readonly dataRoots?: readonly string[]
  /** What is done on the connection as the last thing of the transaction in which the job is made. */
  readonly onCompleted?: () => Promise<void>
}

/**
 * Runs the make of a job that `session` has reserved. The job is removed in the transaction that inserts the row, so that
 * neither is ever there without the other having gone; otherwise it fails or is released. An error of the make is an outcome.
 * @throws when the database is gone, so that its reservation, whose connection died, is for others to release
 */
export const runJob = async (
  app: AppContext,
  session: Session,
  job: ReservedJob,
  options: JobOptions,
): Promise<JobOutcome> => {
  const { table, key } = job
  const about = { table: table.name, key }
  const recorder = recordProgress(app, job, options.workerId)
  try {
    const { made, warnings } = await makeJob(app, session, job, options, recorder)
    return { outcome: made ? 'made' : 'present', ...about, warnings }
  } catch (error) {
    if (isConnectionLost(error)) throw error
    if (options.signal?.aborted) {
      await againOnConflict(() => app.jobs.releaseJob(session, table, key))
      return { outcome: 'released', ...about }
    }
    await againOnConflict(() => app.jobs.failJob(session, table, key, error))
    return { outcome: 'failed', ...about, error }
  } finally {
    await recorder.finish()
  }
}

const makeJob = async (
  app: AppContext,
  session: Session,
  { table, key, make }: ReservedJob,
  { signal, progress, dataRoots, onCompleted }: JobOptions,
  recorder: ProgressRecorder,
): Promise<MakeOutcome> => {
  const complete = (queryable: Queryable) => app.jobs.completeJob(queryable, table, key)
  const outcome = await runMake(app, make, key, {
    database: session,
    isNew: true,
    onInserted: async (transaction) => {
      await complete(transaction)
      await onCompleted?.()
    },
    signal,
    dataRoots,
    warn: recorder.warn,
    progress: (fraction, message) => {
      recorder.progress(fraction, message)
      progress?.(fraction, message)
    },
  })
  if (!outcome.made) await againOnConflict(() => complete(session))
  return outcome
}

export const isConnectionLost = (error: unknown): boolean =>
  error instanceof LabBookError && error.code === 'DATABASE_UNREACHABLE'
