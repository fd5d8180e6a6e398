#!/usr/bin/env node
import { fromRoot } from '../scripts/setup/paths.mjs'
import { runOrExplain } from '../scripts/setup/say.mjs'
import { setUp } from '../scripts/setup/setUp.mjs'

/** What is answered without a database is also answered where none can be installed. */
const withoutDatabase = ['blob', 'help', '--help', '-h', '--version', '-V']

await runOrExplain(async () => {
  await setUp({ withDatabase: !withoutDatabase.includes(process.argv[2]) })
  const { runCommandLine } = await import(fromRoot('dist/server/cli.js'))
  await runCommandLine(process.argv.slice(2))
})
