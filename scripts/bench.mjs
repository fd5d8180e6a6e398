import { existsSync } from 'node:fs'
import { fromRoot } from './setup/paths.mjs'
import { preparePythonJudges } from './setup/pythonJudge.mjs'
import { run } from './setup/run.mjs'
import { runOrExplain, say, step } from './setup/say.mjs'
import { setUp } from './setup/setUp.mjs'

/** Plotly with scattergl and heatmap, for the plain alternative only: the product has a smaller bundle. */
const plotly = 'plotly.js-dist-min'
const plotlyVersion = '4.1.1'
const plotlyFolder = fromRoot('.cache/plotly')
const plotlyBundle = fromRoot('.cache/plotly/node_modules', plotly, 'plotly.min.js')

/** `npm run bench`: set-up as needed, then what bench/ measures, in this very process, so that a signal ends what it started. */
await runOrExplain(async () => {
  await setUp({ forTests: true })
  if (!process.env.LABBOOK_TEST_PYTHON) Object.assign(process.env, await preparePythonJudges())
  process.env.LABBOOK_BENCH_PLOTLY ??= await preparePlotly()
  const { register } = await import('tsx/esm/api')
  register()
  await import('../bench/main.ts')
}, 'The bench cannot run')

/** Path of the bundle; it is missing where the registry does not answer, and what needs it is then left out. */
async function preparePlotly() {
  if (existsSync(plotlyBundle)) return plotlyBundle
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--fetch-retries=1']
  await step('Fetching Plotly for the plain alternative', async () => {
    const { code } = await run('npm', ['install', '--prefix', plotlyFolder, ...options, `${plotly}@${plotlyVersion}`])
    if (code !== 0) say('  it could not be fetched: pages are measured without the plain alternative')
  })
  return plotlyBundle
}
