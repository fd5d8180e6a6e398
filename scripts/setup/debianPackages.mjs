import { findProgram } from './paths.mjs'
import { run } from './run.mjs'
import { SetupError, step } from './say.mjs'

/**
 * Makes sure that programs are there: looks for them, else installs their Debian packages when we may, else says in one
 * sentence what to do.
 * @param programs a list of names that do the same for each
 * @param cure completes "Install it, or "
 */
export const ensurePrograms = async ({ title, programs, packages, cure }) => {
  const areThere = () => programs.every((names) => findProgram(...names))
  if (areThere()) return
  await installPackages({ title, packages, cure })
  if (!areThere())
    throw new SetupError(`${title} is still missing after "${command(packages)}"${cure ? `; ${cure}` : ''}.`)
}

/** Installs Debian packages as root, or with a sudo that asks no password. @throws SetupError with the cure */
export const installPackages = async ({ title, packages, cure }) => {
  const asRoot = await wordsBeforeApt()
  if (!asRoot)
    throw new SetupError(
      `${title} is not installed, and this user may not install it. Install it (Debian and Ubuntu: sudo ${command(packages)})${cure ? `, or ${cure}` : ''}.`,
    )
  await step(`Installing ${title} (${packages.join(', ')})`, () => install(asRoot, title, packages))
}

const command = (packages) => `apt-get install ${packages.join(' ')}`

/** None for root, sudo where it asks no password, null where we may not install. */
const wordsBeforeApt = async () => {
  if (!findProgram('apt-get')) return null
  if (process.getuid() === 0) return []
  if (!findProgram('sudo')) return null
  const { code } = await run('sudo', ['-n', 'true'])
  return code === 0 ? ['sudo', '-n'] : null
}

const install = async (asRoot, title, packages) => {
  const asked = (...words) => {
    const [program, ...rest] = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', ...words]
    return run(program, rest)
  }
  const apt = (...words) => asked('apt-get', '-o', 'DPkg::Lock::Timeout=300', '-qq', ...words)
  // An installation that was killed leaves packages unpacked but not configured.
  await asked('dpkg', '--configure', '-a')
  await apt('update')
  const { code, output } = await apt('install', '-y', '--no-install-recommends', ...packages)
  if (code === 0) return
  throw new SetupError(
    `${title} could not be installed (${lastLine(output)}). Check the network and run the same command again, or install it yourself (sudo ${command(packages)}).`,
  )
}

const lastLine = (output) =>
  output
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-1)
    .join('') || 'no reason given'
