import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { SocketAddress, TcpAddress } from '../address.ts'
import { clientAccount } from './accounts.ts'
import { databaseFolder, type Folder } from './folder.ts'
import { lockOwner } from './lock.ts'

export type RunningDatabase = {
  /** The LabBook process that started it and whose end ends it. */
  readonly owner: number
  readonly address: SocketAddress
  readonly credentials: TcpAddress | null
}

type Written = { readonly socketPath: string; readonly port: number | null }

/** The embedded database that another LabBook process runs on this home, to be shared; null when there is none (yet). */
export const runningDatabase = (home: string): RunningDatabase | null => {
  const folder = databaseFolder(home)
  const owner = lockOwner(folder)
  const written = owner === null ? null : readRunning(folder)
  if (owner === null || written === null) return null
  return {
    owner,
    address: { socketPath: written.socketPath, user: 'root', password: '' },
    credentials: written.port === null ? null : clientAccount(folder, written.port),
  }
}

/** Tells other processes of this user where the server listens, once it does. */
export const writeRunning = (folder: Folder, written: Written): void => {
  const whole = `${folder.running}.new`
  writeFileSync(whole, JSON.stringify(written), { mode: 0o600 })
  renameSync(whole, folder.running)
}

const readRunning = (folder: Folder): Written | null => {
  try {
    return JSON.parse(readFileSync(folder.running, 'utf8')) as Written
  } catch {
    return null
  }
}
