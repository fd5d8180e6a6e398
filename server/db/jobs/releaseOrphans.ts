import type { Key, Table } from '#core/pipeline/table.ts'
import { judgeReservation, type Verdict } from '#core/populate/judgeReservation.ts'
import type { Database, Queryable, Session } from '../port.ts'
import type { Reservation } from './jobProtocol.ts'
import { protocolOf } from './protocolOf.ts'

/** A worker of LabBook that has written signs of life. */
export type LivingWorker = {
  readonly host: string
  readonly pid: number
  /** Seconds since the last one; infinite when it said that it ended. */
  readonly silence: number
}

/**
 * Makes keys available again whose worker died without a word. On one server its connection tells; a node of a cluster sees
 * only its own connections, so there the heartbeats of `workers` do. @returns how many were released
 */
export const releaseOrphans = async (
  database: Database,
  table: Table,
  workers: readonly LivingWorker[] = [],
): Promise<number> => {
  const protocol = await protocolOf(database, table)
  let released = 0
  for (const { reservation, verdict } of await judge(database, table, workers))
    if (verdict.dead) released += await protocol.free(database, table, reservation)
  return released
}

/** Why reservations of a table may be dead, by the number of their connection; none for those that are alive. */
export const reservationDoubts = async (
  database: Database,
  table: Table,
  workers: readonly LivingWorker[],
): Promise<ReadonlyMap<number, string>> => {
  const judged = await judge(database, table, workers)
  return new Map(
    judged.flatMap(({ reservation, verdict }) => (verdict.doubt ? [[reservation.connectionId, verdict.doubt]] : [])),
  )
}

/** Gives one key free whose worker may be dead. @returns false when the worker is alive, or has ended the job meanwhile */
export const freeDoubtful = async (
  database: Database,
  table: Table,
  workers: readonly LivingWorker[],
  { key, connectionId }: { readonly key: Key; readonly connectionId: number },
): Promise<boolean> => {
  const judged = await judge(database, table, workers)
  const found = judged.find(({ reservation, verdict }) => reservation.connectionId === connectionId && verdict.doubt)
  if (!found) return false
  return (await (await protocolOf(database, table)).free(database, table, found.reservation, key)) > 0
}

type Judged = { readonly reservation: Reservation; readonly verdict: Verdict }

const judge = (database: Database, table: Table, workers: readonly LivingWorker[]): Promise<Judged[]> =>
  database.session(async (session) => {
    // In this order: whoever reserves after the first look is not judged by the second.
    const reservations = await (await protocolOf(session, table)).reservations(session, table)
    if (reservations.length === 0) return []
    const seen = await whatIsSeen(session)
    return reservations.map((reservation) => {
      const { age } = reservation
      const silence = silenceOf(reservation, workers)
      return { reservation, verdict: judgeReservation({ age, silence, ...seen(reservation) }) }
    })
  })

/** Null for Python's workers. One of ours that wrote no heartbeat at all is as silent as its reservation is old. */
const silenceOf = ({ host, pid, version, age }: Reservation, workers: readonly LivingWorker[]): number | null => {
  const silences = workers.filter((worker) => worker.host === host && worker.pid === pid).map(({ silence }) => silence)
  if (silences.length > 0) return Math.min(...silences)
  return version.startsWith('LabBook') ? age : null
}

type Seen = (reservation: Reservation) => { readonly connected: boolean | null; readonly uptime: number | null }

/** Without the privilege PROCESS an account sees the connections of its own alone, and a node of a cluster those of its own. */
const whatIsSeen = async (session: Session): Promise<Seen> => {
  if ((await statusNumber(session, 'wsrep_cluster_size')) > 1) return () => ({ connected: null, uptime: null })
  const ids = new Set(
    (await session.query('SELECT id AS id FROM information_schema.processlist')).map(({ id }) => Number(id)),
  )
  const [privilege] = await session.query(
    "SELECT 1 AS granted FROM information_schema.user_privileges WHERE privilege_type = 'PROCESS' LIMIT 1",
  )
  const uptime = await statusNumber(session, 'Uptime')
  return ({ connectionId, user }) => ({
    connected: privilege || user === session.user ? ids.has(connectionId) : null,
    uptime,
  })
}

const statusNumber = async (session: Queryable, name: string): Promise<number> => {
  const [row] = await session.query(`SHOW GLOBAL STATUS LIKE '${name}'`)
  return Number(row?.Value ?? 0)
}
