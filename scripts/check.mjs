import { runNode } from './setup/run.mjs'
import { runOrExplain, say } from './setup/say.mjs'
import { setUp } from './setup/setUp.mjs'

/** `npm run check`: format, lint, types, generated files fresh, unit tests. Under a minute; run it before each commit. */
const checks = {
  'format and lint': ['node_modules/@biomejs/biome/bin/biome', 'ci', '.'],
  types: ['node_modules/typescript/bin/tsc', '-p', '.'],
  'generated files': ['--import', 'tsx', 'scripts/generate.ts', '--check'],
  'unit tests': ['node_modules/vitest/vitest.mjs', 'run', '--project=unit', '--project=dom', '--reporter=dot'],
}

await runOrExplain(async () => {
  await setUp({ forTests: true, forServing: false })
  const results = await Promise.all(Object.entries(checks).map(runCheck))
  for (const { name, code, output } of results) if (code !== 0) say(`\n— ${name} —\n${output}`)
  process.exitCode = results.some(({ code }) => code !== 0) ? 1 : 0
}, 'The checks cannot run')

async function runCheck([name, args]) {
  const from = Date.now()
  const { code, output } = await runNode(args, { env: { TZ: 'UTC' } })
  say(`${code === 0 ? '✓' : '✗'} ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`)
  return { name, code, output }
}
