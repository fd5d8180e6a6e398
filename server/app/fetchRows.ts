import type { AppContext } from './context.ts'
import { countRowsOf } from './countRows.ts'
import { rowsQuery } from './rowsQuery.ts'
import { selectRows } from './selectRows.ts'
import type { RowsPage, RowsRequest } from './views.ts'

/** Rows per page at most. */
const pageLimit = 1000

/** One page of any table, native or foreign, with its total. @throws UNKNOWN_TABLE, UNKNOWN_ATTRIBUTE, INVALID_ROW, INVALID_VALUE */
export const fetchRows = async (context: AppContext, request: RowsRequest): Promise<RowsPage> => {
  const table = context.pipeline.table(request.table)
  const [rows, count] = await Promise.all([
    selectRows(context, context.database, table, rowsQuery(table, request), {
      order: request.order,
      limit: Math.min(request.limit ?? 100, pageLimit),
      offset: request.offset ?? 0,
    }),
    countRowsOf(context, table, request),
  ])
  return { rows, ...count }
}
