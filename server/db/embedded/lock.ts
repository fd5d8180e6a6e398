import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { LabBookError } from '#core/errors.ts'
import type { Folder } from './folder.ts'
import { isAlive, startTime } from './processes.ts'

type Owner = { readonly pid: number; readonly startTime: string | null }
export type Lock = {
  /** The lock was there, but its owner had died without cleaning up. */
  readonly wasStale: boolean
  release(): void
}

/** Takes the folder for this process; the lock of a dead process is taken over. @throws DATABASE_LOCKED */
export const takeLock = (folder: Folder): Lock => {
  let wasStale = false
  for (let attempt = 0; attempt < 5; attempt++) {
    if (createLock(folder)) return { wasStale, release: () => releaseLock(folder) }
    const text = readText(folder.lock)
    if (text === null) continue
    const owner = parseOwner(text)
    if (owner && isRunning(owner)) throw locked(folder, owner.pid)
    wasStale = true
    removeStale(folder, text)
  }
  throw locked(folder, lockOwner(folder) ?? 0)
}

/** The living process that holds the folder, if there is one. */
export const lockOwner = (folder: Folder): number | null => {
  const owner = parseOwner(readText(folder.lock) ?? '')
  return owner && isRunning(owner) ? owner.pid : null
}

/** A link appears at once and whole, and only one of several processes can make it. */
const createLock = (folder: Folder): boolean => {
  const own = `${folder.lock}.${process.pid}`
  const owner: Owner = { pid: process.pid, startTime: startTime(process.pid) }
  writeFileSync(own, JSON.stringify(owner), { mode: 0o600 })
  try {
    linkSync(own, folder.lock)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(own, { force: true })
  }
}

/** Only one process can move the stale lock away; if another one had taken over meanwhile, its lock is put back. */
const removeStale = (folder: Folder, staleText: string): void => {
  const moved = `${folder.lock}.stale.${process.pid}`
  try {
    renameSync(folder.lock, moved)
    if (readText(moved) !== staleText) linkSync(moved, folder.lock)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error
  } finally {
    rmSync(moved, { force: true })
  }
}

const releaseLock = (folder: Folder): void => {
  if (parseOwner(readText(folder.lock) ?? '')?.pid === process.pid) rmSync(folder.lock, { force: true })
}

const isRunning = ({ pid, startTime: began }: Owner): boolean =>
  isAlive(pid) && (began === null || startTime(pid) === began)

const parseOwner = (text: string): Owner | null => {
  try {
    const { pid, startTime: began = null } = JSON.parse(text) as Partial<Owner>
    return Number.isInteger(pid) && pid! > 0 ? { pid: pid!, startTime: began } : null
  } catch {
    return null
  }
}

const readText = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

const locked = (folder: Folder, pid: number) => new LabBookError('DATABASE_LOCKED', { pid, folder: folder.root })
