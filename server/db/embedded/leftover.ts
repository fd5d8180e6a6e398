import { readFileSync, rmSync } from 'node:fs'
import { LabBookError } from '#core/errors.ts'
import type { Folder } from './folder.ts'
import { commandLine, isAlive, waitForEnd } from './processes.ts'

/**
 * Ends a database server that outlived the process which had started it. Call it with the lock held; nothing is signalled
 * that is not a server on this very data folder.
 */
export const endLeftover = async (folder: Folder): Promise<void> => {
  const pid = readPid(folder)
  if (pid !== null && isOurServer(pid, folder) && !(await ended(pid)))
    throw new LabBookError('DATABASE_FAILED', {
      problem: `an older server (process ${pid}) does not end.`,
      log: folder.log,
    })
  rmSync(folder.pid, { force: true })
}

const ended = async (pid: number): Promise<boolean> => {
  signal(pid, 'SIGTERM')
  if (await waitForEnd(pid, 30_000)) return true
  signal(pid, 'SIGKILL')
  return waitForEnd(pid, 10_000)
}

const isOurServer = (pid: number, folder: Folder): boolean => {
  const command = isAlive(pid) ? commandLine(pid) : null
  return command !== null && /(mariadbd|mysqld)\b/.test(command) && command.includes(`--datadir=${folder.data} `)
}

const readPid = (folder: Folder): number | null => {
  try {
    const pid = Number(readFileSync(folder.pid, 'utf8').trim())
    return Number.isInteger(pid) && pid > 1 ? pid : null
  } catch {
    return null
  }
}

const signal = (pid: number, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name)
  } catch {
    // It ended by itself meanwhile.
  }
}
