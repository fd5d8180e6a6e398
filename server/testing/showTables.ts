import type { Queryable } from '#db/port.ts'

/** SHOW CREATE TABLE of every table of these databases. */
export const showTables = async (database: Queryable, ...names: string[]): Promise<Record<string, string>> => {
  const found: Record<string, string> = {}
  for (const schema of names)
    for (const { name } of await database.query(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ?',
      [schema],
    )) {
      const [row] = await database.query(`SHOW CREATE TABLE \`${schema}\`.\`${name}\``)
      found[`${schema}.${name}`] = String(row?.['Create Table'])
    }
  return found
}
