import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** node:timers/promises has this too, but not on a Node that is too old and has to be told so. */
export const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds))

export const isAlive = (pid) => {
  if (!pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** When the process began, as a word that tells it from a later one with the same number; "" when there is none. */
export const startTime = (pid) => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    const { stdout } = spawnSync('ps', ['-p', String(pid), '-o', 'lstart='], { encoding: 'utf8' })
    return (stdout || '').trim().replace(/\s+/g, '_')
  }
}
