import type { AppContext } from './context.ts'
import { countQuery, countTable, type TableCount } from './countTable.ts'
import { rowsQuery } from './rowsQuery.ts'
import type { RowsRequest } from './views.ts'

/** `exact`: by reading, also where the server's guess would do. */
type CountRequest = RowsRequest & { readonly exact?: boolean }

/** How many rows a grid's request has in all; approximate for a huge table without any restriction. */
export const countRows = async (context: AppContext, request: CountRequest): Promise<TableCount> => {
  const table = context.pipeline.table(request.table)
  const query = rowsQuery(table, request)
  if (query.node === 'table' && !request.exact) return countTable(context, table)
  return countQuery(context, table, query, JSON.stringify([request.key, request.filters, request.search]))
}
