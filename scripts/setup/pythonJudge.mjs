import { existsSync } from 'node:fs'
import { installPackages } from './debianPackages.mjs'
import { findProgram, fromRoot } from './paths.mjs'
import { run } from './run.mjs'
import { SetupError, say, step } from './say.mjs'
import { stampedStep } from './stamp.mjs'

/** The generations of datajoint-python that judge us: the folder of each, and the file of its packages beside this one. */
const generations = [
  { name: '2', venv: '.cache/python', requirements: 'scripts/setup/python-2.txt' },
  { name: '0.14', venv: '.cache/python-0.14', requirements: 'scripts/setup/python-0.14.txt' },
]

/**
 * The Python clients that judge our databases, each in a virtual environment of its own. Resolves what the interop tests read
 * from their environment, empty where there is no Python: then they are reported as skipped, except in CI, where that is a failure.
 */
export const preparePythonJudges = async () => {
  const pythons = []
  for (const generation of generations) pythons.push(await preparePython(generation))
  const [current, former] = pythons
  return { LABBOOK_TEST_PYTHON: current ?? '', LABBOOK_TEST_PYTHON_014: former ?? '' }
}

const preparePython = async (generation) => {
  const python = fromRoot(generation.venv, 'bin/python')
  const environment = environmentOf(generation, python)
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

const environmentOf = ({ name, venv, requirements }, python) =>
  stampedStep({
    title: `Preparing datajoint-python ${name}, which judges the databases`,
    inputs: [requirements],
    stamp: `${venv}/.labbook-installed`,
    make: async () => {
      if (!(await makeVenv(venv))) {
        await installPackages({ title: 'Python 3 with venv', packages: ['python3-venv'] })
        if (!(await makeVenv(venv))) throw new SetupError('Python 3 cannot make a virtual environment.')
      }
      const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', fromRoot(requirements)]
      const { code, output } = await run(python, install)
      if (code !== 0)
        throw new SetupError(`the Python packages could not be installed. Check the network.\n${output.slice(-600)}`)
    },
  })

/** Debian's own python3 first: it is the one that python3-venv belongs to. */
const makeVenv = async (venv) => {
  for (const program of ['/usr/bin/python3', findProgram('python3')].filter(Boolean)) {
    const { code } = await run(program, ['-m', 'venv', '--clear', fromRoot(venv)]).catch(() => ({ code: 1 }))
    if (code === 0) return true
  }
  return false
}
