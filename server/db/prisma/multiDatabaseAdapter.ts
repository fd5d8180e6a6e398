import { PrismaMariaDb } from '@prisma/adapter-mariadb'
import type { Pool } from 'mariadb'

type Adapter = Awaited<ReturnType<PrismaMariaDb['connect']>>
type Queryable = Pick<Adapter, 'queryRaw' | 'executeRaw'>
type Query = Parameters<Adapter['queryRaw']>[0]

/**
 * Prisma's driver adapter over our pool, for one client over all the databases. Prisma knows a single database on MySQL, so
 * the models are mapped as `@@map("<schema>/<table>")`; each statement quotes that name as one identifier, values are
 * parameters, and so the text can be rewritten safely to `` `<prefix><schema>`.`<table>` `` before it leaves.
 */
export const multiDatabaseAdapter = (pool: Pool, prefix: string): PrismaMariaDb => {
  // The driver is installed twice; the adapter only asks the pool for methods that both have.
  const factory = new PrismaMariaDb(pool as unknown as ConstructorParameters<typeof PrismaMariaDb>[0])
  const connect = factory.connect.bind(factory)
  factory.connect = async () => speakingPhysically(await connect(), prefix)
  return factory
}

/** `` `ephys/__unit` `` becomes `` `labbook_ephys`.`__unit` ``. */
export const toPhysicalNames = (sql: string, prefix: string): string =>
  sql.replace(/`(\w+)\/([^`]+)`/g, (_, schema: string, table: string) => `\`${prefix}${schema}\`.\`${table}\``)

const speakingPhysically = (adapter: Adapter, prefix: string): Adapter => {
  rewriteStatements(adapter, prefix)
  const startTransaction = adapter.startTransaction.bind(adapter)
  adapter.startTransaction = async (isolationLevel) => {
    const transaction = await startTransaction(isolationLevel)
    rewriteStatements(transaction, prefix)
    return transaction
  }
  return adapter
}

const rewriteStatements = (queryable: Queryable, prefix: string): void => {
  const queryRaw = queryable.queryRaw.bind(queryable)
  const executeRaw = queryable.executeRaw.bind(queryable)
  const physical = (query: Query): Query => ({ ...query, sql: toPhysicalNames(query.sql, prefix) })
  queryable.queryRaw = (query) => queryRaw(physical(query))
  queryable.executeRaw = (query) => executeRaw(physical(query))
}
