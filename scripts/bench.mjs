import { preparePythonJudges } from './setup/pythonJudge.mjs'
import { runOrExplain } from './setup/say.mjs'
import { setUp } from './setup/setUp.mjs'

/** `npm run bench`: set-up as needed, then what bench/ measures, in this very process, so that a signal ends what it started. */
await runOrExplain(async () => {
  await setUp({ forTests: true })
  if (!process.env.LABBOOK_TEST_PYTHON) Object.assign(process.env, await preparePythonJudges())
  const { register } = await import('tsx/esm/api')
  register()
  await import('../bench/main.ts')
}, 'The bench cannot run')
