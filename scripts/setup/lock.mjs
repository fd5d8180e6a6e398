import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root } from './paths.mjs'
import { SetupError, say } from './say.mjs'

const lockFile = join(
  tmpdir(),
  `labbook-setup-${createHash('sha1').update(root).digest('hex').slice(0, 12)}-${process.getuid?.() ?? 0}`,
)
const patienceMs = 10 * 60_000

/** One set-up at a time in one folder: a second `npm start` waits for the first instead of deleting its node_modules. */
export const withSetupLock = async (work) => {
  await take()
  const release = () => rmSync(lockFile, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

const take = async () => {
  const deadline = Date.now() + patienceMs
  for (let told = false; ; told = true) {
    try {
      return writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (!isAlive(owner())) rmSync(lockFile, { force: true })
    else if (Date.now() > deadline)
      throw new SetupError(`another set-up of this folder (process ${owner()}) does not end. Stop it and start again.`)
    else {
      if (!told) say(`• Waiting for the set-up that process ${owner()} is doing in this folder …`)
      await wait(500)
    }
  }
}

const owner = () => {
  try {
    return Number(readFileSync(lockFile, 'utf8'))
  } catch {
    return 0
  }
}

const isAlive = (pid) => {
  if (!pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
