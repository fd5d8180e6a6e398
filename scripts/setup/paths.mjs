import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SetupError } from './say.mjs'

/** The package's own folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

export const fromRoot = (...parts) => join(root, ...parts)

/** Where servers and browsers live besides PATH; /usr/sbin is not in every user's PATH. */
const usualFolders = [
  '/usr/sbin',
  '/usr/bin',
  '/usr/local/bin',
  '/usr/local/sbin',
  '/usr/local/mysql/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/opt/mariadb/bin',
  '/usr/local/opt/mariadb/bin',
  '/snap/bin',
]

/** Absolute path of the first of these programs that can be run, or null. */
export const findProgram = (...names) => {
  const folders = [...(process.env.PATH || '').split(delimiter), ...usualFolders]
  for (const name of names) for (const folder of folders) if (canRun(join(folder, name))) return join(folder, name)
  return null
}

const canRun = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The set-up writes into the package's own folder. @throws SetupError when this user may not */
export const assertFolderWritable = () => {
  for (const folder of ['.', 'node_modules', 'dist', 'prisma', 'prisma/client', '.cache'].map((name) => fromRoot(name)))
    if (existsSync(folder) && !isWritable(folder))
      throw new SetupError(
        `the folder ${folder} is read-only for this user, and the set-up has to write there. Use a clone of your own, or have its owner run the same command first.`,
      )
}

const isWritable = (folder) => {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
