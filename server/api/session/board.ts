import { z } from 'zod'
import { sessionBoard } from '#app/sessionBoard.ts'
import type { Board } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { filters, limit, offset, search } from '../wire.ts'

export const board = procedure
  .input(
    z.object({
      filters: filters.optional(),
      search: search.optional(),
      experimenter: z.string().max(64).optional(),
      subject: z.string().max(64).optional(),
      offset: offset.optional(),
      limit: limit.optional(),
    }),
  )
  .query(({ ctx, input }): Promise<Board> => sessionBoard(ctx.app, input, ctx.actor))
