import { z } from 'zod'
import { removeDataRoot } from '#app/dataRoots.ts'
import type { DataRoot } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { rootPath } from '../wire.ts'

export const remove = procedure
  .input(z.object({ path: rootPath }))
  .mutation(({ ctx, input }): Promise<readonly DataRoot[]> => removeDataRoot(ctx.app, input, ctx.actor))
