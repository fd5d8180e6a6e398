import { describePipeline } from '#app/describePipeline.ts'
import type { PipelineView } from '#app/views.ts'
import { procedure } from '../trpc.ts'

export const describe = procedure.query(({ ctx }): Promise<PipelineView> => describePipeline(ctx.app))
