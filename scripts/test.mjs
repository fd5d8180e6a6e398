import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { ensureProgram } from './setup/debianPackages.mjs'
import { fromRoot } from './setup/paths.mjs'
import { preparePythonJudge } from './setup/pythonJudge.mjs'
import { run } from './setup/run.mjs'
import { runOrExplain, SetupError, say } from './setup/say.mjs'
import { setUp } from './setup/setUp.mjs'

/** One runner's figures. A runner that died without a report counts as one failure, so that silence is never green. */
const reports = fromRoot('test-results')

const vitest =
  (name, ...projects) =>
  async (env = {}) => {
    const file = `${reports}/${name}.json`
    const args = [
      'run',
      ...projects.map((project) => `--project=${project}`),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ]
    const { code } = await run(process.execPath, [fromRoot('node_modules/vitest/vitest.mjs'), ...args], {
      show: true,
      env: { TZ: 'UTC', ...env },
    })
    const report = readReport(file)
    if (!report) return { passed: 0, failed: 1, skipped: 0 }
    const failed =
      report.numFailedTests +
      report.testResults.filter((suite) => suite.status === 'failed' && suite.assertionResults.length === 0).length
    return {
      passed: report.numPassedTests,
      failed: failed || (code ? 1 : 0),
      skipped: report.numPendingTests + report.numTodoTests,
    }
  }

const playwright = async () => {
  if (!process.env.CHROMIUM_PATH)
    await ensureProgram({
      title: 'Chromium',
      programs: ['chromium', 'chromium-browser', 'google-chrome'],
      packages: ['chromium'],
      cure: 'set CHROMIUM_PATH',
    })
  const file = `${reports}/e2e.json`
  const { code } = await run(process.execPath, [fromRoot('node_modules/@playwright/test/cli.js'), 'test'], {
    show: true,
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: file, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1', TZ: 'UTC' },
  })
  const stats = readReport(file)?.stats
  if (!stats) return { passed: 0, failed: 1, skipped: 0 }
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected || (code ? 1 : 0), skipped: stats.skipped }
}

const interop = async () => {
  const python = await preparePythonJudge()
  return vitest('interop', 'interop')({ LABBOOK_TEST_PYTHON: python ?? '' })
}

const suites = {
  unit: vitest('unit', 'unit', 'dom'),
  db: vitest('db', 'db'),
  elements: vitest('elements', 'elements'),
  interop,
  e2e: playwright,
}

await runOrExplain(async () => {
  const wanted = process.argv.slice(2)
  const unknown = wanted.filter((name) => !(name in suites))
  if (unknown.length) {
    say(`There is no test suite "${unknown[0]}"; the suites are ${Object.keys(suites).join(', ')}.`)
    process.exitCode = 2
    return
  }
  await setUp({ forTests: true })
  rmSync(reports, { recursive: true, force: true })
  mkdirSync(reports, { recursive: true })
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const name of wanted.length ? wanted : Object.keys(suites)) {
    say(`\n— ${name} —`)
    const result = await suites[name]()
    for (const figure of Object.keys(total)) total[figure] += result[figure]
  }
  if (process.env.CI && total.passed === 0) throw new SetupError('no test ran.')
  process.exitCode = total.failed ? 1 : 0
  const skipped = total.skipped ? `, ${total.skipped} skipped` : ''
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed${skipped}\n`)
})

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}
