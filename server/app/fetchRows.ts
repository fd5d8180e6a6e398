import { orderWithKey } from '#core/algebra/keyset.ts'
import type { Order, Query } from '#core/algebra/query.ts'
import type { Row } from '#core/pipeline/table.ts'
import type { AppContext } from './context.ts'
import { countRows } from './countRows.ts'
import { rowsQuery } from './rowsQuery.ts'
import { streamRows } from './selectRows.ts'
import type { RowsPage, RowsRequest } from './views.ts'

/** Rows per page at most. */
const pageLimit = 1000

/**
 * Which page of a query: behind a row (`after`), or, however deep at the same cost, the last ones before a row (`before`; null is
 * the end). `offset` more rows are passed over, from the beginning without either.
 */
export type PageRequest = Pick<RowsRequest, 'order' | 'limit' | 'offset'> & {
  readonly after?: Row
  readonly before?: Row | null
  /** All when absent. A blob that is not among them is not looked at. */
  readonly attributes?: readonly string[]
}

/** `next` is the place behind the last row, for `after`; null when the page is not full, or was read from behind. */
export type Page = { readonly rows: readonly Row[]; readonly next: Row | null }

/**
 * One page of any table, native or foreign, with its total.
 * @throws UNKNOWN_TABLE, UNKNOWN_ATTRIBUTE, INVALID_ROW, INVALID_VALUE, BAD_REQUEST
 */
export const fetchRows = async (context: AppContext, request: RowsRequest & PageRequest): Promise<RowsPage & Page> => {
  const [page, count] = await Promise.all([fetchTablePage(context, request), countRows(context, request)])
  return { ...page, ...count }
}

/**
 * The page alone: who turns pages asks for the total once. Rows that are level come in the order of their key, in the direction of
 * the last term, so that an index of that attribute serves forwards and backwards. @throws as `fetchRows`
 */
export const fetchTablePage = async (context: AppContext, request: RowsRequest & PageRequest): Promise<Page> => {
  const query = rowsQuery(context.pipeline.table(request.table), request)
  const { order = [] } = request
  const direction = order.at(-1)?.direction ?? 'asc'
  const rest = orderWithKey(query, order).slice(order.length)
  return fetchPage(context, query, { ...request, order: [...order, ...rest.map((term) => ({ ...term, direction }))] })
}

/** One page of a query; blobs are summaries. Rows on the same level of the order come in the order of their keys. */
export const fetchPage = async (context: AppContext, query: Query, request: PageRequest): Promise<Page> => {
  const { attributes, order = [], before } = request
  const names = attributes ?? query.heading.map(({ name }) => name)
  const whole = orderWithKey(query, order)
  const from = before === undefined ? request.after : (before ?? undefined)
  const reading = { query, order: before === undefined ? order : whole.map(reversed), place: attributesOf(whole) }
  const limit = Math.min(request.limit ?? 100, pageLimit)
  const rows = await readPage(context, reading, { names, limit, offset: request.offset ?? 0, ...(from && { from }) })
  const last = before === undefined && rows.length === limit ? rows.at(-1) : undefined
  const shown = attributes ? rows.map((row) => part(row, names)) : rows
  return { rows: before === undefined ? shown : shown.toReversed(), next: last ? part(last, reading.place) : null }
}

/** `place`: the attributes that say where a row stands. */
type Reading = { readonly query: Query; readonly order: readonly Order[]; readonly place: readonly string[] }
type Stretch = {
  readonly names: readonly string[]
  readonly from?: Row
  readonly offset: number
  readonly limit: number
}

/** From so many on, rows are passed over by their key alone: MySQL would fetch each of them whole, blobs and all. */
const farOffset = 1000

const readPage = async (context: AppContext, reading: Reading, stretch: Stretch): Promise<Row[]> => {
  const { names, offset, limit } = stretch
  if (offset < farOffset) return read(context, reading, stretch)
  const [from] = await read(context, reading, { ...stretch, names: [], offset: offset - 1, limit: 1 })
  return from ? read(context, reading, { names, from, offset: 0, limit }) : []
}

const read = async (
  context: AppContext,
  { query, order, place }: Reading,
  { names, from, offset, limit }: Stretch,
): Promise<Row[]> => {
  const attributes = [...new Set([...names, ...place])]
  const options = { attributes, order, limit, offset, ...(from && { after: from }) }
  const rows: Row[] = []
  for await (const row of streamRows(context, context.database, { attributes: query.heading }, query, options))
    rows.push(row)
  return rows
}

const reversed = ({ attribute, direction }: Order): Order => ({
  attribute,
  direction: direction === 'asc' ? 'desc' : 'asc',
})

const attributesOf = (order: readonly Order[]): string[] => order.map(({ attribute }) => attribute)

const part = (row: Row, names: readonly string[]): Row =>
  Object.fromEntries(names.map((name) => [name, row[name] ?? null]))
