import { fromRoot } from './setup/paths.mjs'
import { runOrExplain } from './setup/say.mjs'
import { setUp } from './setup/setUp.mjs'

/** `npm start`: set-up as needed, then the server in this very process, so that a signal to npm reaches it. */
await runOrExplain(async () => {
  await setUp()
  const { runCommandLine } = await import(fromRoot('dist/server/cli.js'))
  await runCommandLine(['start', ...process.argv.slice(2)])
})
