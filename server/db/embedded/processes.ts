import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** When the process began, as a text that tells it from a later one with the same number; null when there is none. */
export const startTime = (pid: number): string | null => statFields(pid)?.[19] ?? ps(pid, 'lstart=')

/** The program and its arguments, separated by spaces; null when there is no such process. */
export const commandLine = (pid: number): string | null => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    return ps(pid, 'command=')
  }
}

/** @returns whether the process was gone before `timeout` ms were over */
export const waitForEnd = async (pid: number, timeout: number): Promise<boolean> => {
  const end = Date.now() + timeout
  while (isAlive(pid)) {
    if (Date.now() > end) return false
    await delay(20)
  }
  return true
}

const isZombie = (pid: number): boolean => statFields(pid)?.[0] === 'Z'

/** Fields of /proc/<pid>/stat from the third (state) on; the second is a name that may hold spaces and parentheses. */
const statFields = (pid: number): string[] | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

/** Where there is no /proc (macOS). */
const ps = (pid: number, column: string): string | null => {
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', column], { encoding: 'utf8', stdio: 'pipe' }).trim() || null
  } catch {
    return null
  }
}
