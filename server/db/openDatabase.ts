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

/** Connections, and the Prisma client only for who asks for it: loading it takes 150 ms. */
export type OpenConnections = {
  readonly database: Database
  openPrisma(): Promise<PrismaClient>
  close(): Promise<void>
}

/** One pool for statements of our own and for Prisma. @throws DATABASE_UNREACHABLE, DATABASE_DENIED when nothing answers */
export const openDatabase = async (address: DatabaseAddress, options: OpenOptions): Promise<OpenDatabase> => {
  const { database, openPrisma, close } = await openConnections(address, options)
  try {
    return { database, prisma: await openPrisma(), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** `openDatabase` without Prisma until it is asked for. @throws DATABASE_UNREACHABLE, DATABASE_DENIED when nothing answers */
export const openConnections = async (address: DatabaseAddress, options: OpenOptions): Promise<OpenConnections> => {
  const context = { address: describeAddress(address), names: options.names }
  const pool = await openPool(address, options)
  let prisma: PrismaClient | undefined
  const openPrisma = async (): Promise<PrismaClient> => {
    const module = await import('./prisma/openPrisma.ts')
    prisma ??= module.openPrisma(pool, { prefix: options.prefix, address: context.address })
    return prisma
  }
  const close = async (): Promise<void> => {
    await prisma?.$disconnect()
    await pool.end().catch(() => {})
  }
  return { database: createDatabase(pool, context), openPrisma, close }
}
