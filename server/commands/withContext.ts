import type { AppContext } from '#app/context.ts'
import { loadConfig } from '#server/loadConfig.ts'
import { terminalLog } from '#server/log.ts'
import { openContext } from '#server/openContext.ts'
import { explain } from './output.ts'
import { untilInterrupted } from './untilInterrupted.ts'

/**
 * Runs a command on the running server's database, or on one that is started for the command's own time. `signal` aborts at
 * Ctrl-C; the work then ends by itself, and a second Ctrl-C does not wait for it.
 */
export const withContext = (work: (context: AppContext, signal: AbortSignal) => Promise<void>): Promise<void> =>
  untilInterrupted(async (signal) => {
    const opened = await openContext(await loadConfig(), terminalLog({ quiet: true }))
    signal.addEventListener('abort', () => explain('Ending … (Ctrl-C again ends it at once)'), { once: true })
    try {
      await work(opened.context, signal)
    } finally {
      await opened.close()
    }
  })
