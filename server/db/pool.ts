import { createPool, type Pool } from 'mariadb'
import type { DatabaseAddress } from './address.ts'

export type PoolOptions = {
  /** Connections at most; each worker job and each request in a transaction holds one. */
  readonly poolSize?: number
}

/** The `sql_mode` of DataJoint's clients: a value that does not fit is an error, never silently changed. */
const sqlMode = [
  'NO_ZERO_DATE',
  'NO_ZERO_IN_DATE',
  'ERROR_FOR_DIVISION_BY_ZERO',
  'STRICT_ALL_TABLES',
  'NO_ENGINE_SUBSTITUTION',
  'ONLY_FULL_GROUP_BY',
].join(',')

/** How long a caller waits for a connection, in ms: longer than a restart of the embedded server (0.2 s). */
const acquireTimeout = 10_000

/** Connections that behave as DataJoint's do and lose nothing: dates and decimals as text, 64-bit integers whole. */
export const openPool = (address: DatabaseAddress, { poolSize = 10 }: PoolOptions = {}): Pool =>
  createPool({
    ...address,
    connectionLimit: poolSize,
    minimumIdle: 0,
    idleTimeout: 300,
    acquireTimeout,
    initializationTimeout: acquireTimeout,
    connectTimeout: 5_000,
    initSql: [`SET SESSION sql_mode = '${sqlMode}', autocommit = 1`],
    maxAllowedPacket: 2 ** 30,
    prepareCacheLength: 128,
    insertIdAsNumber: false,
    ...exactValues,
  })

/** The last two are known to the driver but missing from its types. */
const exactValues = { dateStrings: true, autoJsonMap: false, jsonStrings: true, bitOneIsBoolean: false }
