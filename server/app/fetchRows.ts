import { orderWithKey } from '#core/algebra/keyset.ts'
import type { Query } from '#core/algebra/query.ts'
import type { Row } from '#core/pipeline/table.ts'
import type { AppContext } from './context.ts'
import { countRowsOf } from './countRows.ts'
import { rowsQuery } from './rowsQuery.ts'
import { streamRows } from './selectRows.ts'
import type { RowsPage, RowsRequest } from './views.ts'

/** Rows per page at most. */
const pageLimit = 1000

/** Which page of a query: from `offset` on, or, however deep at the same cost, behind the row that the page before gave as `next`. */
export type PageRequest = Pick<RowsRequest, 'order' | 'limit' | 'offset'> & {
  readonly after?: Row
  /** All when absent. A blob that is not among them is not looked at. */
  readonly attributes?: readonly string[]
}

/** `next` is the place behind the last row, for `after`; null when the page is not full. */
export type Page = { readonly rows: readonly Row[]; readonly next: Row | null }

/**
 * One page of any table, native or foreign, with its total.
 * @throws UNKNOWN_TABLE, UNKNOWN_ATTRIBUTE, INVALID_ROW, INVALID_VALUE, BAD_REQUEST
 */
export const fetchRows = async (context: AppContext, request: RowsRequest & PageRequest): Promise<RowsPage & Page> => {
  const table = context.pipeline.table(request.table)
  const [page, count] = await Promise.all([
    fetchPage(context, rowsQuery(table, request), request),
    countRowsOf(context, table, request),
  ])
  return { ...page, ...count }
}

/** One page of a query; blobs are summaries. Rows on the same level of the order come in the order of their keys. */
export const fetchPage = async (
  context: AppContext,
  query: Query,
  { attributes, order = [], limit = 100, offset = 0, after }: PageRequest,
): Promise<Page> => {
  const names = attributes ?? query.heading.map(({ name }) => name)
  const place = orderWithKey(query, order).map(({ attribute }) => attribute)
  const most = Math.min(limit, pageLimit)
  const options = {
    attributes: [...new Set([...names, ...place])],
    order,
    limit: most,
    after,
    ...(!after && { offset }),
  }
  const rows: Row[] = []
  for await (const row of streamRows(context, context.database, { attributes: query.heading }, query, options))
    rows.push(row)
  const last = rows.length === most ? rows.at(-1) : undefined
  return { rows: attributes ? rows.map((row) => part(row, names)) : rows, next: last ? part(last, place) : null }
}

const part = (row: Row, names: readonly string[]): Row =>
  Object.fromEntries(names.map((name) => [name, row[name] ?? null]))
