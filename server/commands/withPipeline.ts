import { loadConfig } from '#server/loadConfig.ts'
import { terminalLog } from '#server/log.ts'
import { type OpenPipeline, openPipeline } from '#server/openPipeline.ts'
import { orInterrupted, untilInterrupted } from './untilInterrupted.ts'

/**
 * Runs a command that only looks: on the running server's database, or on one that is started for the command's own time.
 * Ctrl-C ends it.
 */
export const withPipeline = (work: (opened: OpenPipeline) => Promise<void>): Promise<void> =>
  untilInterrupted(async (signal) => {
    const opened = await openPipeline(await loadConfig(), terminalLog({ quiet: true }), { onlyLook: true })
    try {
      await orInterrupted(signal, work(opened))
    } finally {
      await opened.close()
    }
  })
