import { z } from 'zod'
import type { PlotProgress } from '#app/plotProgress.ts'
import { readPlotProgress } from '#app/requestPlot.ts'
import { procedure } from '../trpc.ts'
import { key, plotParams, tableName } from '../wire.ts'

/** How far the frame is that is asked for with the same words at `/api/frame`; null where nothing is loaded row by row. */
export const progress = procedure
  .input(z.object({ plot: z.string().max(64), table: tableName, key, params: plotParams }))
  .query(({ ctx, input }): PlotProgress | null => readPlotProgress(ctx.app, input))
