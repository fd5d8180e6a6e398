import { z } from 'zod'
import { listPlots } from '#app/listPlots.ts'
import type { PlotView } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { key, tableName } from '../wire.ts'

/** Plots that fit the table, for the rows of `key`. */
export const list = procedure
  .input(z.object({ table: tableName, key: key.optional() }))
  .query(({ ctx, input }): Promise<readonly PlotView[]> => listPlots(ctx.app, input, ctx.actor))
