import { z } from 'zod'
import { listTrash } from '#app/trash/listTrash.ts'
import type { TrashEntry } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { limit, tableName } from '../wire.ts'

/** Deletes that can be taken back or were, the newest first. */
export const list = procedure
  .input(z.object({ table: tableName.optional(), limit: limit.optional() }).optional())
  .query(({ ctx, input }): Promise<readonly TrashEntry[]> => listTrash(ctx.app, input ?? {}, ctx.actor))
