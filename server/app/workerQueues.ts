import { LabBookError } from '#core/errors.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import type { Session } from '#db/port.ts'
import { type AnyMake, findMake } from './compute/findMake.ts'
import type { AppContext } from './context.ts'
import { keyHash } from './keyText.ts'
import { livingWorkers } from './livingWorkers.ts'
import { recordedKeys } from './recordProgress.ts'
import { workerIdentity } from './workerIdentity.ts'

/** A table that a worker fills, and how. */
export type Populated = { readonly table: Table; readonly make: AnyMake }
export type ReservedJob = Populated & {
  readonly key: Key
  /** An earlier run left a report of its progress. */
  readonly reported?: boolean
}

/** The job queues of a worker's tables: what is stale is refreshed, what is pending is reserved. */
export type WorkerQueues = {
  /** Reserves one job on this connection; null when nothing is pending, even after a refresh. */
  take(session: Session): Promise<ReservedJob | null>
  /**
   * Reserves the job after `done`, in the transaction of `session` that completed it and in one statement at most; null whenever
   * `take` might choose otherwise.
   */
  takeNext(session: Session, done: ReservedJob): Promise<ReservedJob | null>
  /** Says that there may be something new, in the tables below `table` or in all. */
  markStale(table?: Table): void
  /** Says that a connection was lost: its reservation is looked for at the next refresh. */
  suspectOrphans(): void
}

/** ms between two refreshes while there is still something pending. */
const refreshInterval = 2000
/** ms between two looks for reservations whose connection is gone. */
const orphanInterval = 30_000
/** ms to wait after a refresh failed: from the first, doubling up to the second. */
const firstPause = 2000
const longestPause = 60_000

/** Auto tables that have a make here, parents first; only the named ones if given. @throws UNKNOWN_TABLE, NOT_FOUND */
export const populatedTables = (app: AppContext, names?: readonly string[]): Populated[] => {
  const wanted = names?.map((name) => app.pipeline.table(name))
  return app.pipeline.topological().flatMap((table) => {
    const make = findMake(app.elements, table.name)
    return make && (!wanted || wanted.includes(table)) ? [{ table, make }] : []
  })
}

export const createWorkerQueues = (app: AppContext, tables: readonly Populated[]): WorkerQueues => {
  const stale = new Set(tables)
  const queues = new Map(tables.map((populated) => [populated, newQueue()]))
  const pauses = createPauses()
  let refreshedAt = Number.NEGATIVE_INFINITY
  let releasedAt = Number.NEGATIVE_INFINITY
  let refreshing: Promise<void> | null = null

  const refreshOne = async (populated: Populated, releaseOrphans: boolean): Promise<void> => {
    const { table } = populated
    if (pauses.isPaused(table, app.now().getTime())) return
    stale.delete(populated)
    try {
      await app.jobs.refreshJobs(app.database, table, app.pipeline)
      if (releaseOrphans) await app.jobs.releaseOrphans(app.database, table, await livingWorkers(app))
      queues.set(populated, { ...newQueue(), reported: await recordedKeys(app, table) })
      pauses.end(table)
    } catch (error) {
      stale.add(populated)
      const pause = pauses.begin(table, app.now().getTime())
      app.log.warn(`the queue of ${table.name} was not refreshed; trying again in ${pause / 1000} s`, {
        error: String(error),
      })
    }
  }

  const refreshAll = async (): Promise<void> => {
    const now = app.now().getTime()
    const releaseOrphans = now - releasedAt >= orphanInterval
    if (releaseOrphans) releasedAt = now
    refreshedAt = now
    const chosen = releaseOrphans ? tables : tables.filter((populated) => stale.has(populated))
    for (const populated of chosen) await refreshOne(populated, releaseOrphans)
  }

  /** Slots that ask at the same time share one refresh. */
  const refresh = (): Promise<void> => {
    refreshing ??= refreshAll().finally(() => {
      refreshing = null
    })
    return refreshing
  }

  const isEmpty = (populated: Populated): boolean =>
    app.now().getTime() - queues.get(populated)!.emptyAt < refreshInterval

  const isRefreshDue = (): boolean => app.now().getTime() - refreshedAt >= refreshInterval

  const reserved = (populated: Populated, { reported }: Queue, key: Key): ReservedJob => ({
    ...populated,
    key,
    reported: reported.has(keyHash(populated.table, key)),
  })

  /** Furthest along first, so that what was begun is finished before something else is begun. */
  const reserve = async (session: Session): Promise<ReservedJob | null> => {
    for (const populated of tables.toReversed()) {
      const queue = queues.get(populated)!
      if (isEmpty(populated)) continue
      const { table } = populated
      const key = await app.jobs
        .reserveJob(session, table, app.pipeline, queue.candidates, workerIdentity)
        .catch(nothingYet)
      if (key) return reserved(populated, queue, key)
      queue.emptyAt = app.now().getTime()
    }
    return null
  }

  return {
    async take(session) {
      if (isRefreshDue()) await refresh()
      const job = await reserve(session)
      if (job || stale.size === 0) return job
      await refresh()
      return reserve(session)
    },
    async takeNext(session, done) {
      const first = tables.findLast((populated) => !isEmpty(populated))
      if (isRefreshDue() || first?.table !== done.table) return null
      const queue = queues.get(first)!
      const key = await app.jobs.reserveNext(session, first.table, done.key, queue.candidates, workerIdentity)
      return key && reserved(first, queue, key)
    },
    markStale(table) {
      const below = table && new Set(app.pipeline.descendants(table.name))
      for (const populated of tables) if (!below || below.has(populated.table)) stale.add(populated)
    },
    suspectOrphans() {
      releasedAt = Number.NEGATIVE_INFINITY
    },
  }
}

/** What this process knows of a queue since its last refresh. */
type Queue = {
  /** Keys that were looked up and not tried yet. */
  readonly candidates: Key[]
  /** Hashes of keys whose earlier runs left reports. */
  readonly reported: ReadonlySet<string>
  /** When nothing waited in it: it is not asked again at once. */
  emptyAt: number
}

const newQueue = (): Queue => ({ candidates: [], reported: new Set(), emptyAt: Number.NEGATIVE_INFINITY })

/** A queue whose first refresh failed may not be there yet. */
const nothingYet = (error: unknown): null => {
  if (error instanceof LabBookError && error.code === 'UNKNOWN_TABLE') return null
  throw error
}

/** Pauses between attempts, per table: one whose refresh keeps failing must keep neither itself nor the others busy. */
const createPauses = () => {
  const paused = new Map<Table, { readonly until: number; readonly length: number }>()
  return {
    isPaused: (table: Table, now: number): boolean => now < (paused.get(table)?.until ?? 0),
    begin(table: Table, now: number): number {
      const length = Math.min(longestPause, (paused.get(table)?.length ?? firstPause / 2) * 2)
      paused.set(table, { until: now + length, length })
      return length
    },
    end: (table: Table): void => void paused.delete(table),
  }
}
