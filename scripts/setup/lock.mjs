import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fromRoot } from './paths.mjs'
import { isAlive, startTime, wait } from './processes.mjs'
import { SetupError, say } from './say.mjs'

const patienceMs = 10 * 60_000

/**
 * One set-up at a time in one folder: a second `npm start` waits for the first instead of deleting its node_modules. The lock
 * of a process that is gone is taken over.
 */
export const withSetupLock = async (work, file = fromRoot('.cache/setup.lock')) => {
  await take(file)
  const release = () => rmSync(file, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

const take = async (file) => {
  mkdirSync(dirname(file), { recursive: true })
  const deadline = Date.now() + patienceMs
  for (let told = false; !create(file); ) {
    const owner = read(file)
    const pid = Number(owner.split(' ')[0])
    if (!isOwnedByLiving(owner)) removeStale(file, owner)
    else if (Date.now() > deadline)
      throw new SetupError(`another set-up of this folder (process ${pid}) does not end. Stop it and start again.`)
    else {
      if (!told) say(`• Waiting for the set-up that process ${pid} is doing in this folder …`)
      told = true
      await wait(300)
    }
  }
}

/** A link appears at once and whole, and only one of several processes can make it. */
const create = (file) => {
  const own = `${file}.${process.pid}`
  writeFileSync(own, `${process.pid} ${startTime(process.pid)}`)
  try {
    linkSync(own, file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(own, { force: true })
  }
}

/** Only one process can move the stale lock away; if another one had taken over meanwhile, its lock is put back. */
const removeStale = (file, stale) => {
  const moved = `${file}.stale.${process.pid}`
  try {
    renameSync(file, moved)
    if (read(moved) !== stale) linkSync(moved, file)
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error
  } finally {
    rmSync(moved, { force: true })
  }
}

/** Process numbers are used again, after a restart of a container nearly at once; number and start time are not. */
const isOwnedByLiving = (owner) => {
  const [pid, began] = owner.split(' ')
  return isAlive(Number(pid)) && startTime(Number(pid)) === began
}

const read = (file) => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
