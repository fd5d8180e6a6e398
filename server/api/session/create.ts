import { z } from 'zod'
import { createSession } from '#app/createSession.ts'
import type { Key } from '#core/pipeline/table.ts'
import { procedure } from '../trpc.ts'
import { rowInput } from '../wire.ts'

const shortName = z.string().min(1).max(64)

export const create = procedure
  .input(
    z.object({
      session: rowInput,
      experimenters: z.array(shortName).max(50).optional(),
      project: shortName.optional(),
      note: z.string().max(4000).optional(),
    }),
  )
  .mutation(({ ctx, input }): Promise<{ readonly key: Key }> => createSession(ctx.app, input, ctx.actor))
