import { AsyncLocalStorage } from 'node:async_hooks'
import type { Readable } from 'node:stream'
import type { Connection, FieldInfo, Pool, PoolConnection, UpsertResult } from 'mariadb'
import { LabBookError } from '#core/errors.ts'
import type { Row, Value } from '#core/pipeline/table.ts'
import { rowReader, toParameters } from './driverValues.ts'
import { type ErrorContext, mapError } from './mapError.ts'
import type { Database, Queryable, Session, Transaction, WriteResult } from './port.ts'

/** `Database` over a pool. Every error is mapped to the catalogue; what the catalogue does not know passes unchanged. */
export const createDatabase = (pool: Pool, context: ErrorContext): Database => {
  const nesting = new AsyncLocalStorage<true>()
  const borrow = <T>(work: (connection: PoolConnection) => Promise<T>) => withConnection(pool, context, work)
  return {
    query: (sql, params) => askAgain(borrow, (connection) => queryableOn(connection, context).query(sql, params)),
    execute: (sql, params) => borrow((connection) => queryableOn(connection, context).execute(sql, params)),
    stream: (sql, params) => streamFromPool(pool, context, sql, params),
    transaction: (work) => borrow((connection) => inTransaction(connection, context, nesting, work)),
    session: (work) =>
      borrow(async (connection) => {
        const [row] = await queryableOn(connection, context).query('SELECT CONNECTION_ID() AS id, USER() AS user')
        return work(sessionOn(connection, context, nesting, Number(row!.id), String(row!.user)))
      }),
  }
}

const withConnection = async <T>(
  pool: Pool,
  context: ErrorContext,
  work: (connection: PoolConnection) => Promise<T>,
): Promise<T> => {
  const connection = await acquire(pool, context)
  // Without a listener, an error of a connection that waits in a transaction would end the process.
  const ignore = () => {}
  connection.on('error', ignore)
  try {
    return await work(connection)
  } finally {
    connection.removeListener('error', ignore)
    await connection.release().catch(() => connection.destroy())
  }
}

const acquire = (pool: Pool, context: ErrorContext): Promise<PoolConnection> =>
  pool.getConnection().catch((error: unknown) => {
    throw mapError(error, context)
  })

type Borrow = <T>(work: (connection: PoolConnection) => Promise<T>) => Promise<T>

/** A SELECT that met a connection which had died while it was idle is simply asked again. */
const askAgain = async <T>(borrow: Borrow, read: (connection: PoolConnection) => Promise<T>): Promise<T> => {
  let hadConnection = false
  try {
    return await borrow((connection) => {
      hadConnection = true
      return read(connection)
    })
  } catch (error) {
    const lost = error instanceof LabBookError && error.code === 'DATABASE_UNREACHABLE'
    if (!hadConnection || !lost) throw error
    return borrow(read)
  }
}

const queryableOn = (connection: Connection, context: ErrorContext): Queryable => ({
  query: async (sql, params = []) => {
    const rows = await mapped(context, sql, () =>
      connection.execute<Record<string, unknown>[] & { meta: FieldInfo[] }>(sql, toParameters(params)),
    )
    const read = rowReader(rows.meta)
    for (const row of rows) read(row)
    return rows as Row[]
  },
  execute: async (sql, params = []) => {
    const result = await mapped(context, sql, () =>
      // Definitions and session statements are not all preparable on MySQL; without values, text loses nothing.
      params.length === 0
        ? connection.query<UpsertResult>(sql)
        : connection.execute<UpsertResult>(sql, toParameters(params)),
    )
    return writeResult(result)
  },
  stream: (sql, params) => streamOn(connection, context, sql, params),
})

const writeResult = ({ affectedRows = 0, insertId = 0 }: Partial<UpsertResult>): WriteResult => {
  const id = Number(insertId)
  return { affectedRows, insertId: Number.isSafeInteger(id) ? id : String(insertId) }
}

const mapped = async <T>(context: ErrorContext, sql: string, run: () => Promise<T>): Promise<T> => {
  try {
    return await run()
  } catch (error) {
    throw mapError(error, context, sql)
  }
}

type RowStream = Readable & { close(): void }
/** What to do with the rows that nobody wants any more. */
type Leave = (stream: RowStream, connection: Connection) => Promise<void>

async function* streamOn(
  connection: Connection,
  context: ErrorContext,
  sql: string,
  params: readonly Value[] = [],
  leave: Leave = drain,
): AsyncGenerator<Row> {
  const statement = await mapped(context, sql, () => connection.prepare<unknown[]>(sql))
  const stream = statement.executeStream(toParameters(params)) as RowStream
  let read = (row: Record<string, unknown>) => row as Row
  stream.on('fields', (fields: FieldInfo[]) => {
    read = rowReader(fields)
  })
  try {
    for await (const row of stream.iterator({ destroyOnReturn: false })) yield read(row)
  } catch (error) {
    throw mapError(error, context, sql)
  } finally {
    if (!stream.readableEnded && !stream.errored) await leave(stream, connection)
    statement.close()
  }
}

/** A transaction needs its connection again: the rest is read and dropped. */
const drain: Leave = (stream) =>
  new Promise((resolve) => {
    stream.once('end', resolve).once('error', () => resolve())
    stream.close()
    stream.resume()
  })

/** A connection of the pool is replaced sooner than millions of rows are read. */
const abandon: Leave = async (stream, connection) => {
  stream.once('error', () => {})
  connection.destroy()
}

async function* streamFromPool(
  pool: Pool,
  context: ErrorContext,
  sql: string,
  params?: readonly Value[],
): AsyncGenerator<Row> {
  const connection = await acquire(pool, context)
  try {
    yield* streamOn(connection, context, sql, params, abandon)
  } finally {
    await connection.release().catch(() => connection.destroy())
  }
}

const inTransaction = async <T>(
  connection: Connection,
  context: ErrorContext,
  nesting: AsyncLocalStorage<true>,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> => {
  if (nesting.getStore()) throw new Error('A transaction inside a transaction: pass the outer one on instead.')
  await mapped(context, 'START TRANSACTION', () => connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT'))
  try {
    const result = await nesting.run(true, () => work({ ...queryableOn(connection, context), inTransaction: true }))
    await mapped(context, 'COMMIT', () => connection.query('COMMIT'))
    return result
  } catch (error) {
    await connection.query('ROLLBACK').catch(() => {})
    throw error
  }
}

const sessionOn = (
  connection: Connection,
  context: ErrorContext,
  nesting: AsyncLocalStorage<true>,
  connectionId: number,
  user: string,
): Session => {
  const session: Session = {
    ...queryableOn(connection, context),
    connectionId,
    user,
    transaction: (work) => inTransaction(connection, context, nesting, work),
    session: (work) => work(session),
  }
  return session
}
