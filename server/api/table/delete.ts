import { z } from 'zod'
import { deleteCascade } from '#app/deleteCascade.ts'
import type { DeletePreview } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { partIntegrity, tableAndKey } from '../wire.ts'

/** Deletes what the preview with this token showed, to the trash or for good, and answers what was deleted. */
const request = tableAndKey.extend({
  token: z.string().min(1).max(200),
  parts: partIntegrity.optional(),
  trash: z.enum(['keep', 'none']).optional(),
})

export const deleteRow = procedure
  .input(request)
  .mutation(({ ctx, input }): Promise<DeletePreview> => deleteCascade(ctx.app, input, ctx.actor))
