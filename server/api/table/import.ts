import { z } from 'zod'
import { importRows as importAll } from '#app/importRows.ts'
import type { ImportResult } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { rowInput, tableName } from '../wire.ts'

/** All rows or none, with a verdict on each. */
export const importRows = procedure
  .input(z.object({ table: tableName, rows: z.array(rowInput).max(100_000), dryRun: z.boolean().optional() }))
  .mutation(({ ctx, input }): Promise<ImportResult> => importAll(ctx.app, input, ctx.actor))
