import { releaseReservation } from '#app/releaseReservation.ts'
import type { Queued } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { tableAndKey } from '../wire.ts'

export const release = procedure
  .input(tableAndKey)
  .mutation(({ ctx, input }): Promise<Queued> => releaseReservation(ctx.app, input, ctx.actor))
