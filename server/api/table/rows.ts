import { fetchRows, type Page } from '#app/fetchRows.ts'
import type { RowsPage } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { rowsRequest } from '../wire.ts'

export const rows = procedure
  .input(rowsRequest)
  .query(({ ctx, input }): Promise<RowsPage & Page> => fetchRows(ctx.app, input))
