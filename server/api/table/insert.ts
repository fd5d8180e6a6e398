import { z } from 'zod'
import { insertRow } from '#app/insertRow.ts'
import type { Key } from '#core/pipeline/table.ts'
import { procedure } from '../trpc.ts'
import { partRows, rowInput, tableName } from '../wire.ts'

/** A row and its part rows in one transaction. */
export const insert = procedure
  .input(z.object({ table: tableName, row: rowInput, parts: partRows.optional() }))
  .mutation(({ ctx, input }): Promise<{ key: Key }> => insertRow(ctx.app, input, ctx.actor))
