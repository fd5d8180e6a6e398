import type { BlobValue } from '#core/blob/value.ts'
import { attributeType } from '#core/definition/attributeType.ts'
import type { Key, Row, Table, Value } from '#core/pipeline/table.ts'
import { compileUpdate, eachInsert, type InsertOptions } from '#core/sql/compileWrites.ts'
import type { Queryable } from '#db/port.ts'
import type { InsertRow } from '#elements/contract.ts'
import type { AppContext } from './context.ts'
import { executeInserts } from './executeInserts.ts'
import { storeRow, storeRows } from './stored/storeRow.ts'

type Packs = Pick<AppContext, 'packBlob'>
type Writes = Pick<AppContext, 'packBlob' | 'stores' | 'now'>

/** Inserts rows whose blobs are values, in as few statements as the server's limits allow. */
export const insertRows = async (
  app: Writes,
  database: Queryable,
  table: Table,
  rows: readonly InsertRow[],
  options: InsertRowsOptions = {},
): Promise<void> => {
  if (rows.length === 0) return
  const stored = await storeRows(app, database, table, rows)
  await executeInserts(database, eachInsert(table, packed(app, table, stored), options), options.onWritten)
}

const packed = (app: Packs, table: Table, rows: readonly InsertRow[]): readonly Row[] =>
  blobsOf(table).size === 0 ? (rows as readonly Row[]) : rows.map((row) => packRow(app, table, row))

type InsertRowsOptions = InsertOptions & {
  /** After each statement, with the number of its rows; what it throws ends the insert. */
  readonly onWritten?: (rows: number) => void
}

/** Changes secondary attributes of the one row with this key. */
export const updateRow = async (
  app: Writes,
  database: Queryable,
  table: Table,
  key: Key,
  values: InsertRow,
): Promise<void> => {
  const { text, params } = compileUpdate(
    table,
    key,
    packRow(app, table, await storeRow(app, database, table, values, key)),
  )
  await database.execute(text, params)
}

/** The row with its blobs packed, as a statement takes it. Null stays null, and files and raw bytes are bytes already. */
export const packRow = (app: Packs, table: Table, row: InsertRow): Row => {
  const blobs = blobsOf(table)
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      blobs.has(name) && value !== null && value !== undefined ? app.packBlob(value as BlobValue) : (value as Value),
    ]),
  )
}

const blobsOf = (table: Table): ReadonlySet<string> =>
  new Set(table.attributes.filter(({ type }) => attributeType(type).packs).map(({ name }) => name))
