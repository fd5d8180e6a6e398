import type { Condition } from '#core/algebra/condition.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Key, Row, Table } from '#core/pipeline/table.ts'
import type { Database, Queryable, Session } from '../port.ts'

export type JobStatus = 'pending' | 'reserved' | 'success' | 'error' | 'ignore'

/** Who works; the session adds the connection and the database account. */
export type WorkerIdentity = {
  readonly host: string
  readonly pid: number
  /** Begins with `LabBook`, by which our reservations are told from those of Python's workers where there is room for it. */
  readonly version: string
}

export type RefreshOptions = {
  /** Only keys for which this holds; nothing is removed then. */
  readonly condition?: Condition
  /** Lower is more urgent, -128 to 127. */
  readonly priority?: number
}

export type NextOptions = { readonly condition?: Condition; readonly limit?: number }

export type JobRow = {
  readonly key: Key
  readonly status: JobStatus
  readonly priority: number
  readonly errorMessage: string
  /** Only when asked for. */
  readonly errorStack?: string
  readonly user: string
  readonly host: string
  readonly pid: number
  readonly connectionId: number
  readonly version: string
  /** MySQL's text, by the server's clock and zone, as are the other times. */
  readonly createdTime: string
  readonly scheduledTime: string
  readonly reservedTime: string | null
  readonly completedTime: string | null
}

export type JobFilter = {
  readonly statuses?: readonly JobStatus[]
  /** Values that the jobs have: of the whole key for exactly one job. */
  readonly key?: Key
  readonly withStack?: boolean
  readonly limit?: number
  readonly offset?: number
}

/** `pending` is null where keys that wait have no rows: they are then those of the key source without row and job. */
export type JobCounts = Readonly<Record<Exclude<JobStatus, 'pending'>, number>> & { readonly pending: number | null }

/** Reservations of one connection, as far as the database tells. */
export type Reservation = {
  readonly connectionId: number
  readonly user: string
  readonly host: string
  readonly pid: number
  readonly version: string
  /** Seconds since the newest of them was made, by the clock of the server. */
  readonly age: number
}

/** How the workers of one generation of DataJoint share the keys of a table; Python's and ours do it alike. */
export type JobProtocol = {
  /** Brings the queue up to date and creates what it is kept in. Jobs in any state stay, but for those whose key is gone. */
  refresh(
    database: Database,
    table: Table,
    pipeline: Pipeline,
    options: RefreshOptions,
  ): Promise<{ added: number; removed: number }>
  /** Keys that may be reserved now, the most urgent first. */
  next(database: Queryable, table: Table, pipeline: Pipeline, options: NextOptions): Promise<Key[]>
  /**
   * Takes a key for the connection of `session`, in one statement of which among any number of workers exactly one succeeds,
   * and only while the table has no row of it.
   */
  reserve(session: Session, table: Table, key: Key, identity: WorkerIdentity): Promise<boolean>
  /**
   * Whether a transaction that has completed the job of `done` may reserve that of `key` too. The job rows of one transaction are
   * locked in the order in which statements over many jobs lock them, Python's refresh among them: so none waits for the other.
   */
  mayFollow(table: Table, key: Key, done: Key): boolean
  /** Removes the job: the row in the table itself says that it is done. */
  complete(database: Queryable, table: Table, key: Key): Promise<void>
  /** Marks a job that is still reserved by this session as failed. */
  fail(session: Session, table: Table, key: Key, error: unknown): Promise<void>
  /** Gives back what this session reserved. @returns whether it was still its own */
  release(session: Session, table: Table, key: Key): Promise<boolean>
  /** Makes failed and ignored jobs available again: that of `key`, or all that failed. @returns how many there were */
  retry(database: Queryable, table: Table, key: Key | null): Promise<number>
  /** Marks a key as not to be made, whether it has a job or not. */
  ignore(session: Session, table: Table, key: Key, identity: WorkerIdentity): Promise<void>
  list(database: Queryable, table: Table, pipeline: Pipeline, filter: JobFilter): Promise<JobRow[]>
  count(database: Queryable, tables: readonly Table[]): Promise<ReadonlyMap<string, JobCounts>>
  reservations(database: Queryable, table: Table): Promise<Reservation[]>
  /** Makes what such a connection reserved available again: all that is as old as said, or one key. @returns how many */
  free(database: Queryable, table: Table, reservation: Reservation, key?: Key): Promise<number>
}

export const noJobs = { pending: 0, reserved: 0, success: 0, error: 0, ignore: 0 } satisfies JobCounts

export const reservationOf = (row: Row): Reservation => ({
  connectionId: Number(row.connection_id),
  user: String(row.user),
  host: String(row.host),
  pid: Number(row.pid),
  version: String(row.version ?? ''),
  age: Number(row.age),
})
