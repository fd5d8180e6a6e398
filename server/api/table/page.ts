import { fetchTablePage, type Page } from '#app/fetchRows.ts'
import { procedure } from '../trpc.ts'
import { rowsRequest } from '../wire.ts'

/** Rows without their total, which `count` tells once for all pages. */
export const page = procedure
  .input(rowsRequest)
  .query(({ ctx, input }): Promise<Page> => fetchTablePage(ctx.app, input))
