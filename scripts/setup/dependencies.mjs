import { existsSync } from 'node:fs'
import { fromRoot } from './paths.mjs'
import { run } from './run.mjs'
import { SetupError } from './say.mjs'
import { stampedStep } from './stamp.mjs'

/**
 * `npm ci`. An installation that has the tests' packages keeps them when it is renewed, also by `npm start`: who develops
 * would wait for them again and again.
 */
export const dependencies = (forTests) => {
  const withTests = forTests || existsSync(fromRoot('node_modules/vitest'))
  return withTests ? installation('all', '--include=dev') : installation('product', '--omit=dev')
}

const installation = (variant, choice) =>
  stampedStep({
    title: 'Installing dependencies (npm ci)',
    inputs: ['package.json', 'package-lock.json', '.npmrc'],
    variant: [variant, process.platform, process.arch].join(' '),
    stamp: 'node_modules/.labbook-installed',
    make: () => install(choice),
  })

const install = async (choice) => {
  const { code, output } = await run('npm', ['ci', choice, ...options], { env: { NODE_ENV: '' } }).catch(noNpm)
  if (code === 0) return
  throw new SetupError(
    `the dependencies could not be installed (npm: ${reason(output)}). Check the network and the disk, and run the same command again.`,
  )
}

/** No package's script runs. An unreachable registry is given up within seconds, not after npm's two minutes. */
const options = [
  '--ignore-scripts',
  '--prefer-offline',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
  '--fetch-retries=2',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
]

const noNpm = () => ({ code: 1, output: 'it is not installed, or not in PATH' })

/** npm's own words, without its prefixes, its codes and its log file. */
const reason = (output) => {
  const lines = output
    .split('\n')
    .filter((line) => !/^npm warn/i.test(line))
    .map((line) => line.replace(/^npm (error|ERR!)\s*/i, '').trim())
    .filter((line) => line && !/^(code|errno|syscall|path|dest|A complete log)\b/i.test(line))
  return (lines[0] || 'no reason given').replace(/\.$/, '').slice(0, 200)
}
