import type { Query } from '#core/algebra/query.ts'
import { decodeRow } from '#core/definition/rowValues.ts'
import type { Attribute, Row, Table, Value } from '#core/pipeline/table.ts'
import { compileCount, compileQuery, isBlob, type SelectOptions } from '#core/sql/compileQuery.ts'
import type { Queryable, Transaction } from '#db/port.ts'
import type { AppContext } from './context.ts'

type Peeks = Pick<AppContext, 'peekPackedBlob'>
type Options = Omit<SelectOptions, 'blobs'>
/** Of a table or of a query. */
type Heading = Pick<Table, 'attributes'>

/** Rows of a query over one table, for people: a blob is the summary of its first bytes, such as `float64 [81234], 650 kB`. */
export const selectRows = async (
  app: Peeks,
  queryable: Queryable,
  table: Table,
  query: Query,
  options: Options = {},
): Promise<Row[]> => {
  const { text, params } = compileQuery(query, { ...options, blobs: 'peek' })
  const summarise = summariser(app, table)
  return (await queryable.query(text, params)).map(summarise)
}

/** The same, one at a time and in constant memory; blobs that `whole` names come as their bytes. */
export async function* streamRows(
  app: Peeks,
  queryable: Queryable,
  table: Heading,
  query: Query,
  options: Options = {},
): AsyncGenerator<Row, void, undefined> {
  const { text, params } = compileQuery(query, { ...options, blobs: 'peek' })
  const summarise = summariser(app, table, options.whole)
  for await (const row of queryable.stream(text, params)) yield summarise(row)
}

/** The rows as they are committed now, kept from others until the transaction ends. */
export const lockRows = async (app: Peeks, transaction: Transaction, table: Table, query: Query): Promise<Row[]> => {
  const { text, params } = compileQuery(query, { blobs: 'peek' })
  return (await transaction.query(`${text} FOR UPDATE`, params)).map(summariser(app, table))
}

export const selectCount = async (queryable: Queryable, query: Query): Promise<number> => {
  const { text, params } = compileCount(query)
  const [row] = await queryable.query(text, params)
  return Number(row?.count ?? 0)
}

const summariser = (app: Peeks, table: Heading, whole: readonly string[] = []): ((raw: Row) => Row) => {
  const isPeeked = (attribute: Attribute) => isBlob(attribute) && !whole.includes(attribute.name)
  const blobs = table.attributes.filter(isPeeked).map(({ name }) => name)
  const plain = table.attributes.filter((attribute) => !isPeeked(attribute)).map(({ name }) => name)
  return (raw) => {
    const decoded = decodeRow(table, picked(raw, plain))
    const summaries = blobs.flatMap((name) => (name in raw ? [[name, summary(app, raw, name)] as const] : []))
    return inOrder(table, { ...decoded, ...Object.fromEntries(summaries) })
  }
}

const summary = ({ peekPackedBlob }: Peeks, raw: Row, name: string): Value => {
  const prefix = raw[name]
  return prefix instanceof Uint8Array ? peekPackedBlob(prefix, Number(raw[`${name}:bytes`] ?? prefix.length)) : null
}

const picked = (row: Row, names: readonly string[]): Row =>
  Object.fromEntries(names.flatMap((name) => (name in row ? [[name, row[name] as Value] as const] : [])))

const inOrder = ({ attributes }: Heading, row: Row): Row =>
  picked(
    row,
    attributes.map(({ name }) => name),
  )
