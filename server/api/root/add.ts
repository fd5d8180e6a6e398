import { z } from 'zod'
import { addDataRoot } from '#app/dataRoots.ts'
import type { DataRoot } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { rootPath } from '../wire.ts'

export const add = procedure
  .input(z.object({ path: rootPath }))
  .mutation(({ ctx, input }): Promise<readonly DataRoot[]> => addDataRoot(ctx.app, input, ctx.actor))
