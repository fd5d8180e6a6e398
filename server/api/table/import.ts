import { z } from 'zod'
import { insertRows } from '#app/insertRows.ts'
import type { ImportResult } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { rowInput, tableName } from '../wire.ts'

/** All rows or none, with what is wrong with each row that does not fit. */
export const importRows = procedure
  .input(
    z.object({
      table: tableName,
      rows: z.array(rowInput).max(100_000),
      dryRun: z.boolean().optional(),
      duplicates: z.enum(['refuse', 'skip', 'replace']).optional(),
      ignoreExtra: z.boolean().optional(),
      bulk: z.boolean().optional(),
    }),
  )
  .mutation(({ ctx, input }): Promise<ImportResult> => insertRows(ctx.app, input, ctx.actor))
