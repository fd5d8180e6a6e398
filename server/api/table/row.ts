import { fetchRow } from '#app/fetchRow.ts'
import type { RowWithParts } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { tableAndKey } from '../wire.ts'

export const row = procedure
  .input(tableAndKey)
  .query(({ ctx, input }): Promise<RowWithParts> => fetchRow(ctx.app, input))
