import type { Key, Table } from '#core/pipeline/table.ts'
import type { Queryable } from '../../port.ts'
import { type Reservation, reservationOf } from '../jobProtocol.ts'
import { jobTableReference, whereJob } from './jobStatement.ts'
import { setPending } from './retryJob.ts'

/** Reservations of a table by the connection that holds them. */
export const reservations = async (database: Queryable, table: Table): Promise<Reservation[]> => {
  const rows = await database.query(
    `SELECT connection_id, user, host, pid, version,
       MIN(TIMESTAMPDIFF(SECOND, reserved_time, CURRENT_TIMESTAMP(3))) AS age
     FROM ${jobTableReference(table)} WHERE status = 'reserved' GROUP BY connection_id, user, host, pid, version`,
  )
  return rows.map(reservationOf)
}

/** The age keeps a reservation that was made meanwhile, by a connection of the same number, from being freed too. */
export const freeReservation = (
  database: Queryable,
  table: Table,
  { connectionId, user, age }: Reservation,
  key?: Key,
): Promise<number> => {
  const job = key ? whereJob(table, key) : { text: '1 = 1', params: [] }
  return setPending(
    database,
    table,
    `${job.text} AND status = 'reserved' AND connection_id = ? AND user = ?
     AND reserved_time <= CURRENT_TIMESTAMP(3) - INTERVAL ? SECOND`,
    [...job.params, connectionId, user, age],
  )
}
