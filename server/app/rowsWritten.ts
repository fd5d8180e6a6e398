import type { AppContext } from './context.ts'
import { pipelineChanged } from './watchPipeline.ts'

/** After a committed write: pages that watch look again, and workers look for new keys. */
export const rowsWritten = (context: AppContext): void => {
  pipelineChanged(context)
  context.wakeWorkers?.()
}
