import { existsSync } from 'node:fs'
import { installPackages } from './debianPackages.mjs'
import { findProgram, fromRoot } from './paths.mjs'
import { run } from './run.mjs'
import { SetupError, say, step } from './say.mjs'
import { stampedStep } from './stamp.mjs'

const requirements = 'scripts/setup/python-requirements.txt'
const venv = '.cache/python'
const python = fromRoot(venv, 'bin/python')

/**
 * The Python client that judges our databases, in a virtual environment of its own. Resolves the path of its python, or null
 * where there is no Python: then the interop tests are reported as skipped, except in CI, where that is a failure.
 */
export const preparePythonJudge = async () => {
  if (existsSync(python) && environment.isFresh()) return python
  try {
    await step(environment.title, environment.make)
    return python
  } catch (error) {
    if (process.env.CI) throw error
    say(`  skipped: ${error.message}`)
    return null
  }
}

const environment = stampedStep({
  title: 'Preparing the Python client that judges the databases',
  inputs: [requirements],
  stamp: `${venv}/.labbook-installed`,
  make: async () => {
    if (!(await makeVenv())) {
      await installPackages({ title: 'Python 3 with venv', packages: ['python3-venv'] })
      if (!(await makeVenv())) throw new SetupError('Python 3 cannot make a virtual environment.')
    }
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', fromRoot(requirements)]
    const { code, output } = await run(python, install)
    if (code !== 0)
      throw new SetupError(`the Python packages could not be installed. Check the network.\n${output.slice(-600)}`)
  },
})

/** Debian's own python3 first: it is the one that python3-venv belongs to. */
const makeVenv = async () => {
  for (const program of ['/usr/bin/python3', findProgram('python3')].filter(Boolean)) {
    const { code } = await run(program, ['-m', 'venv', '--clear', fromRoot(venv)]).catch(() => ({ code: 1 }))
    if (code === 0) return true
  }
  return false
}
