import type { Pool } from 'mariadb'
import { PrismaClient } from '#prisma/client.ts'
import { multiDatabaseAdapter } from './multiDatabaseAdapter.ts'

/** The one typed client over all the databases of LabBook, on connections of `pool`. */
export const openPrisma = (pool: Pool, prefix: string): PrismaClient =>
  new PrismaClient({ adapter: multiDatabaseAdapter(pool, prefix) })
