import { fromRoot } from './setup/paths.mjs'
import { run } from './setup/run.mjs'
import { runOrExplain, say } from './setup/say.mjs'

/** `npm run check`: format, lint, types, generated files fresh, unit tests. Under a minute; run it before each commit. */
const checks = {
  'format and lint': ['node_modules/@biomejs/biome/bin/biome', 'ci', '.'],
  types: ['node_modules/typescript/bin/tsc', '-p', '.'],
  'generated files': ['--import', 'tsx', 'scripts/generate.ts', '--check'],
  'unit tests': [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--project=unit',
    '--project=dom',
    '--project=elements',
    '--reporter=dot',
  ],
}

await runOrExplain(async () => {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, args]) => {
      const from = Date.now()
      const { code, output } = await run(process.execPath, args, { env: { TZ: 'UTC' } })
      say(`${code === 0 ? '✓' : '✗'} ${name} (${((Date.now() - from) / 1000).toFixed(1)} s)`)
      return { code, name, output }
    }),
  )
  for (const { code, name, output } of results) if (code !== 0) say(`\n— ${name} —\n${output}`)
  process.exitCode = results.some(({ code }) => code !== 0) ? 1 : 0
})
