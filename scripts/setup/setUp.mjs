import { existsSync, readFileSync } from 'node:fs'
import { ensureProgram } from './debianPackages.mjs'
import { withSetupLock } from './lock.mjs'
import { fromRoot, isWritable, root } from './paths.mjs'
import { run } from './run.mjs'
import { SetupError, step } from './say.mjs'
import { fingerprintOf, isFresh, writeStamp } from './stamp.mjs'

const dependencyInputs = ['package.json', 'package-lock.json', '.npmrc']
const prismaInputs = ['prisma', 'prisma.config.ts', 'package-lock.json']
const buildInputs = [
  'web',
  'server',
  'elements',
  'prisma/models',
  'public',
  'vite.config.ts',
  'postcss.config.cjs',
  'package-lock.json',
]

/**
 * Brings a bare clone to where the program can run: dependencies, database server, Prisma client, build. Each step is skipped
 * when what it makes is there and made from the same inputs, so a second start costs a fraction of a second.
 */
export const setUp = async ({ forTests = false } = {}) => {
  assertNode()
  const plan = { dependencies: !dependenciesAreFresh(forTests), prisma: !prismaIsFresh(), build: !buildIsFresh() }
  if (plan.dependencies || plan.prisma || plan.build) {
    assertWritable()
    await withSetupLock(() => makeWhatIsMissing(forTests))
  }
  await ensureServer()
}

const makeWhatIsMissing = async (forTests) => {
  if (!dependenciesAreFresh(forTests))
    await step('Installing dependencies (npm ci)', () => installDependencies(forTests))
  if (!prismaIsFresh()) await step('Generating the Prisma client', generatePrisma)
  if (!buildIsFresh()) await step('Building the pages and the server', build)
}

const assertNode = () => {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19))
    throw new SetupError(
      `it needs Node 20.19 or newer, and this is ${process.versions.node}. Install a newer Node (nodejs.org).`,
    )
}

const assertWritable = () => {
  if (!isWritable(root) || (existsSync(fromRoot('node_modules')) && !isWritable(fromRoot('node_modules'))))
    throw new SetupError(
      `the folder ${root} is read-only for this user, and the set-up has to write node_modules and dist there. Use a clone of your own.`,
    )
}

const dependencyStamp = fromRoot('node_modules/.labbook-installed')
const dependencyFingerprint = (kind) => fingerprintOf(dependencyInputs, `${kind} ${process.platform} ${process.arch}`)
const dependenciesAreFresh = (forTests) =>
  isFresh(dependencyStamp, dependencyFingerprint('all')) ||
  (!forTests && isFresh(dependencyStamp, dependencyFingerprint('run')))

const installDependencies = async (forTests) => {
  const args = [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    ...(forTests ? ['--include=dev'] : ['--omit=dev']),
  ]
  const { code, output } = await run('npm', args, { env: { NODE_ENV: '' } }).catch(() => ({
    code: 1,
    output: 'npm is not installed',
  }))
  if (code !== 0)
    throw new SetupError(
      `the dependencies could not be installed (${reason(output)}). Check the network and run the same command again.`,
    )
  writeStamp(dependencyStamp, dependencyFingerprint(forTests ? 'all' : 'run'))
}

/** npm's own words, without its prefixes and its log file. */
const reason = (output) => {
  const lines = output
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!)\s*/, '').trim())
    .filter((line) => line && !/^(code|errno|syscall|A complete log|npm warn)/i.test(line))
  return (lines[0] ?? 'npm gave no reason').slice(0, 200)
}

const prismaStamp = fromRoot('prisma/client/.labbook-generated')
const prismaIsFresh = () => isFresh(prismaStamp, fingerprintOf(prismaInputs))
const generatePrisma = async () => {
  const { code, output } = await run(process.execPath, [fromRoot('scripts/prismaGenerate.mjs')])
  if (code !== 0) throw new SetupError(`the Prisma client could not be generated: ${output.slice(-400)}`)
  writeStamp(prismaStamp, fingerprintOf(prismaInputs))
}

const buildStamp = fromRoot('dist/.labbook-built')
const buildIsFresh = () => isFresh(buildStamp, fingerprintOf(buildInputs))
const build = async () => {
  const vite = fromRoot('node_modules/vite/bin/vite.js')
  for (const args of [['build'], ['build', '--ssr']]) {
    const { code, output } = await run(process.execPath, [vite, ...args, '--logLevel', 'warn'], {
      env: { NODE_ENV: 'production' },
    })
    if (code !== 0) throw new SetupError(`the build failed: ${output.slice(-600)}`)
  }
  writeStamp(buildStamp, fingerprintOf(buildInputs))
}

/** The embedded database needs MariaDB's server; a lab's own server (DATABASE_URL) needs nothing here. */
const ensureServer = async () => {
  if (process.env.DATABASE_URL || process.env.MARIADBD_BIN || configNamesServer()) return
  await ensureProgram({
    title: 'MariaDB',
    programs: ['mariadbd', 'mysqld'],
    packages: ['mariadb-server-core', 'mariadb-client'],
    cure: 'set DATABASE_URL to a MySQL or MariaDB server that you have',
  })
}

const configNamesServer = () => {
  try {
    return /databaseUrl/.test(readFileSync(fromRoot('labbook.config.ts'), 'utf8'))
  } catch {
    return false
  }
}
