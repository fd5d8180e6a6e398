import { z } from 'zod'
import { restoreTrash } from '#app/trash/restoreTrash.ts'
import type { TrashEntry } from '#app/views.ts'
import { procedure } from '../trpc.ts'

/** Brings back all rows of one delete, or none. */
export const restore = procedure
  .input(z.object({ id: z.number().int().positive() }))
  .mutation(({ ctx, input }): Promise<TrashEntry> => restoreTrash(ctx.app, input, ctx.actor))
