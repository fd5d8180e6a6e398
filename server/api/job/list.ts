import { z } from 'zod'
import { listJobs } from '#app/listJobs.ts'
import type { Job } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { key, limit, tableName } from '../wire.ts'

/** Jobs of one table or of all, those in trouble first. */
export const list = procedure
  .input(
    z.object({
      table: tableName.optional(),
      key: key.optional(),
      status: z.enum(['pending', 'reserved', 'success', 'error', 'ignore']).optional(),
      limit: limit.optional(),
    }),
  )
  .query(({ ctx, input }): Promise<readonly Job[]> => listJobs(ctx.app, input, ctx.actor))
