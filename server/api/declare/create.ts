import { z } from 'zod'
import { declareDefinitions } from '#app/declareDefinitions.ts'
import { procedure } from '../trpc.ts'

export const create = procedure
  .input(
    z.object({
      text: z.string().max(200_000),
      schema: z
        .string()
        .regex(/^[a-z][a-z0-9_]*$/)
        .optional(),
    }),
  )
  .mutation(({ ctx, input }) => declareDefinitions(ctx.app, input, ctx.actor))
