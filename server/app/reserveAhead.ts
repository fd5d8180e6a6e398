import type { Session } from '#db/port.ts'
import type { AppContext } from './context.ts'
import type { JobOutcome } from './runJob.ts'
import type { ReservedJob } from './workerQueues.ts'

/** The job after the one at hand, reserved in the transaction that ends this one: one durable commit for both. */
export type Ahead = {
  /** The last thing of the transaction. */
  reserve(): Promise<void>
  /** The job that is reserved now that the one at hand has ended so; one that nobody wants any more is given back. */
  held(outcome: JobOutcome): Promise<ReservedJob | null>
}

/**
 * `take` reserves on the connection of `session`. A transaction that has to be run again does without: whom it met may have been
 * after the same job. What was rolled back with its transaction is not held.
 */
export const reserveAhead = (
  app: AppContext,
  session: Session,
  take: () => Promise<ReservedJob | null>,
  signal?: AbortSignal,
): Ahead => {
  let attempts = 0
  let job: ReservedJob | null = null
  return {
    async reserve() {
      attempts += 1
      job = attempts === 1 && !signal?.aborted ? await take() : null
    },
    async held({ outcome }) {
      if (!job || outcome !== 'made') return null
      if (!signal?.aborted) return job
      await app.jobs.releaseJob(session, job.table, job.key)
      return null
    },
  }
}
