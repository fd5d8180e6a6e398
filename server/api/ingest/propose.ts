import { z } from 'zod'
import { proposeIngest } from '#app/proposeIngest.ts'
import type { IngestProposal } from '#app/views.ts'
import { procedure } from '../trpc.ts'
import { relativePath, rootPath } from '../wire.ts'

export const propose = procedure
  .input(z.object({ root: rootPath, directory: relativePath }))
  .query(({ ctx, input }): Promise<IngestProposal> => proposeIngest(ctx.app, input, ctx.actor))
