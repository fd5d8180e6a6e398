import { attributeType } from '#core/definition/attributeType.ts'
import { markerOf } from '#core/evolution/tableState.ts'
import type { Table } from '#core/pipeline/table.ts'
import { tableReference } from '#core/sql/identifier.ts'
import type { Queryable } from '../port.ts'

/**
 * Those of the tables that DataJoint for Python declared, by what it leaves behind: 0.14 notes the declaration in `~log`; 2.x
 * marks scalars in the comments of columns, which LabBook never does.
 */
export const madeByPython = async (database: Queryable, tables: readonly Table[]): Promise<Table[]> => {
  const databases = [...new Set(tables.map((table) => table.database))]
  const made = new Set([...(await markedTables(database)), ...(await loggedTables(database, databases))])
  return tables.filter((table) => made.has(`${table.database}/${table.sqlName}`))
}

const markedTables = async (database: Queryable): Promise<string[]> => {
  const rows = await database.query(
    `SELECT table_schema AS db, table_name AS \`table\`, column_comment AS comment FROM information_schema.columns
     WHERE column_comment LIKE ':%:%' AND table_name NOT LIKE '~%'`,
  )
  return rows.filter(({ comment }) => isScalar(markerOf(String(comment)))).map(({ db, table }) => `${db}/${table}`)
}

/** Markers of these families, and `:uuid:`, are LabBook's as well. */
const isScalar = (marker: string): boolean =>
  !['blob', 'attach', 'json', 'uuid', 'opaque'].includes(attributeType(marker).family)

const loggedTables = async (database: Queryable, databases: readonly string[]): Promise<string[]> => {
  const logs = await database.query(
    "SELECT table_schema AS db FROM information_schema.tables WHERE table_name = '~log'",
  )
  const found: string[] = []
  for (const { db } of logs.filter((row) => databases.includes(String(row.db)))) {
    const rows = await database.query(
      `SELECT DISTINCT event FROM ${tableReference({ database: String(db), sqlName: '~log' })} WHERE event LIKE 'Declared %'`,
    )
    found.push(...rows.map(({ event }) => `${db}/${/`\.`(.+)`/.exec(String(event))?.[1]}`))
  }
  return found
}
