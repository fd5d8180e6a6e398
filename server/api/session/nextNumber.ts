import { z } from 'zod'
import { nextSessionNumber } from '#app/nextSessionNumber.ts'
import { procedure } from '../trpc.ts'
import { rowInput } from '../wire.ts'

export const nextNumber = procedure
  .input(z.object({ row: rowInput }))
  .query(({ ctx, input }): Promise<number | null> => nextSessionNumber(ctx.app, ctx.app.database, input.row))
