import { rmSync } from 'node:fs'
import { dirname } from 'node:path'
import type { SocketAddress, TcpAddress } from '../address.ts'
import { clientAccount, writeStartSql } from './accounts.ts'
import { databaseFolder, type Folder, prepareFolder } from './folder.ts'
import { initialise } from './initialise.ts'
import { launchServer, rootAddress, type ServerExit } from './launchServer.ts'
import { endLeftover } from './leftover.ts'
import { type Lock, takeLock } from './lock.ts'
import { writeRunning } from './runningDatabase.ts'

export type EmbeddedOptions = {
  /** LABBOOK_HOME; everything lies in `<home>/database`. */
  readonly home: string
  /** Also listen on 127.0.0.1 with the account `labbook` and a generated password. */
  readonly port?: number | null
  /** One sentence for each slow step. */
  readonly log?: (message: string) => void
  /** False only in tests: a commit need not survive a power cut. */
  readonly durable?: boolean
}

export type EmbeddedDatabase = {
  readonly address: SocketAddress
  /** For clients on this machine, when there is a port. */
  readonly credentials: TcpAddress | null
  /** Of mariadbd, the one that runs now. */
  readonly pid: number
  /** Resolves when the server has ended for good, by `stop` or by itself. */
  readonly exited: Promise<ServerExit>
  stop(): Promise<void>
}

/**
 * A private MariaDB as our child: on a unix socket that only this user can reach, with its data below `home`. It dies with
 * this process, however this one dies.
 * @throws DATABASE_LOCKED, DATABASE_MISSING, DATABASE_FAILED, FOLDER_UNUSABLE, PORT_TAKEN
 */
export const startEmbedded = async (options: EmbeddedOptions): Promise<EmbeddedDatabase> => {
  const { folder, lock } = await claimFolder(options)
  try {
    const server = await launchClaimed(folder, options)
    const exited = server.exited.then((exit) => {
      abandonFolder(folder, lock)
      return exit
    })
    const stop = async () => {
      await server.stop()
      await exited
    }
    return { ...addresses(folder, options), pid: server.pid, exited, stop }
  } catch (error) {
    abandonFolder(folder, lock)
    throw error
  }
}

/** Makes, locks and if need be repairs the folder; nothing runs in it afterwards. */
export const claimFolder = async ({
  home,
  log = () => {},
}: EmbeddedOptions): Promise<{ folder: Folder; lock: Lock }> => {
  const folder = databaseFolder(home)
  prepareFolder(folder)
  const lock = takeLock(folder)
  try {
    await endLeftover(folder)
    await initialise(folder, log)
    return { folder, lock }
  } catch (error) {
    lock.release()
    throw error
  }
}

export const launchClaimed = async (folder: Folder, { port = null, durable = true }: EmbeddedOptions) => {
  writeStartSql(folder, port)
  const server = await launchServer(folder, { port, durable })
  writeRunning(folder, { socketPath: folder.socket, port })
  return server
}

export const addresses = (folder: Folder, { port = null }: EmbeddedOptions) => ({
  address: rootAddress(folder),
  credentials: port === null ? null : clientAccount(folder, port),
})

export const abandonFolder = (folder: Folder, lock: Lock): void => {
  const socketFolder = dirname(folder.socket)
  for (const path of [folder.running, folder.socket, folder.pid]) rmSync(path, { force: true })
  if (socketFolder !== folder.root) rmSync(socketFolder, { recursive: true, force: true })
  lock.release()
}
