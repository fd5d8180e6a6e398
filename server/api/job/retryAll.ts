import { z } from 'zod'
import { retryAllJobs } from '#app/retryJob.ts'
import type { Queued } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { tableName } from '../wire.ts'

/** All failed jobs of a table. */
export const retryAll = procedure
  .input(z.object({ table: tableName }))
  .mutation(({ ctx, input }): Promise<Queued> => retryAllJobs(ctx.app, input, ctx.actor))
