import { keyEquals } from '#core/algebra/condition.ts'
import { from, type Query, restrict } from '#core/algebra/query.ts'
import { attributeType } from '#core/definition/attributeType.ts'
import { decodeRow, decodeRows } from '#core/definition/rowValues.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key, Row, Table, Value } from '#core/pipeline/table.ts'
import { compileExists, compileQuery } from '#core/sql/compileQuery.ts'
import type { Queryable } from '#db/port.ts'
import type { FetchedRow } from '#elements/contract.ts'
import type { AppContext } from './context.ts'
import { readStored } from './stored/readStored.ts'
import { readValue } from './stored/readValue.ts'
import { storedAttributes } from './stored/storedAttributes.ts'
import { workAhead } from './workAhead.ts'

type Reads = Pick<AppContext, 'unpackBlobAsync' | 'stores'>

/**
 * Rows of `table` that agree with `key` in what both have, in key order. Blobs come only if named, and decoded; so do values
 * of external stores, which are their references otherwise.
 */
export const readRows = async (
  app: Reads,
  database: Queryable,
  table: Table,
  key: Key,
  attributes?: readonly string[],
): Promise<FetchedRow[]> => {
  const { text, params } = compileQuery(restrictedTo(table, key), { attributes, order: keyOrder(table) })
  const rows: FetchedRow[] = decodeRows(table, await database.query(text, params))
  const blobs = blobNames(table).filter((name) => attributes?.includes(name))
  // Hundreds of thousands of rows without blobs are not worth a promise each.
  const unpacked = blobs.length > 0 ? await Promise.all(rows.map((row) => unpackRow(app, row as Row, blobs))) : rows
  return readStoredRows(app, database, table, unpacked, attributes)
}

/** One value after the other: stores are slow, and several big values at once are not. */
const readStoredRows = async (
  app: Reads,
  database: Queryable,
  table: Table,
  rows: FetchedRow[],
  named: readonly string[] = [],
): Promise<FetchedRow[]> => {
  const columns = storedAttributes(table).filter(({ attribute }) => named.includes(attribute.name))
  if (columns.length === 0) return rows
  const result = rows.map((row) => ({ ...row }))
  for (const column of columns)
    for (const row of result)
      row[column.attribute.name] = await readStored(app, database, table, column, row[column.attribute.name] as Value)
  return result
}

/**
 * The same rows one at a time, in constant memory. Holds a connection until it is read to its end or left. A few values of
 * external stores are read at once, and one that several rows share as long as it is remembered only once.
 */
export async function* streamRows(
  app: Reads,
  database: Queryable,
  table: Table,
  key: Key,
  attributes: readonly string[],
): AsyncGenerator<FetchedRow> {
  const { text, params } = compileQuery(restrictedTo(table, key), { attributes, order: keyOrder(table) })
  const packed = new Set([...blobNames(table), ...storedAttributes(table).map(({ attribute }) => attribute.name)])
  const read = table.attributes.filter(({ name }) => packed.has(name) && attributes.includes(name))
  yield* workAhead(database.stream(text, params), async (raw) => {
    const row: FetchedRow = decodeRow(table, raw)
    const values = read.map(async (attribute) => {
      const value = await readValue(app, database, table, attribute, row[attribute.name] as Value)
      return [attribute.name, value] as const
    })
    return { ...row, ...Object.fromEntries(await Promise.all(values)) }
  })
}

/** Exactly one row. @throws NO_SUCH_ROW when there is none, or more than one */
export const readTheRow = async (
  app: Reads,
  database: Queryable,
  table: Table,
  key: Key,
  attributes?: readonly string[],
): Promise<FetchedRow> => {
  const [row, another] = await readRows(app, database, table, key, attributes)
  if (!row) throw new LabBookError('NO_SUCH_ROW', { table: table.name, key })
  if (another)
    throw new LabBookError('BAD_REQUEST', { problem: `${table.name} has several rows with ${JSON.stringify(key)}.` })
  return row
}

/** True when a row agrees with `key` in what both have. */
export const rowExists = async (database: Queryable, table: Table, key: Key): Promise<boolean> => {
  const { text, params } = compileExists(restrictedTo(table, key))
  const [row] = await database.query(text, params)
  return Number(row?.present) === 1
}

/** The rows of `table` that agree with `key` in what both have. */
export const restrictedTo = (table: Table, key: Key): Query => {
  const shared = restrictKey(table, key)
  return Object.keys(shared).length === 0 ? from(table) : restrict(from(table), keyEquals(shared))
}

/** The part of a key that a table has. */
export const restrictKey = (table: Table, key: Key): Key => {
  const names = new Set(table.attributes.map((attribute) => attribute.name))
  return Object.fromEntries(Object.entries(key).filter(([name]) => names.has(name)))
}

/** The primary key out of a row. */
export const keyOf = (table: Table, row: Readonly<Record<string, unknown>>): Key => {
  const key: Record<string, Value> = {}
  for (const name of table.primaryKey) key[name] = row[name] as Value
  return key
}

const keyOrder = (table: Table) => table.primaryKey.map((attribute) => ({ attribute, direction: 'asc' as const }))

/** Files and raw bytes are bytes as they are. */
const blobNames = (table: Table): string[] =>
  table.attributes.filter(({ type }) => attributeType(type).packs).map((attribute) => attribute.name)

const unpackRow = async (
  app: Pick<AppContext, 'unpackBlobAsync'>,
  row: Row,
  blobs: readonly string[],
): Promise<FetchedRow> => {
  const packed = blobs.filter((name) => row[name] instanceof Uint8Array)
  const unpacked = packed.map(async (name) => [name, await app.unpackBlobAsync(row[name] as Uint8Array)] as const)
  return { ...row, ...Object.fromEntries(await Promise.all(unpacked)) }
}
