import { type IngestProgress, readIngestProgress } from '#app/ingestRuns.ts'
import { procedure } from '../trpc.ts'
import { ingestId } from './register.ts'

/** How far the ingest is that was asked for with this id. */
export const progress = procedure
  .input(ingestId)
  .query(({ ctx, input }): IngestProgress | null => readIngestProgress(ctx.app, input))
