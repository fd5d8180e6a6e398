import { LabBookError } from '#core/errors.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import type { Database, Queryable, Session } from '../port.ts'
import type {
  JobCounts,
  JobFilter,
  JobProtocol,
  JobRow,
  NextOptions,
  RefreshOptions,
  WorkerIdentity,
} from './jobProtocol.ts'
import { lookAtProtocol, protocolOf } from './protocolOf.ts'

/**
 * Jobs of both generations of DataJoint, which Python's workers and ours share: a queue `~~table` per table (2.x), or
 * reservations in the schema's `~jobs` (0.14). Each function does what the table's generation does.
 */
export { hintOf } from './errorText.ts'
export {
  type JobCounts,
  type JobFilter,
  type JobRow,
  type JobStatus,
  noJobs,
  type WorkerIdentity,
} from './jobProtocol.ts'
export { isQueued } from './protocolOf.ts'
export { freeDoubtful, type LivingWorker, releaseOrphans, reservationDoubts } from './releaseOrphans.ts'
export { reserveJob, reserveNext } from './reserveJob.ts'

/** Brings the queue up to date, and creates it if need be. A job in any state stays; one whose key is gone does not. */
export const refreshJobs = async (
  database: Database,
  table: Table,
  pipeline: Pipeline,
  options: RefreshOptions = {},
): Promise<{ added: number; removed: number }> =>
  (await lookAtProtocol(database, table)).refresh(database, table, pipeline, options)

/** Keys that may be reserved now, the most urgent first. @throws UNKNOWN_TABLE before the first refresh */
export const nextJobs = async (
  database: Queryable,
  table: Table,
  pipeline: Pipeline,
  options: NextOptions = {},
): Promise<Key[]> => (await protocolOf(database, table)).next(database, table, pipeline, options)

/**
 * Takes a key for the connection of `session`, which must stay open until the job is done: when it is gone, others may take
 * the job back. Of any number of workers exactly one succeeds, and none when the table has the row.
 */
export const reserveKey = async (
  session: Session,
  table: Table,
  key: Key,
  identity: WorkerIdentity,
): Promise<boolean> => (await protocolOf(session, table)).reserve(session, table, key, identity)

/** Removes the job: the row in the table itself says that it is done. In the transaction that inserts this row, both or neither. */
export const completeJob = async (database: Queryable, table: Table, key: Key): Promise<void> =>
  (await protocolOf(database, table)).complete(database, table, key)

/** Keeps message and stack until somebody retries the job; one that was taken from this session meanwhile is left alone. */
export const failJob = async (session: Session, table: Table, key: Key, error: unknown): Promise<void> =>
  (await protocolOf(session, table)).fail(session, table, key, error)

/** Gives back a job that this session reserved and did not do. @returns whether it was still its own */
export const releaseJob = async (session: Session, table: Table, key: Key): Promise<boolean> =>
  (await protocolOf(session, table)).release(session, table, key)

/** Makes a failed or ignored job available again. @throws JOB_NOT_FOUND when there is no such job */
export const retryJob = async (database: Queryable, table: Table, key: Key): Promise<void> => {
  const retried = await (await protocolOf(database, table)).retry(database, table, key)
  if (retried === 0) throw new LabBookError('JOB_NOT_FOUND', { table: table.name, key })
}

/** Makes all failed jobs of the table available again. @returns how many there were */
export const retryFailedJobs = async (database: Queryable, table: Table): Promise<number> =>
  (await protocolOf(database, table)).retry(database, table, null)

/** Marks a key as not to be made until somebody retries it. */
export const ignoreJob = async (session: Session, table: Table, key: Key, identity: WorkerIdentity): Promise<void> =>
  (await protocolOf(session, table)).ignore(session, table, key, identity)

/** Jobs of a table: errors first, then those that run, then those that wait. @throws UNKNOWN_TABLE before the first refresh */
export const listJobs = async (
  database: Queryable,
  table: Table,
  pipeline: Pipeline,
  filter: JobFilter = {},
): Promise<JobRow[]> => (await protocolOf(database, table)).list(database, table, pipeline, filter)

/** Jobs of each table by status, in a few statements for all of them; a table that nobody populated has none. */
export const countJobs = async (
  database: Queryable,
  tables: readonly Table[],
): Promise<ReadonlyMap<string, JobCounts>> => {
  const groups = new Map<JobProtocol, Table[]>()
  for (const table of tables) {
    const protocol = await protocolOf(database, table)
    groups.set(protocol, [...(groups.get(protocol) ?? []), table])
  }
  const counts: [string, JobCounts][] = []
  for (const [protocol, members] of groups) counts.push(...(await protocol.count(database, members)))
  return new Map(counts)
}
