import { readFileSync } from 'node:fs'
import { ensurePrograms } from './debianPackages.mjs'
import { fromRoot } from './paths.mjs'
import { preparePythonJudges } from './pythonJudge.mjs'
import { runNode } from './run.mjs'
import { say } from './say.mjs'

/** Folder of the runners' reports, relative to the package. */
export const reports = 'test-results'

const vitest = async (name, projects, env = {}) => {
  const report = fromRoot(reports, `${name}.json`)
  const { code } = await runNode(
    [
      fromRoot('node_modules/vitest/vitest.mjs'),
      'run',
      ...projects.map((project) => `--project=${project}`),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { show: true, env: { TZ: 'UTC', ...env } },
  )
  return counted(name, code, report, vitestCounts)
}

/** A file that could not even be loaded has no tests to count: it is one failure. */
const vitestCounts = ({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) => ({
  passed: numPassedTests,
  failed: numFailedTests + testResults.filter(isBroken).length,
  skipped: numPendingTests + numTodoTests,
})

const isBroken = ({ status, assertionResults }) =>
  status === 'failed' && !assertionResults.some((test) => test.status === 'failed')

const playwright = async () => {
  if (!process.env.CHROMIUM_PATH)
    await ensurePrograms({
      title: 'Chromium',
      programs: [['chromium', 'chromium-browser', 'google-chrome']],
      packages: ['chromium'],
      cure: 'set CHROMIUM_PATH',
    })
  const report = fromRoot(reports, 'e2e.json')
  const { code } = await runNode([fromRoot('node_modules/@playwright/test/cli.js'), 'test'], {
    show: true,
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1', TZ: 'UTC' },
  })
  return counted('e2e', code, report, ({ stats }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
  }))
}

/** A runner that died, or failed without a failed test, counts as one failure: silence is never green. */
const counted = (name, code, report, read) => {
  try {
    const counts = read(JSON.parse(readFileSync(report, 'utf8')))
    return code === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 }
  } catch {
    say(`The ${name} tests ended with code ${code} and without a report.`)
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

/** The test suites by name, in the order in which they run; each resolves { passed, failed, skipped }. */
export const suites = {
  unit: () => vitest('unit', ['unit', 'dom']),
  db: () => vitest('db', ['db']),
  elements: () => vitest('elements', ['elements']),
  interop: async () => vitest('interop', ['interop'], await preparePythonJudges()),
  e2e: playwright,
}
