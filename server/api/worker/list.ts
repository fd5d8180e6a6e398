import { listWorkers } from '#app/listWorkers.ts'
import type { WorkerView } from '#app/views.ts'
import { procedure } from '../trpc.ts'

export const list = procedure.query(({ ctx }): Promise<readonly WorkerView[]> => listWorkers(ctx.app, {}, ctx.actor))
