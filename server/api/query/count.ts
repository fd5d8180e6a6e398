import { countQueryRows } from '#app/runQuery.ts'
import type { RowsPage } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { queryInput } from '../wire.ts'

export const count = procedure
  .input(queryInput)
  .query(({ ctx, input }): Promise<Omit<RowsPage, 'rows'>> => countQueryRows(ctx.app, input))
