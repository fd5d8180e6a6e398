import { accessSync, constants } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { LabBookError } from '#core/errors.ts'

export type Program = 'mariadbd' | 'mariadb-install-db'

/** Older names, and the variable that overrides the search. */
const programs: Readonly<Record<Program, { readonly names: readonly string[]; readonly variable: string }>> = {
  mariadbd: { names: ['mariadbd', 'mysqld'], variable: 'MARIADBD_BIN' },
  'mariadb-install-db': { names: ['mariadb-install-db', 'mysql_install_db'], variable: 'MARIADB_INSTALL_DB_BIN' },
}

/** Folders of Debian (sbin is not on every user's PATH), of MySQL's and MariaDB's own packages, and of Homebrew. */
const usualFolders = [
  '/usr/sbin',
  '/usr/bin',
  '/usr/libexec',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/local/mysql/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/opt/mariadb/bin',
  '/usr/local/opt/mariadb/bin',
]

const cure = 'Debian and Ubuntu: apt-get install mariadb-server-core mariadb-client-core; macOS: brew install mariadb'

/** The absolute path of a program of MariaDB. @throws DATABASE_MISSING, naming the packages */
export const findProgram = (program: Program, environment: NodeJS.ProcessEnv = process.env): string => {
  const { names, variable } = programs[program]
  const chosen = environment[variable]
  if (chosen) {
    if (isExecutable(chosen)) return chosen
    throw new LabBookError('DATABASE_MISSING', { program: `${variable}=${chosen}`, cure })
  }
  const found = candidates(names, environment).find(isExecutable)
  if (found) return found
  throw new LabBookError('DATABASE_MISSING', { program, cure })
}

/** Beside a chosen mariadbd lie the tools that fit it. */
const candidates = (names: readonly string[], environment: NodeJS.ProcessEnv): string[] => {
  const besideServer = environment.MARIADBD_BIN ? [dirname(environment.MARIADBD_BIN)] : []
  const folders = [...besideServer, ...(environment.PATH ?? '').split(delimiter).filter(Boolean), ...usualFolders]
  return names.flatMap((name) => folders.map((folder) => join(folder, name)))
}

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
