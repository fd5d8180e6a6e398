import type { TableStatus } from '#app/views.ts'
import { watchPipeline } from '#app/watchPipeline.ts'
import { procedure } from '../trpc.ts'

/** Sends every table's status once, and then those that changed, for as long as the browser listens. */
export const watch = procedure.subscription(
  ({ ctx, signal }): AsyncGenerator<readonly TableStatus[], void> =>
    watchPipeline(ctx.app, signal ?? new AbortController().signal),
)
