import type { Row, Table } from '#core/pipeline/table.ts'
import type { Database, Queryable } from '../port.ts'
import { jobTableReference } from './jobStatement.ts'
import { setPending } from './retryJob.ts'

/** Python's workers may reconnect in the midst of a job and keep their old id; theirs are left alone for an hour. */
const pythonPatience = 3600

/**
 * Makes jobs pending again whose worker died without a word: its connection is gone, or it reserved them before the server's
 * own start. On a cluster nothing is released, since a node sees only its own connections. @returns how many were released
 */
export const releaseOrphans = async (database: Database, table: Table): Promise<number> =>
  database.session(async (session) => {
    // In this order: whoever reserves after the first look is not judged by the second.
    const reserved = await reservations(session, table)
    const doubtful = reserved.filter(({ ours, age }) => ours === 1 || Number(age) > pythonPatience)
    if (doubtful.length === 0 || (await isCluster(session))) return 0
    const alive = await connectionsSeen(session)
    const uptime = await statusNumber(session, 'Uptime')
    const gone = doubtful.filter((row) => Number(row.age) > uptime + 1 || (alive.sees(row) && !alive.ids.has(row.id!)))
    return releaseAll(session, table, gone)
  })

const reservations = (session: Queryable, table: Table): Promise<Row[]> =>
  session.query(
    `SELECT connection_id AS id, user, version, version LIKE ? AS ours,
       MIN(TIMESTAMPDIFF(SECOND, reserved_time, CURRENT_TIMESTAMP(3))) AS age
     FROM ${jobTableReference(table)} WHERE status = 'reserved' GROUP BY connection_id, user, version`,
    ['LabBook%'],
  )

/** Without the privilege PROCESS an account sees the connections of its own alone, and judges only those. */
const connectionsSeen = async (session: Queryable & { user: string }) => {
  const rows = await session.query('SELECT id FROM information_schema.processlist')
  const [privilege] = await session.query(
    "SELECT 1 AS granted FROM information_schema.user_privileges WHERE privilege_type = 'PROCESS' LIMIT 1",
  )
  return {
    ids: new Set(rows.map(({ id }) => id)),
    sees: ({ user }: Row) => privilege !== undefined || user === session.user,
  }
}

const isCluster = async (session: Queryable): Promise<boolean> =>
  (await statusNumber(session, 'wsrep_cluster_size')) > 1

const statusNumber = async (session: Queryable, name: string): Promise<number> => {
  const [row] = await session.query(`SHOW GLOBAL STATUS LIKE '${name}'`)
  return Number(row?.Value ?? 0)
}

const releaseAll = async (session: Queryable, table: Table, gone: readonly Row[]): Promise<number> => {
  let released = 0
  for (const { id, user, age } of gone)
    released += await setPending(
      session,
      table,
      `status = 'reserved' AND connection_id = ? AND user = ?
       AND reserved_time <= CURRENT_TIMESTAMP(3) - INTERVAL ? SECOND`,
      [id ?? null, user ?? null, Number(age)],
    )
  return released
}
