import { fromRoot } from './setup/paths.mjs'

/** Serves dist/server as it is, for `npm run dev`. */
const { runCommandLine } = await import(fromRoot('dist/server/cli.js'))
await runCommandLine(['start', ...process.argv.slice(2)])
