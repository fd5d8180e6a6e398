import { LabBookError } from '#core/errors.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { tableReference } from '#core/sql/identifier.ts'
import { type LineageRow, lineageRows } from '#core/sql/lineage.ts'
import type { Queryable } from './port.ts'
import { presentTables } from './presentTables.ts'

/** Adds rows to the `~lineage` of a database; those that are there stay as they are. */
export const insertLineage = async (
  session: Queryable,
  database: string,
  rows: readonly LineageRow[],
): Promise<void> => {
  if (rows.length === 0) return
  await session.execute(
    `INSERT IGNORE INTO ${lineageOf(database)} (table_name, attribute_name, lineage) VALUES ${rows.map(() => '(?, ?, ?)').join(', ')}`,
    rows.flatMap(({ table_name, attribute_name, lineage }) => [table_name, attribute_name, lineage]),
  )
}

/**
 * Those of the tables whose `~lineage` is there and lacks rows of theirs: datajoint-python 2.x raises on joins with them. A
 * 0.14 client that declares a table in a 2.x schema leaves it so.
 */
export const tablesWithoutLineage = async (
  database: Queryable,
  tables: readonly Table[],
  pipeline: Pipeline,
): Promise<Table[]> => {
  const present = await presentTables(database, [...new Set(tables.map((table) => table.database))])
  const known = new Set<string>()
  const kept = [...present].filter(([, names]) => names.has('~lineage')).map(([name]) => name)
  for (const name of kept)
    for (const row of await database.query(`SELECT table_name, attribute_name FROM ${lineageOf(name)}`))
      known.add(`${name}/${row.table_name}/${row.attribute_name}`)
  return tables
    .filter((table) => kept.includes(table.database))
    .filter((table) =>
      lineageRows(table, pipeline).some(
        (row) => !known.has(`${table.database}/${row.table_name}/${row.attribute_name}`),
      ),
    )
}

/**
 * Completes the `~lineage` of other programs' tables above and beside these, as 2.x itself does when a class is declared; no
 * table is altered. What the account may not write stays as it is.
 */
export const healLineage = async (session: Queryable, tables: readonly Table[], pipeline: Pipeline): Promise<void> => {
  const databases = new Set(tables.map(({ database }) => database))
  const around = new Set(tables.flatMap(({ name }) => pipeline.ancestors(name)))
  const others = pipeline.tables.filter((one) => !one.native && (around.has(one) || databases.has(one.database)))
  for (const table of await tablesWithoutLineage(session, others, pipeline))
    await healTable(session, table, pipeline).catch((error: unknown) => {
      if (!(error instanceof LabBookError && error.code === 'DATABASE_DENIED')) throw error
    })
}

/** 2.x took a table without lineage for the origin of what it only passes on; its children are led on to the true one. */
const healTable = async (session: Queryable, table: Table, pipeline: Pipeline): Promise<void> => {
  const rows = lineageRows(table, pipeline)
  await insertLineage(session, table.database, rows)
  for (const { attribute_name, lineage } of rows) {
    const seeming = `${table.database}.${table.sqlName}.${attribute_name}`
    if (lineage !== seeming)
      await session.execute(`UPDATE ${lineageOf(table.database)} SET lineage = ? WHERE lineage = ?`, [lineage, seeming])
  }
}

const lineageOf = (database: string): string => tableReference({ database, sqlName: '~lineage' })
