import { z } from 'zod'
import { reloadKey } from '#app/reloadKey.ts'
import type { Queued } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { key, tableName } from '../wire.ts'

/** Deletes what the preview with this token showed and queues the key again. */
export const reload = procedure
  .input(z.object({ table: tableName, key, token: z.string().min(1).max(200) }))
  .mutation(({ ctx, input }): Promise<Queued> => reloadKey(ctx.app, input, ctx.actor))
