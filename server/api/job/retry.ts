import { retryJob } from '#app/retryJob.ts'
import type { Queued } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { tableAndKey } from '../wire.ts'

export const retry = procedure
  .input(tableAndKey)
  .mutation(({ ctx, input }): Promise<Queued> => retryJob(ctx.app, input, ctx.actor))
