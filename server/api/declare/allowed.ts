import { isAdmin } from '#app/assertAdmin.ts'
import { procedure } from '../trpc.ts'

/** Whether the person who asks may create tables, for a page that says so before it is tried. */
export const allowed = procedure.query(({ ctx }): boolean => isAdmin(ctx.app, ctx.actor))
