import { existsSync } from 'node:fs'
import { ensureProgram } from './debianPackages.mjs'
import { findProgram, fromRoot } from './paths.mjs'
import { run } from './run.mjs'
import { SetupError, say, step } from './say.mjs'
import { fingerprintOf, isFresh, writeStamp } from './stamp.mjs'

const requirements = 'scripts/setup/python-requirements.txt'
const venv = fromRoot('.cache/python')

/**
 * The Python client that judges our databases, in a virtual environment of its own. Resolves the path of its python, or null
 * where there is no Python: then the interop tests are reported as skipped, except in CI, where that is a failure.
 */
export const preparePythonJudge = async () => {
  const python = `${venv}/bin/python`
  const fingerprint = fingerprintOf([requirements])
  if (existsSync(python) && isFresh(`${venv}/.labbook-installed`, fingerprint)) return python
  try {
    await step('Preparing the Python client that judges the databases', () => makeVenv(python))
  } catch (error) {
    if (process.env.CI) throw error
    say(`  skipped: ${error.message}`)
    return null
  }
  writeStamp(`${venv}/.labbook-installed`, fingerprint)
  return python
}

const makeVenv = async (python) => {
  if (!(await tryVenv())) {
    await ensureProgram({ title: 'Python', programs: ['no-program-of-this-name'], packages: ['python3-venv'] }).catch(
      () => {},
    )
    if (!(await tryVenv()))
      throw new SetupError('there is no Python 3 with venv on this machine ("sudo apt-get install python3-venv").')
  }
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', fromRoot(requirements)]
  const { code, output } = await run(python, pip)
  if (code !== 0) throw new SetupError(`the Python packages could not be installed: ${output.slice(-300)}`)
}

const tryVenv = async () => {
  for (const python of ['/usr/bin/python3', findProgram('python3')].filter(Boolean)) {
    const { code } = await run(python, ['-m', 'venv', '--clear', venv]).catch(() => ({ code: 1 }))
    if (code === 0) return true
  }
  return false
}
