import { ignoreJob } from '#app/ignoreJob.ts'
import type { Queued } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { tableAndKey } from '../wire.ts'

export const ignore = procedure
  .input(tableAndKey)
  .mutation(({ ctx, input }): Promise<Queued> => ignoreJob(ctx.app, input, ctx.actor))
