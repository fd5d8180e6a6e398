import { PrismaMariaDb } from '@prisma/adapter-mariadb'
import type { Pool } from 'mariadb'
import { LabBookError } from '#core/errors.ts'
import { mapError } from '../mapError.ts'

type Adapter = Awaited<ReturnType<PrismaMariaDb['connect']>>
type Queryable = Pick<Adapter, 'queryRaw' | 'executeRaw'>
/** `address`: the server, without its password. */
export type Place = { readonly prefix: string; readonly address: string }
type Query = Parameters<Adapter['queryRaw']>[0]

/**
 * Prisma's driver adapter over our pool, for one client over all the databases. Prisma knows a single database on MySQL, so
 * the models are mapped as `@@map("<schema>/<table>")`; each statement quotes that name as one identifier, values are
 * parameters, and so the text can be rewritten safely to `` `<prefix><schema>`.`<table>` `` before it leaves.
 * A database that is away is told as elsewhere, as DATABASE_UNREACHABLE.
 */
export const multiDatabaseAdapter = (pool: Pool, { prefix, address }: Place): PrismaMariaDb => {
  // The driver is installed twice; the adapter only asks the pool for methods that both have.
  const factory = new PrismaMariaDb(pool as unknown as ConstructorParameters<typeof PrismaMariaDb>[0])
  const connect = factory.connect.bind(factory)
  factory.connect = async () => speakingPhysically(await connect(), { prefix, address })
  return factory
}

/** `` `ephys/__unit` `` becomes `` `labbook_ephys`.`__unit` ``. */
export const toPhysicalNames = (sql: string, prefix: string): string =>
  sql.replace(/`(\w+)\/([^`]+)`/g, (_, schema: string, table: string) => `\`${prefix}${schema}\`.\`${table}\``)

const speakingPhysically = (adapter: Adapter, place: Place): Adapter => {
  rewriteStatements(adapter, place)
  const startTransaction = adapter.startTransaction.bind(adapter)
  adapter.startTransaction = async (isolationLevel) => {
    const transaction = await startTransaction(isolationLevel).catch(throwAway(place))
    rewriteStatements(transaction, place)
    return transaction
  }
  return adapter
}

const rewriteStatements = (queryable: Queryable, place: Place): void => {
  const queryRaw = queryable.queryRaw.bind(queryable)
  const executeRaw = queryable.executeRaw.bind(queryable)
  const physical = (query: Query): Query => ({ ...query, sql: toPhysicalNames(query.sql, place.prefix) })
  queryable.queryRaw = (query) => queryRaw(physical(query)).catch(throwAway(place))
  queryable.executeRaw = (query) => executeRaw(physical(query)).catch(throwAway(place))
}

const throwAway =
  ({ address }: Pick<Place, 'address'>) =>
  (error: unknown): never => {
    throw awayError(error, address)
  }

/**
 * The adapter wraps what the driver told; DATABASE_UNREACHABLE when that was a lost connection, else the error as it is. As the
 * cause of another, since Prisma takes whatever has a `code` for an error of its own.
 */
export const awayError = (error: unknown, address: string): unknown => {
  const { originalCode, originalMessage } = ((error as Error).cause ?? {}) as Partial<Record<string, string>>
  const driver = originalCode
    ? Object.assign(new Error(originalMessage), { errno: Number(originalCode), sqlMessage: originalMessage })
    : error
  const mapped = mapError(driver, { address })
  const isAway = mapped instanceof LabBookError && mapped.code === 'DATABASE_UNREACHABLE'
  return isAway ? new Error(mapped.message, { cause: mapped }) : error
}
