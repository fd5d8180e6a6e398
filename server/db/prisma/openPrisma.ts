import type { Pool } from 'mariadb'
import { PrismaClient } from '#prisma/client.ts'
import { multiDatabaseAdapter, type Place } from './multiDatabaseAdapter.ts'

/** The one typed client over all the databases of LabBook, on connections of `pool`. */
export const openPrisma = (pool: Pool, place: Place): PrismaClient =>
  new PrismaClient({ adapter: multiDatabaseAdapter(pool, place) })
