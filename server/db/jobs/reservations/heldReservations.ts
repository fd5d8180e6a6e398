import type { Key, Table } from '#core/pipeline/table.ts'
import type { Queryable } from '../../port.ts'
import { type Reservation, reservationOf } from '../jobProtocol.ts'
import { jobsReference, whereJob } from './reservationStatement.ts'

/** Reservations of a table by the connection that holds them. */
export const heldReservations = async (database: Queryable, table: Table): Promise<Reservation[]> => {
  const rows = await database.query(
    `SELECT connection_id, user, host, pid, MIN(TIMESTAMPDIFF(SECOND, timestamp, CURRENT_TIMESTAMP)) AS age
     FROM ${jobsReference(table)} WHERE table_name = ? AND status = 'reserved'
     GROUP BY connection_id, user, host, pid`,
    [table.sqlName],
  )
  return rows.map(reservationOf)
}

/** The age keeps a reservation that was made meanwhile, by a connection of the same number, from being freed too. */
export const freeReservation = async (
  database: Queryable,
  table: Table,
  { connectionId, user, age }: Reservation,
  key?: Key,
): Promise<number> => {
  const job = key ? whereJob(table, key) : { text: 'table_name = ?', params: [table.sqlName] }
  const { affectedRows } = await database.execute(
    `DELETE FROM ${jobsReference(table)} WHERE ${job.text} AND status = 'reserved' AND connection_id = ? AND user = ?
     AND timestamp <= CURRENT_TIMESTAMP - INTERVAL ? SECOND`,
    [...job.params, connectionId, user, age],
  )
  return affectedRows
}
