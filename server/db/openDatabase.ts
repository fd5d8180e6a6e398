import { createConnection } from 'mariadb'
import type { PrismaClient } from '#prisma/client.ts'
import { type DatabaseAddress, describeAddress } from './address.ts'
import { createDatabase } from './database.ts'
import { type ErrorContext, mapError } from './mapError.ts'
import { openPool } from './pool.ts'
import type { Database } from './port.ts'

export type OpenDatabase = {
  readonly database: Database
  readonly prisma: PrismaClient
  close(): Promise<void>
}

export type OpenOptions = {
  /** Databases are named `<prefix><schema>`. */
  readonly prefix: string
  readonly poolSize?: number
  /** Table objects by physical name, for messages in the words of the pipeline. */
  readonly names?: ErrorContext['names']
}

/** One pool for statements of our own and for Prisma. @throws DATABASE_UNREACHABLE, DATABASE_DENIED when nothing answers */
export const openDatabase = async (address: DatabaseAddress, options: OpenOptions): Promise<OpenDatabase> => {
  const context = { address: describeAddress(address), names: options.names }
  await assertReachable(address, context)
  const pool = openPool(address, options)
  const database = createDatabase(pool, context)
  const end = () => pool.end().catch(() => {})
  try {
    // Loaded late: commands that never ask Prisma do not pay for its 150 ms.
    const { openPrisma } = await import('./prisma/openPrisma.ts')
    const prisma = openPrisma(pool, options.prefix)
    return { database, prisma, close: () => prisma.$disconnect().then(end) }
  } catch (error) {
    await end()
    throw error
  }
}

/** One connection without a pool, which would go on trying for seconds what a wrong password makes hopeless. */
const assertReachable = async (address: DatabaseAddress, context: ErrorContext): Promise<void> => {
  try {
    const connection = await createConnection({ ...address, connectTimeout: 5_000 })
    await connection.end()
  } catch (error) {
    throw mapError(error, context)
  }
}
