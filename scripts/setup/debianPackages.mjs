import { findProgram } from './paths.mjs'
import { run } from './run.mjs'
import { SetupError, step } from './say.mjs'

/**
 * Makes sure that a program is there: looks for it, else installs its Debian packages when we may, else says in one sentence
 * what to do. `cure` completes "… or ".
 */
export const ensureProgram = async ({ title, programs, packages, cure }) => {
  if (findProgram(...programs)) return
  const command = `apt-get install ${packages.join(' ')}`
  const sudo = await installer()
  if (!sudo)
    throw new SetupError(
      `${title} is not installed and may not be installed from here. Run "sudo ${command}"${cure ? `, or ${cure}` : ''}.`,
    )
  await step(`Installing ${title} (${packages.join(', ')})`, () => install(sudo, packages, title, command))
  if (!findProgram(...programs)) throw new SetupError(`${title} is still missing after "${command}".`)
}

/** The words before apt-get: none for root, sudo where it asks no password, null where we may not install. */
const installer = async () => {
  if (!findProgram('apt-get')) return null
  if (process.getuid?.() === 0) return []
  if (!findProgram('sudo')) return null
  const { code } = await run('sudo', ['-n', 'true'])
  return code === 0 ? ['sudo', '-n'] : null
}

const install = async (sudo, packages, title, command) => {
  const apt = (...args) => {
    const words = [
      ...sudo,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      '-o',
      'DPkg::Lock::Timeout=300',
      '-qq',
      ...args,
    ]
    return run(words[0], words.slice(1))
  }
  await apt('update')
  const { code, output } = await apt('install', '-y', '--no-install-recommends', ...packages)
  if (code !== 0)
    throw new SetupError(
      `${title} could not be installed (${lastLine(output)}). Check the network, or run "sudo ${command}" yourself.`,
    )
}

const lastLine = (output) => output.split('\n').filter(Boolean).at(-1) ?? 'no message'
