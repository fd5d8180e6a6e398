import type { Queryable } from './port.ts'

/** Names of all tables by database, hidden ones too; of these databases, or of all that the account can see. */
export const presentTables = async (
  database: Queryable,
  databases?: readonly string[],
): Promise<Map<string, Set<string>>> => {
  const present = new Map<string, Set<string>>()
  if (databases?.length === 0) return present
  const where = databases ? `AND table_schema IN (${databases.map(() => '?').join(', ')})` : ''
  const rows = await database.query(
    `SELECT table_schema AS db, table_name AS name FROM information_schema.tables WHERE table_type = 'BASE TABLE' ${where}`,
    databases,
  )
  for (const { db, name } of rows) {
    const names = present.get(String(db)) ?? new Set()
    present.set(String(db), names.add(String(name)))
  }
  return present
}
