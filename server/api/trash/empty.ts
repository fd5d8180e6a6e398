import { z } from 'zod'
import { emptyTrash } from '#app/trash/emptyTrash.ts'
import { procedure } from '../trpc.ts'

/** Gives up for good what was deleted more than so many days ago. */
export const empty = procedure
  .input(z.object({ olderThanDays: z.number().int().min(0).max(36_500) }))
  .mutation(({ ctx, input }): Promise<{ readonly emptied: number }> => emptyTrash(ctx.app, input, ctx.actor))
