import { execFile } from 'node:child_process'
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { LabBookError } from '#core/errors.ts'
import { findProgram } from './binaries.ts'
import type { Folder } from './folder.ts'
import { asRoot, redoLog } from './serverOptions.ts'

const run = promisify(execFile)

/**
 * Makes the data folder if there is none: first under another name, then renamed, so that an interruption leaves nothing
 * that looks whole and the next start begins again. Takes about a second. @throws DATABASE_FAILED, DATABASE_MISSING
 */
export const initialise = async (folder: Folder, log: (message: string) => void): Promise<void> => {
  if (existsSync(folder.data)) return assertWhole(folder)
  const install = findProgram('mariadb-install-db')
  log('Creating the database folder …')
  const unfinished = freshFolder(folder)
  try {
    await run(install, installOptions(folder, unfinished), { maxBuffer: 2 ** 24 })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new LabBookError(
      'DATABASE_FAILED',
      { problem: lastLines(stderr || stdout), log: folder.log },
      { cause: error },
    )
  }
  renameSync(unfinished, folder.data)
}

/** A data folder is renamed into its place only when it is whole, so this one was damaged later: it may hold a lab's rows. */
const assertWhole = (folder: Folder): void => {
  if (existsSync(join(folder.data, 'mysql'))) return
  const problem = `${folder.data} has lost its system tables; move it away and restore a backup.`
  throw new LabBookError('DATABASE_FAILED', { problem, log: folder.log })
}

/** A name of this process's own: the installer of a killed start may still be writing into its folder for a moment. */
const freshFolder = ({ unfinished }: Folder): string => {
  const parent = dirname(unfinished)
  for (const name of readdirSync(parent))
    if (name.startsWith(basename(unfinished)))
      rmSync(join(parent, name), { recursive: true, force: true, maxRetries: 5 })
  return `${unfinished}.${process.pid}`
}

/** Its own temporary folder: every server that starts clears the folder it shares of all tables that look temporary. */
const installOptions = (folder: Folder, unfinished: string): string[] => [
  '--no-defaults',
  `--datadir=${unfinished}`,
  `--tmpdir=${folder.temporary}`,
  '--auth-root-authentication-method=normal',
  '--skip-test-db',
  '--skip-name-resolve',
  redoLog,
  ...asRoot(),
]

const lastLines = (text: string): string => text.trim().split('\n').slice(-3).join(' ').slice(0, 600)
