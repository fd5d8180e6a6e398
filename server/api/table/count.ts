import { z } from 'zod'
import { countRows } from '#app/countRows.ts'
import type { RowsPage } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { rowsRequest } from '../wire.ts'

export const count = procedure
  .input(rowsRequest.extend({ exact: z.boolean().optional() }))
  .query(({ ctx, input }): Promise<Omit<RowsPage, 'rows'>> => countRows(ctx.app, input))
