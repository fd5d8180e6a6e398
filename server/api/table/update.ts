import { z } from 'zod'
import { updateRow } from '#app/updateRow.ts'
import type { RowWithParts } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { key, partRows, rowInput, tableName } from '../wire.ts'

/** Secondary attributes, and all rows of the parts that are named. `expected` is the row as the person saw it. */
export const update = procedure
  .input(
    z.object({
      table: tableName,
      key,
      row: rowInput,
      parts: partRows.optional(),
      expected: rowInput.optional(),
    }),
  )
  .mutation(({ ctx, input }): Promise<RowWithParts> => updateRow(ctx.app, input, ctx.actor))
