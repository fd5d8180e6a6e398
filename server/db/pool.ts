import { type ConnectionConfig, createConnection, createPool, type Pool } from 'mariadb'
import { type DatabaseAddress, describeAddress } from './address.ts'
import { mapError } from './mapError.ts'
import { mayTakeAnother, type Transport, transportsTo } from './transports.ts'

export type PoolOptions = {
  /** Connections at most; each worker job and each request in a transaction holds one. */
  readonly poolSize?: number
}

/**
 * Connections that behave as DataJoint's do and lose nothing: dates and decimals as text, 64-bit integers whole.
 * @throws DATABASE_UNREACHABLE, DATABASE_DENIED when nothing answers
 */
export const openPool = async (address: DatabaseAddress, { poolSize = 10 }: PoolOptions = {}): Promise<Pool> => {
  const { transport, isCluster } = await findServer(address)
  return createPool({
    ...connectionOptions(address, transport),
    connectionLimit: poolSize,
    minimumIdle: 0,
    idleTimeout: 300,
    acquireTimeout,
    initializationTimeout: acquireTimeout,
    connectTimeout,
    initSql: [`SET SESSION sql_mode = '${sqlMode}', autocommit = 1${isCluster ? readYourWrites : ''}`],
    maxAllowedPacket: 2 ** 30,
    prepareCacheLength: 128,
    insertIdAsNumber: false,
    ...exactValues,
  })
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
const connectTimeout = 5_000

/** The last two are known to the driver but missing from its types. */
const exactValues = { dateStrings: true, autoJsonMap: false, jsonStrings: true, bitOneIsBoolean: false }

/** On a node of a Galera cluster a SELECT waits for what other nodes have committed: the next connection may be to another node. */
const readYourWrites = ', wsrep_sync_wait = 1'

/** How to reach a server, and whether it is a node of a Galera cluster. */
type FoundServer = { readonly transport: Transport; readonly isCluster: boolean }

/**
 * The way by which the server lets this account in, found by one connection after the other without a pool, which would go on
 * trying for seconds what a wrong password makes hopeless.
 */
const findServer = async (address: DatabaseAddress): Promise<FoundServer> => {
  let refusal: unknown
  for (const transport of transportsTo(address))
    try {
      const connection = await createConnection({ ...connectionOptions(address, transport), connectTimeout })
      const variables: { Value: string }[] = await connection.query("SHOW VARIABLES LIKE 'wsrep_on'")
      await connection.end()
      return { transport, isCluster: variables[0]?.Value === 'ON' }
    } catch (error) {
      refusal ??= error
      if (!mayTakeAnother(error)) break
    }
  throw mapError(refusal, { address: describeAddress(address) })
}

const connectionOptions = (address: DatabaseAddress, transport: Transport): ConnectionConfig => {
  const { user, password } = address
  const place =
    'socketPath' in address ? { socketPath: address.socketPath } : { host: address.host, port: address.port }
  return { ...place, user, password, ...transport }
}
