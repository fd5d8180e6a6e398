import type { Key, Row, Table, Value } from '#core/pipeline/table.ts'
import type { Change } from './audit.ts'
import { hashOf, keyText } from './keyText.ts'

/**
 * Rows of app.Audit that tell of these changes, in their order. A few changes have a row each; many of one table and kind lie
 * together in pages, since a row each would cost more than the rows that are told of:
 *
 * | attribute             | one change      | a page                                                                       |
 * |-----------------------|-----------------|------------------------------------------------------------------------------|
 * | row_key               | the key as JSON | names of the key's attributes, a JSON list                                   |
 * | key_hash              | MD5 of row_key  | empty                                                                        |
 * | key_hashes            | null            | first 8 digits of each key's MD5, one after the other                        |
 * | before_row, after_row | the row as JSON | `{"attributes": [name, …], "rows": [[value, …], …]}`, null as for one change |
 * | rows_told             | 1               | their number                                                                 |
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
  const [befores, afters] = [before, after].map((rows) => (rows ? readRows(rows as Rows) : null))
  return Array.from({ length: Number(row.rows_told) }, (_, i) => {
    const told = { before: befores?.[i] ?? null, after: afters?.[i] ?? null }
    return { key: picked(told.after ?? told.before!, names), ...told }
  })
}

/** What a page's `key_hashes` contains where it may tell of the row with this MD5. */
export const shortHash = (hash: string): string => hash.slice(0, 8)

type ToldChange = Pick<Change, 'key' | 'before' | 'after'>
type Rows = { readonly attributes: readonly string[]; readonly rows: readonly (readonly Value[])[] }

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
  readonly texts: { readonly before: string[]; readonly after: string[]; readonly hashes: string[] }
  length: number
}

/** Null where a list of values does not tell all of the change. */
const startPage = (first: Change): Page | null => {
  const [before, after] = [first.before, first.after].map((row) => row && Object.keys(row))
  const page = { first, before: before!, after: after!, changes: [], length: 0 }
  const begun: Page = { ...page, texts: { before: [], after: [], hashes: [] } }
  return add(begun, first) ? begun : null
}

/** @returns false, and the page is as it was, where the change is of another kind or the page is full */
const add = (page: Page, change: Change): boolean => {
  const { first, changes, texts } = page
  const { action, table, key, before, after } = change
  if (table !== first.table || action !== first.action || changes.length === mostInPage) return false
  if (page.length >= longestPage || !holdsKey(table, after ?? before, key)) return false
  const [was, is] = [valuesText(page.before, before), valuesText(page.after, after)]
  if (was === undefined || is === undefined) return false
  changes.push(change)
  texts.before.push(was)
  texts.after.push(is)
  texts.hashes.push(shortHash(hashOf(keyText(table, key))))
  page.length += was.length + is.length
  return true
}

const holdsKey = ({ primaryKey }: Table, row: Row | null, key: Key): boolean =>
  row !== null && primaryKey.every((name) => row[name] !== undefined && row[name] === key[name])

/** Empty for no row; undefined where the row has not just these attributes. */
const valuesText = (names: readonly string[] | null, row: Row | null): string | undefined => {
  if (!names || !row) return names === row ? '' : undefined
  const values = names.map((name) => row[name])
  if (values.includes(undefined) || Object.keys(row).length !== names.length) return undefined
  return JSON.stringify(hasBytes(values) ? values.map(told) : values)
}

function* rowsOf(page: Page): Generator<Row, void> {
  if (page.changes.length < leastInPage) for (const change of page.changes) yield rowOfOne(change)
  else yield rowOfPage(page)
}

const rowOfPage = ({ first, before, after, changes, texts }: Page): Row => ({
  action: first.action,
  table_name: first.table.name,
  key_hash: '',
  row_key: JSON.stringify(first.table.primaryKey),
  before_row: before && rowsText(before, texts.before),
  after_row: after && rowsText(after, texts.after),
  rows_told: changes.length,
  key_hashes: texts.hashes.join(''),
})

const rowsText = (attributes: readonly string[], rows: readonly string[]): string =>
  `{"attributes": ${JSON.stringify(attributes)}, "rows": [${rows.join(',\n')}]}`

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

const hasBytes = (values: readonly unknown[]): boolean => values.some((value) => value instanceof Uint8Array)

/** Bytes that nobody summed up are named by their length. */
const told = (value: Value | undefined) => (value instanceof Uint8Array ? `${value.length} bytes` : value)

const readRows = ({ attributes, rows }: Rows): readonly Row[] =>
  rows.map((values) => Object.fromEntries(attributes.map((name, i) => [name, values[i]!])))

const picked = (row: Row, names: readonly string[]): Key => Object.fromEntries(names.map((name) => [name, row[name]!]))

/** A key longer than its column was cut, and is no JSON any more. */
const readJson = (text: unknown): unknown => {
  try {
    return typeof text === 'string' ? JSON.parse(text) : null
  } catch {
    return null
  }
}
