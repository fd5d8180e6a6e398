import type { Command } from 'commander'
import { populateTable } from '#app/populateTable.ts'
import { wholeNumber } from './options.ts'
import { explain } from './output.ts'
import { withContext } from './withContext.ts'

type PopulateOptions = { where?: string; max?: number }

/** `labbook populate TABLE`: one table, here and now, with a progress bar. Exit code 1 when a key failed, 130 after Ctrl-C. */
export const addPopulate = (program: Command): void => {
  program
    .command('populate')
    .argument('<table>', 'schema.Table, or a bare Table')
    .option('--where <condition>', `only keys that fit, such as "subject='mouse1'"`)
    .option('--max <keys>', 'at most so many keys', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .description('populate one table')
    .action((table: string, { where, max }: PopulateOptions) =>
      withContext(async (context, signal) => {
        const result = await populateTable(context, { table, where, max, signal }, drawBar)
        if (process.stderr.isTTY) process.stderr.write('\n')
        explain(`${result.done} made, ${result.failed} failed, ${result.left} left.`)
        for (const { key, message } of result.errors) explain(`${JSON.stringify(key)}: ${message}`)
        if (signal.aborted) throw signal.reason
        if (result.failed) process.exitCode = 1
      }),
    )
}

const width = 30

const drawBar = ({ done, total, message }: { done: number; total: number; message: string }): void => {
  const filled = Math.round((done / Math.max(1, total)) * width)
  const line = `[${'█'.repeat(filled)}${'·'.repeat(width - filled)}] ${done}/${total} ${message}`
  if (process.stderr.isTTY) process.stderr.write(`\r${line.slice(0, (process.stderr.columns ?? 80) - 1).padEnd(60)}`)
}
