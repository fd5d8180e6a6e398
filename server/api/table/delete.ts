import { z } from 'zod'
import { deleteCascade } from '#app/deleteCascade.ts'
import type { DeletePreview } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { key, tableName } from '../wire.ts'

/** Deletes what the preview with this token showed, and answers what was deleted. */
export const deleteRow = procedure
  .input(z.object({ table: tableName, key, token: z.string().min(1).max(200) }))
  .mutation(({ ctx, input }): Promise<DeletePreview> => deleteCascade(ctx.app, input, ctx.actor))
