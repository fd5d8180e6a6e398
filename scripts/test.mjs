import { mkdirSync, rmSync } from 'node:fs'
import { fromRoot } from './setup/paths.mjs'
import { runOrExplain, say } from './setup/say.mjs'
import { setUp } from './setup/setUp.mjs'
import { reports, suites } from './setup/suites.mjs'

/** `npm test [-- suite …]`: set-up as needed, then the tests; the last line adds up what all runners counted. */
await runOrExplain(async () => {
  const wanted = process.argv.slice(2)
  const unknown = wanted.find((name) => !Object.keys(suites).includes(name))
  if (unknown !== undefined) {
    say(`There is no test suite "${unknown}"; the suites are ${Object.keys(suites).join(', ')}.`)
    process.exitCode = 2
    return
  }
  await setUp({ forTests: true })
  rmSync(fromRoot(reports), { recursive: true, force: true })
  mkdirSync(fromRoot(reports), { recursive: true })
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const name of wanted.length ? wanted : Object.keys(suites)) {
    say(`\n— ${name} —`)
    const counts = await suites[name]()
    for (const figure of Object.keys(total)) total[figure] += counts[figure]
  }
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
  const skipped = total.skipped ? `, ${total.skipped} skipped` : ''
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`)
}, 'The tests cannot run')
