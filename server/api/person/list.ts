import { listPeople } from '#app/listPeople.ts'
import type { Person } from '#app/views.ts'
import { procedure } from '../trpc.ts'

export const list = procedure.query(({ ctx }): Promise<readonly Person[]> => listPeople(ctx.app))
