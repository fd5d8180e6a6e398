import { setTimeout as delay } from 'node:timers/promises'
import { LabBookError } from '#core/errors.ts'
import type { DatabaseAddress, TcpAddress } from './address.ts'
import { runningDatabase } from './embedded/runningDatabase.ts'
import { superviseEmbedded } from './embedded/superviseEmbedded.ts'
import { parseDatabaseUrl } from './parseDatabaseUrl.ts'

export type DatabaseChoice = {
  readonly home: string
  readonly databaseUrl: string | null
  /** Port on 127.0.0.1 of an embedded server that is started here; a shared one keeps its own. */
  readonly databasePort?: number | null
  readonly log?: (message: string) => void
}

export type AcquiredDatabase = {
  readonly address: DatabaseAddress
  /** For Python on this machine; null when the embedded server has no port. */
  readonly credentials: DatabaseAddress | null
  /** `server` of DATABASE_URL, `shared` with the LabBook process that runs it, or `embedded`: ours, ended by `release`. */
  readonly kind: 'server' | 'shared' | 'embedded'
  readonly owned: boolean
  /** Resolves when an embedded server of ours ended for good; never for the others. */
  readonly exited: Promise<unknown>
  release(): Promise<void>
}

/** How long a database that another process is just starting may take, in ms. */
const startTimeout = 60_000

/**
 * The database of this configuration: DATABASE_URL's server; else the embedded one that a running LabBook process has; else
 * an embedded one of our own for as long as we hold it. @throws CONFIG_INVALID and what `startEmbedded` throws
 */
export const acquireDatabase = async (choice: DatabaseChoice): Promise<AcquiredDatabase> => {
  if (choice.databaseUrl !== null) {
    const address = parseDatabaseUrl(choice.databaseUrl)
    return elsewhere('server', address, address)
  }
  const end = Date.now() + startTimeout
  for (;;) {
    const running = runningDatabase(choice.home)
    if (running) return elsewhere('shared', running.address, running.credentials)
    try {
      return await ownDatabase(choice)
    } catch (error) {
      // Locked but not running: its owner is starting it right now.
      if (!isLocked(error) || Date.now() > end) throw error
      await delay(100)
    }
  }
}

const ownDatabase = async ({ home, databasePort = null, log }: DatabaseChoice): Promise<AcquiredDatabase> => {
  const embedded = await superviseEmbedded({ home, port: databasePort, log })
  const { address, credentials, exited } = embedded
  return { address, credentials, kind: 'embedded', owned: true, exited, release: embedded.stop }
}

const elsewhere = (
  kind: 'server' | 'shared',
  address: DatabaseAddress,
  credentials: DatabaseAddress | TcpAddress | null,
): AcquiredDatabase => ({
  address,
  credentials,
  kind,
  owned: false,
  exited: new Promise(() => {}),
  release: async () => {},
})

const isLocked = (error: unknown): boolean => error instanceof LabBookError && error.code === 'DATABASE_LOCKED'
