import type { Table } from '#core/pipeline/table.ts'
import { jobTableName } from '#core/sql/createJobTable.ts'
import type { Queryable } from '../port.ts'
import type { JobProtocol } from './jobProtocol.ts'
import { queueProtocol } from './queue/queueProtocol.ts'
import { reservationProtocol } from './reservations/reservationProtocol.ts'

/** The protocol of a table, remembered with it: the two generations do not see each other's jobs, so one must be chosen. */
export const protocolOf = async (database: Queryable, table: Table): Promise<JobProtocol> =>
  known.get(table) ?? lookAtProtocol(database, table)

/** The same, asking the database anew: another program may have begun to work in the schema. */
export const lookAtProtocol = async (database: Queryable, table: Table): Promise<JobProtocol> => {
  const protocol = (await hasQueues(database, table)) ? queueProtocol : reservationProtocol
  known.set(table, protocol)
  return protocol
}

/** True where every key that waits has a row in a queue of its table, as in DataJoint 2.x. */
export const isQueued = async (database: Queryable, table: Table): Promise<boolean> =>
  (await protocolOf(database, table)) === queueProtocol

const known = new WeakMap<Table, JobProtocol>()

/**
 * Whether the clients of DataJoint 2.x work on the table: it has a queue, or its schema has a `~~` table or a codec's marker,
 * which 0.14 cannot open; or there is `~lineage`, and no `~jobs` that tells of 0.14.
 */
const hasQueues = async (database: Queryable, table: Table): Promise<boolean> => {
  const hidden = await database.query(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? AND table_name LIKE '~%'`,
    [table.database],
  )
  const names = new Set(hidden.map(({ name }) => String(name)))
  if (names.has(jobTableName(table)) || [...names].some((name) => name.startsWith('~~'))) return true
  if (await hasCodec(database, table)) return true
  return names.has('~lineage') && !names.has('~jobs')
}

const hasCodec = async (database: Queryable, { database: name }: Table): Promise<boolean> => {
  const rows = await database.query(
    "SELECT 1 AS found FROM information_schema.columns WHERE table_schema = ? AND column_comment LIKE ':<%>:%' LIMIT 1",
    [name],
  )
  return rows.length > 0
}
