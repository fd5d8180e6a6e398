import type { Command } from 'commander'
import { workerLoop } from '#app/workerLoop.ts'
import { commaList, wholeNumber } from './options.ts'
import { explain } from './output.ts'
import { withContext } from './withContext.ts'

type WorkerOptions = { tables?: string[]; concurrency: number; once: boolean }

/**
 * `labbook worker`: one more populate worker, on this machine or another one. A job that fails is the worker's normal business:
 * it waits with its error in the list of jobs, and the exit code stays 0.
 */
export const addWorker = (program: Command): void => {
  program
    .command('worker')
    .description('populate the pipeline until a signal')
    .option('--tables <A,B>', 'only these tables', commaList)
    .option('--concurrency <jobs>', 'jobs at a time', wholeNumber(1, 64), 1)
    .option('--once', 'end when nothing is left to do; failed jobs wait in the list of jobs', false)
    .action(({ tables, concurrency, once }: WorkerOptions) =>
      withContext(async (context, signal) => {
        const names = tables?.map((name) => context.pipeline.table(name).name)
        await workerLoop(context, {
          tables: names,
          concurrency,
          once,
          signal,
          onEvent: ({ message }) => explain(message),
        })
      }),
    )
}
