import { pipelineStatus } from '#app/pipelineStatus.ts'
import type { TableStatus } from '#app/views.ts'
import { procedure } from '../trpc.ts'

export const status = procedure.query(({ ctx }): Promise<readonly TableStatus[]> => pipelineStatus(ctx.app))
