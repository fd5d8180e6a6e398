import { z } from 'zod'
import { followIngest } from '#app/ingestRuns.ts'
import { registerIngest } from '#app/registerIngest.ts'
import type { IngestResult } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { key, relativePath, rootPath, rowInput } from '../wire.ts'

const session = z.union([
  z.object({ key }),
  z.object({ row: rowInput }),
  z.object({ subject: z.string().min(1).max(64), startedAt: z.string().min(1).max(32).optional() }),
])

/** Made up by who asks, so that it can ask how far it is and cancel it. */
export const ingestId = z.string().min(8).max(64)

export const register = procedure
  .input(
    z.object({
      root: rootPath,
      directory: relativePath,
      session,
      accept: z.array(z.string().max(4096)).max(1000).optional(),
      experimenter: z.string().max(32).optional(),
      note: z.string().max(1024).optional(),
      dryRun: z.boolean().optional(),
      id: ingestId.optional(),
    }),
  )
  .mutation(
    ({ ctx, input: { id, ...request } }): Promise<IngestResult> =>
      followIngest(ctx.app, id, (watch) => registerIngest(ctx.app, request, ctx.actor, watch)),
  )
