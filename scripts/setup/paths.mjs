import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

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
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...usualFolders]
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

/** Whether files may be created in this folder (or in the nearest existing one above it). */
export const isWritable = (folder) => {
  let existing = folder
  while (!existsSync(existing)) existing = dirname(existing)
  try {
    accessSync(existing, constants.W_OK)
    return true
  } catch {
    return false
  }
}
