import type { ConnectionConfig } from 'mariadb'
import type { DatabaseAddress } from './address.ts'

/** How bytes go to a server, in the driver's options. */
export type Transport = Pick<ConnectionConfig, 'ssl' | 'allowPublicKeyRetrieval'>

/** MySQL 8 takes passwords in plain connections only encrypted with its public key, for which the driver asks the server. */
const plain: Transport = { allowPublicKeyRetrieval: true }
const encrypted: Transport = { ssl: { rejectUnauthorized: false } }
const verified: Transport = { ssl: { rejectUnauthorized: true } }

/**
 * What to try, in this order: encrypted first, for a server that can do it; but plain first to this very machine, where nobody
 * listens and encryption would cost every array its time.
 */
export const transportsTo = (address: DatabaseAddress): readonly Transport[] => {
  if ('socketPath' in address) return [plain]
  if (address.tls) return [byMode[address.tls]]
  return isThisMachine(address.host) ? [plain, encrypted] : [encrypted, plain]
}

const byMode = { off: plain, required: encrypted, verify: verified }

const isThisMachine = (host: string): boolean => host === 'localhost' || host === '::1' || host.startsWith('127.')

/**
 * Whether the server refused this way and may take another: 45023 (the driver's) it has no TLS; 3159 it wants TLS of everybody,
 * 1045 perhaps of this account (REQUIRE SSL).
 */
export const mayTakeAnother = (error: unknown): boolean =>
  error instanceof Error && refusals.has((error as { errno?: number }).errno ?? 0)

const refusals = new Set([45023, 3159, 1045])
