import { listDataRoots } from '#app/dataRoots.ts'
import type { DataRoot } from '#app/views.ts'
import { procedure } from '../trpc.ts'

export const list = procedure.query(({ ctx }): Promise<readonly DataRoot[]> => listDataRoots(ctx.app))
