import { cancelIngest } from '#app/ingestRuns.ts'
import { procedure } from '../trpc.ts'
import { ingestId } from './register.ts'

/** Ends the ingest that was asked for with this id; nothing of it is written. */
export const cancel = procedure.input(ingestId).mutation(({ ctx, input }): boolean => cancelIngest(ctx.app, input))
