import type { AppContext } from '#app/context.ts'
import { loadConfig } from '#server/loadConfig.ts'
import { terminalLog } from '#server/log.ts'
import { openContext } from '#server/openContext.ts'

/** Runs a command on the running server's database, or on one that is started for the command's own time. */
export const withContext = async <T>(work: (context: AppContext, signal: AbortSignal) => Promise<T>): Promise<T> => {
  const config = await loadConfig()
  const opened = await openContext(config, terminalLog({ quiet: true }))
  const interrupted = new AbortController()
  const interrupt = () => interrupted.abort()
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  try {
    return await work(opened.context, interrupted.signal)
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
    await opened.close()
  }
}
