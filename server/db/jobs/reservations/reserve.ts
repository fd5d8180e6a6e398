import { LabBookError } from '#core/errors.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import { tableReference } from '#core/sql/identifier.ts'
import type { Session } from '../../port.ts'
import type { WorkerIdentity } from '../jobProtocol.ts'
import { whereJob as whereRow } from '../queue/jobStatement.ts'
import { jobsReference, keyHash, packKey } from './reservationStatement.ts'

/**
 * Inserts the reservation: that the key is taken already, in any state, is a duplicate. The table itself is looked into by the
 * same statement, since Python removes its reservation right after the row is there.
 */
export const reserve = async (
  session: Session,
  table: Table,
  key: Key,
  { host, pid }: WorkerIdentity,
): Promise<boolean> => {
  const made = whereRow(table, key)
  const sql = `INSERT INTO ${jobsReference(table)} (table_name, key_hash, status, \`key\`, user, host, pid, connection_id)
    SELECT ?, ?, 'reserved', ?, ?, ?, ?, ? FROM DUAL
    WHERE NOT EXISTS (SELECT 1 FROM ${tableReference(table)} WHERE ${made.text})`
  const job = [table.sqlName, keyHash(table, key), packKey(table, key)]
  const worker = [session.user, host.slice(0, 255), pid, session.connectionId]
  const { affectedRows } = await session.execute(sql, [...job, ...worker, ...made.params]).catch(nothingWhenTaken)
  return affectedRows === 1
}

const nothingWhenTaken = (error: unknown): { affectedRows: number } => {
  if (error instanceof LabBookError && error.code === 'DUPLICATE_ENTRY') return { affectedRows: 0 }
  throw error
}
