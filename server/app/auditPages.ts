import { crc32 } from 'node:zlib'
import type { Key, Row, Table, Value } from '#core/pipeline/table.ts'
import type { Change } from './audit.ts'
import { hashOf, keyText } from './keyText.ts'

/**
 * Rows of app.Audit that tell of these changes, in their order. A few changes have a row each; many of one table and kind lie
 * together in pages, since a row each would cost more than the rows that are told of:
 *
 * | attribute             | one change      | a page                                                          |
 * |-----------------------|-----------------|-----------------------------------------------------------------|
 * | row_key               | the key as JSON | names of the key's attributes, a JSON list                      |
 * | key_hash              | MD5 of row_key  | empty                                                           |
 * | key_hashes            | null            | CRC-32 of each key as JSON, 8 hexadecimal digits each           |
 * | before_row, after_row | the row as JSON | `{name: [value of each row, …], …}`, null as for one change     |
 * | rows_told             | 1               | their number                                                    |
 */
export function* auditRows(changes: Iterable<Change>): Generator<Row, void> {
  let page: Page | null = null
  for (const change of changes) {
    if (page && add(page, change)) continue
    if (page) yield* rowsOf(page)
    page = startPage(change)
    if (!page) yield rowOfOne(change)
  }
  if (page) yield* rowsOf(page)
}

/** As a row of app.Audit without what a transaction's entries have in common. @returns the changes it tells of, in their order */
export const readAuditRow = (row: Row): readonly ToldChange[] => {
  const [before, after] = [row.before_row, row.after_row].map(readJson)
  if (row.key_hash !== '') return [{ key: (readJson(row.row_key) as Key | null) ?? {}, before, after } as ToldChange]
  const names = readJson(row.row_key) as readonly string[]
  return Array.from({ length: Number(row.rows_told) }, (_, i) => {
    const told = { before: rowAt(before as Columns | null, i), after: rowAt(after as Columns | null, i) }
    return { key: picked(told.after ?? told.before!, names), ...told }
  })
}

/** What a page's `key_hashes` contains where it may tell of the row with this `keyText`. */
export const shortHash = (text: string): string => crc32(text).toString(16).padStart(8, '0')

type ToldChange = Pick<Change, 'key' | 'before' | 'after'>
type Columns = Readonly<Record<string, readonly Value[]>>

/** Fewer changes than this have a row each, which SQL and Python read without ado. */
const leastInPage = 50
const mostInPage = 1000
/** Characters. */
const longestPage = 2 ** 20

type Page = {
  readonly first: Change
  readonly before: readonly string[] | null
  readonly after: readonly string[] | null
  readonly changes: Change[]
  length: number
}

/** Null where columns of values do not tell all of the change. */
const startPage = (first: Change): Page | null => {
  const [before, after] = [first.before, first.after].map((row) => row && Object.keys(row))
  const page: Page = { first, before: before!, after: after!, changes: [], length: 0 }
  return add(page, first) ? page : null
}

/** @returns false, and the page is as it was, where the change is of another kind or the page is full */
const add = (page: Page, change: Change): boolean => {
  const { first, changes } = page
  const { action, table, key, before, after } = change
  if (table !== first.table || action !== first.action || changes.length === mostInPage) return false
  if (page.length >= longestPage || !holdsKey(table, after ?? before, key)) return false
  const [was, is] = [lengthOf(page.before, before), lengthOf(page.after, after)]
  if (was < 0 || is < 0) return false
  changes.push(change)
  page.length += was + is
  return true
}

const holdsKey = ({ primaryKey }: Table, row: Row | null, key: Key): boolean => {
  if (!row) return false
  for (const name of primaryKey) if (row[name] === undefined || row[name] !== key[name]) return false
  return true
}

/** Characters of its texts; -1 where the row has not just these attributes. */
const lengthOf = (names: readonly string[] | null, row: Row | null): number => {
  if (!names || !row) return names === row ? 0 : -1
  let [count, length] = [0, 0]
  for (const name in row) {
    const value = row[name]
    if (names[count++] !== name || value === undefined) return -1
    if (typeof value === 'string') length += value.length
  }
  return count === names.length ? length : -1
}

function* rowsOf(page: Page): Generator<Row, void> {
  if (page.changes.length < leastInPage) for (const change of page.changes) yield rowOfOne(change)
  else yield rowOfPage(page)
}

const rowOfPage = ({ first: { action, table }, before, after, changes }: Page): Row => ({
  action,
  table_name: table.name,
  key_hash: '',
  row_key: JSON.stringify(table.primaryKey),
  before_row:
    before &&
    columnsText(
      before,
      changes.map((change) => change.before!),
    ),
  after_row:
    after &&
    columnsText(
      after,
      changes.map((change) => change.after!),
    ),
  rows_told: changes.length,
  key_hashes: changes.map(({ key }) => shortHash(keyText(table, key))).join(''),
})

const columnsText = (names: readonly string[], rows: readonly Row[]): string =>
  JSON.stringify(Object.fromEntries(names.map((name) => [name, rows.map((row) => told(row[name]!))])))

const rowOfOne = ({ action, table, key, before, after }: Change): Row => {
  const text = keyText(table, key)
  return {
    action,
    table_name: table.name,
    key_hash: hashOf(text),
    row_key: text.slice(0, 2000),
    before_row: before && rowText(before),
    after_row: after && rowText(after),
  }
}

const rowText = (row: Row): string =>
  JSON.stringify(Object.fromEntries(Object.entries(row).map(([name, value]) => [name, told(value)])))

/** Bytes that nobody summed up are named by their length. */
const told = (value: Value): Value => (value instanceof Uint8Array ? `${value.length} bytes` : value)

const rowAt = (columns: Columns | null, index: number): Row | null =>
  columns && Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[index]!]))

const picked = (row: Row, names: readonly string[]): Key => Object.fromEntries(names.map((name) => [name, row[name]!]))

/** A key longer than its column was cut, and is no JSON any more. */
const readJson = (text: unknown): unknown => {
  try {
    return typeof text === 'string' ? JSON.parse(text) : null
  } catch {
    return null
  }
}
