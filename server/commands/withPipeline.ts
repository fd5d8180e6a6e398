import { loadConfig } from '#server/loadConfig.ts'
import { terminalLog } from '#server/log.ts'
import { type OpenPipeline, type OpenPipelineOptions, openPipeline } from '#server/openPipeline.ts'
import { orInterrupted, untilInterrupted } from './untilInterrupted.ts'

/**
 * Runs a command on the running server's database, or on one that is started for the command's own time, without what only
 * use cases need. Ctrl-C ends it.
 */
export const withPipeline = (
  work: (opened: OpenPipeline) => Promise<void>,
  options: OpenPipelineOptions = { declare: 'ours' },
): Promise<void> =>
  untilInterrupted(async (signal) => {
    const opened = await openPipeline(await loadConfig(), terminalLog({ quiet: true }), options)
    try {
      await orInterrupted(signal, work(opened))
    } finally {
      await opened.close()
    }
  })
