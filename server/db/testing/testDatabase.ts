import { afterAll, beforeAll } from 'vitest'
import type { PrismaClient } from '#prisma/client.ts'
import type { DatabaseAddress } from '../address.ts'
import { type OpenDatabase, openDatabase } from '../openDatabase.ts'
import type { Database } from '../port.ts'
import { startTestServer } from './testServer.ts'

export type TestDatabase = {
  readonly database: Database
  readonly prisma: PrismaClient
  readonly address: DatabaseAddress
  /** Of this file's databases. */
  readonly prefix: string
  /** LABBOOK_HOME: of the embedded server, or empty. */
  readonly home: string
}

/**
 * A real MariaDB for the tests of this file alone, gone when they are done; it starts in less than half a second. Call it at the top of a `*.db.test.ts`
 * and read its properties inside tests and hooks: they are there only once `beforeAll` ran.
 */
export const useTestDatabase = (): TestDatabase => {
  let opened: (TestDatabase & Pick<OpenDatabase, 'close'>) | undefined
  beforeAll(async () => {
    opened = await openTestDatabase()
  })
  afterAll(async () => {
    await opened?.close()
  })
  const get = (): TestDatabase => {
    if (!opened) throw new Error('useTestDatabase is ready inside tests and hooks only.')
    return opened
  }
  return {
    get database() {
      return get().database
    },
    get prisma() {
      return get().prisma
    },
    get address() {
      return get().address
    },
    get prefix() {
      return get().prefix
    },
    get home() {
      return get().home
    },
  }
}

const openTestDatabase = async (): Promise<TestDatabase & Pick<OpenDatabase, 'close'>> => {
  const { address, home, stop } = await startTestServer()
  const prefix = `t${process.pid}_`
  const open = await openDatabase(address, { prefix, poolSize: 8 })
  const close = async () => {
    await open.close()
    await stop()
  }
  return { database: open.database, prisma: open.prisma, address, prefix, home, close }
}
