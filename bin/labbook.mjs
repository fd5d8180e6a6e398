#!/usr/bin/env node
import { fromRoot } from '../scripts/setup/paths.mjs'
import { runOrExplain } from '../scripts/setup/say.mjs'
import { setUp } from '../scripts/setup/setUp.mjs'

await runOrExplain(async () => {
  await setUp()
  const { runCommandLine } = await import(fromRoot('dist/server/cli.js'))
  await runCommandLine(process.argv.slice(2))
})
