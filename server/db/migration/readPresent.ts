import { encodeRow } from '#core/definition/rowValues.ts'
import { normalColumnType } from '#core/evolution/columnType.ts'
import type { Present } from '#core/evolution/planMigration.ts'
import {
  type ColumnState,
  columnState,
  type ForeignKeyState,
  type IndexState,
  markerOf,
  type TableState,
} from '#core/evolution/tableState.ts'
import type { Row, Table } from '#core/pipeline/table.ts'
import { columnList, tableReference } from '#core/sql/identifier.ts'
import type { LineageRow } from '#core/sql/lineage.ts'
import { type Catalog, type CatalogColumn, readCatalog } from '../introspection/catalog.ts'
import { readColumn } from '../introspection/readColumn.ts'
import type { Queryable } from '../port.ts'

/** The databases and tables as they are now, for planning a migration of `tables`. */
export const readPresent = async (
  database: Queryable,
  databases: readonly string[],
  tables: readonly Table[],
): Promise<Present> => {
  const states = await readStates(database)
  const names = await readNames(database)
  const lineage = await readLineage(
    database,
    databases.filter((name) => names.get(name)?.includes('~lineage')),
  )
  const missing = new Map<string, readonly Row[]>()
  for (const table of tables) {
    const state = states.get(idOf(table.database, table.sqlName))
    if (state?.primaryKey.join() === table.primaryKey.join())
      missing.set(table.name, await missingRows(database, table))
  }
  return {
    table: (db, sqlName) => states.get(idOf(db, sqlName)),
    sqlNames: (db) => names.get(db) ?? [],
    lineage: (db) => lineage.get(db),
    missingContents: ({ name }) => missing.get(name) ?? [],
  }
}

/** One table as it is now; undefined when it is not there. */
export const readTableState = async (
  database: Queryable,
  table: Pick<Table, 'database' | 'sqlName'>,
): Promise<TableState | undefined> => (await readStates(database)).get(idOf(table.database, table.sqlName))

const idOf = (database: string, sqlName: string): string => `${database}/${sqlName}`

const readStates = async (database: Queryable): Promise<Map<string, TableState>> => {
  const catalog = await readCatalog(database)
  const collations = await readCollations(database)
  const columns = groupBy(catalog.columns, (row) => idOf(row.db, row.table))
  const indexes = groupBy(catalog.indexes, (row) => idOf(row.db, row.table))
  const references = groupBy(catalog.references, (row) => idOf(row.db, row.table))
  const states = catalog.tables.map(({ db, name, comment }): [string, TableState] => {
    const id = idOf(db, name)
    return [
      id,
      tableState(
        { database: db, sqlName: name, comment },
        columns.get(id) ?? [],
        indexes.get(id) ?? [],
        references.get(id) ?? [],
        catalog,
        collations,
      ),
    ]
  })
  return new Map(states)
}

const tableState = (
  names: Pick<TableState, 'database' | 'sqlName' | 'comment'>,
  columns: readonly CatalogColumn[],
  indexRows: Catalog['indexes'],
  references: Catalog['references'],
  catalog: Catalog,
  collations: Collations,
): TableState => {
  const visible = columns.filter(({ name }) => !name.startsWith('_'))
  const indexes = readIndexes(indexRows)
  const primary = indexes.find(({ name }) => name === 'PRIMARY')?.columns ?? []
  return {
    ...names,
    columns: visible.map((column) => readColumnState(column, catalog, collations)),
    primaryKey: visible.map(({ name }) => name).filter((name) => primary.includes(name)),
    foreignKeys: readForeignKeys(references),
    indexes: indexes.filter(({ name, columns: [first] }) => name !== 'PRIMARY' && first !== null),
  }
}

const readColumnState = (column: CatalogColumn, catalog: Catalog, collations: Collations): ColumnState => {
  const marker = markerOf(column.comment)
  const { attribute } = readColumn(column, catalog, false)
  const collation = collations.get(`${idOf(column.db, column.table)}/${column.name}`)
  const unknown = unknownExtra(column.extra)
  const onUpdate = /on update \S+/i.exec(column.extra)?.[0]
  const { defaultExpression } = attribute
  return {
    ...columnState(
      { ...attribute, ...(onUpdate && defaultExpression && { defaultExpression: `${defaultExpression} ${onUpdate}` }) },
      '',
    ),
    type: physicalType(column, catalog, marker),
    comment: column.comment,
    ...(collation && { collation }),
    ...(unknown && { unknown }),
  }
}

const physicalType = ({ db, table, name, type }: CatalogColumn, { jsonColumns }: Catalog, marker: string): string => {
  const normal = normalColumnType(type)
  if (normal === 'longtext' && jsonColumns.has(`${db}/${table}/${name}`)) return 'json'
  return marker === 'bool' && normal === 'tinyint' ? 'tinyint(1)' : normal
}

/** What EXTRA says beyond what a definition can. */
const unknownExtra = (extra: string): string =>
  extra.replace(/auto_increment|default_generated|on update current_timestamp(\(\d?\))?/gi, '').trim()

const readIndexes = (rows: Catalog['indexes']): IndexState[] =>
  [...groupBy(rows, ({ index }) => index)].map(([name, parts]) => ({
    name,
    columns: parts.map(({ column }) => column),
    unique: Number(parts[0]?.nonUnique) === 0,
  }))

/** Those to hidden tables belong to external stores and are no part of a definition. */
const readForeignKeys = (references: Catalog['references']): ForeignKeyState[] =>
  [...groupBy(references, ({ constraint }) => constraint).values()].flatMap((rows) => {
    const { parentDb, parentTable } = rows[0]!
    if (parentTable.startsWith('~')) return []
    const parent = { database: parentDb, sqlName: parentTable, columns: rows.map(({ parentColumn }) => parentColumn) }
    return [{ columns: rows.map(({ column }) => column), parent }]
  })

type Collations = ReadonlyMap<string, { charset: string; name: string }>

/** Columns whose collation is not that of their table: MODIFY would change it unless it is said again. */
const readCollations = async (database: Queryable): Promise<Collations> => {
  const rows = await database.query(
    `SELECT c.table_schema AS db, c.table_name AS \`table\`, c.column_name AS name, c.character_set_name AS charset, c.collation_name AS collation
     FROM information_schema.columns c JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
     WHERE c.collation_name IS NOT NULL AND c.collation_name <> t.table_collation
       AND c.table_schema NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys')`,
  )
  return new Map(
    rows.map(({ db, table, name, charset, collation }) => [
      `${idOf(String(db), String(table))}/${name}`,
      { charset: String(charset), name: String(collation) },
    ]),
  )
}

const readNames = async (database: Queryable): Promise<Map<string, string[]>> => {
  const rows = await database.query('SELECT table_schema AS db, table_name AS name FROM information_schema.tables')
  const grouped = groupBy(rows, ({ db }) => String(db))
  return new Map([...grouped].map(([db, found]) => [db, found.map(({ name }) => String(name))]))
}

const readLineage = async (database: Queryable, databases: readonly string[]): Promise<Map<string, LineageRow[]>> => {
  const found = new Map<string, LineageRow[]>()
  for (const name of databases) {
    const rows = await database.query(
      `SELECT table_name, attribute_name, lineage FROM ${tableReference({ database: name, sqlName: '~lineage' })}`,
    )
    found.set(name, rows as unknown as LineageRow[])
  }
  return found
}

/** Contents of a lookup table that the database does not have; keys are compared as the database compares them. */
const missingRows = async (database: Queryable, table: Table): Promise<Row[]> => {
  const missing: Row[] = []
  for (const rows of batches(table.contents ?? [], 500)) missing.push(...(await missingAmong(database, table, rows)))
  return missing
}

/** All of the rows are there nearly always, so they are asked for together; halves are where some are not. */
const missingAmong = async (database: Queryable, table: Table, rows: readonly Row[]): Promise<readonly Row[]> => {
  if ((await countPresent(database, table, rows)) === rows.length) return []
  if (rows.length === 1) return rows
  const halves = batches(rows, Math.ceil(rows.length / 2))
  const missing: Row[] = []
  for (const half of halves) missing.push(...(await missingAmong(database, table, half)))
  return missing
}

const countPresent = async (database: Queryable, table: Table, rows: readonly Row[]): Promise<number> => {
  const keys = rows.map((row) => encodeRow(table, row)).map((row) => table.primaryKey.map((name) => row[name] ?? null))
  const marks = `(${table.primaryKey.map(() => '?').join(', ')})`
  const [found] = await database.query(
    `SELECT COUNT(*) AS \`count\` FROM ${tableReference(table)} WHERE ${columnList(table.primaryKey)} IN (${keys.map(() => marks).join(', ')})`,
    keys.flat(),
  )
  return Number(found?.count)
}

const batches = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size))

/** Map.groupBy, which Node 20 lacks. */
const groupBy = <T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group) group.push(item)
    else groups.set(key(item), [item])
  }
  return groups
}
