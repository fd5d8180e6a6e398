import { type LeftOut, listLeftOut } from '#app/listLeftOut.ts'
import { procedure } from '../trpc.ts'

/** Tables that cannot be shown, why, and what to do. */
export const leftOut = procedure.query(({ ctx }): readonly LeftOut[] => listLeftOut(ctx.app))
