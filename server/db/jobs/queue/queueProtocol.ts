import type { JobProtocol } from '../jobProtocol.ts'
import { comesAfter } from './comesAfter.ts'
import { completeJob } from './completeJob.ts'
import { countJobs } from './countJobs.ts'
import { failJob } from './failJob.ts'
import { ignoreJob } from './ignoreJob.ts'
import { listJobs } from './listJobs.ts'
import { nextJobs } from './nextJobs.ts'
import { refreshJobs } from './refreshJobs.ts'
import { releaseJob } from './releaseJob.ts'
import { freeReservation, reservations } from './reservations.ts'
import { reserveKey } from './reserveKey.ts'
import { retryJob } from './retryJob.ts'

/** DataJoint 2.x: a table `~~seg` beside each `__seg`, with a row for every key that waits, runs or failed. */
export const queueProtocol: JobProtocol = {
  refresh: refreshJobs,
  next: nextJobs,
  reserve: reserveKey,
  mayFollow: comesAfter,
  complete: completeJob,
  fail: failJob,
  release: releaseJob,
  retry: retryJob,
  ignore: ignoreJob,
  list: listJobs,
  count: countJobs,
  reservations,
  free: freeReservation,
}
