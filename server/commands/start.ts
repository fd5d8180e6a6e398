import type { Command } from 'commander'
import { loadConfig } from '#server/loadConfig.ts'
import { port } from './options.ts'

type StartOptions = { port?: number; host?: string; databasePort?: number; demo: boolean; worker: boolean }

/** `labbook start` = `npm start --`: the server and one worker, until a signal. */
export const addStart = (program: Command): void => {
  program
    .command('start')
    .description('serve LabBook, with one populate worker')
    .option('--port <number>', 'port of the pages (8080)', port)
    .option('--host <address>', 'address to listen on (127.0.0.1); any other asks for a one-time access link')
    .option('--database-port <number>', 'also open the embedded database to Python on 127.0.0.1 at this port', port)
    .option('--no-demo', 'do not make demo data on the first start')
    .option('--no-worker', 'do not start a worker')
    .action(async ({ port, host, databasePort, demo, worker }: StartOptions) => {
      const config = await loadConfig({
        port,
        host,
        databasePort,
        ...(demo ? {} : { demo }),
        ...(worker ? {} : { worker }),
      })
      // Loaded late: no other command needs the web server's modules.
      const { runServer } = await import('#server/main.ts')
      await runServer(config)
    })
}
