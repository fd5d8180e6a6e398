import type { PrismaClient } from '#prisma/client.ts'
import { type DatabaseAddress, describeAddress } from './address.ts'
import { createDatabase } from './database.ts'
import type { ErrorContext } from './mapError.ts'
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
  const pool = openPool(address, options)
  const database = createDatabase(pool, { address: describeAddress(address), names: options.names })
  const end = () => pool.end().catch(() => {})
  try {
    await database.query('SELECT 1')
    // Loaded late: commands that never ask Prisma do not pay for its 150 ms.
    const prisma = await import('./prisma/openPrisma.ts').then(
      ({ openPrisma }) => openPrisma(pool, options.prefix),
      () => undefined as unknown as PrismaClient,
    )
    return { database, prisma, close: async () => prisma?.$disconnect().then(end) ?? end() }
  } catch (error) {
    await end()
    throw error
  }
}
