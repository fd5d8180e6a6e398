import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import type { PrismaClient } from '#prisma/client.ts'
import type { DatabaseAddress } from '../address.ts'
import { startEmbedded } from '../embedded/startEmbedded.ts'
import { type OpenDatabase, openDatabase } from '../openDatabase.ts'
import type { Database } from '../port.ts'
import { copyTemplate } from './template.ts'

export type TestDatabase = {
  readonly database: Database
  readonly prisma: PrismaClient
  readonly address: DatabaseAddress
  /** Of this file's databases. */
  readonly prefix: string
  /** Home of the embedded server. */
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
  const home = mkdtempSync(join(tmpdir(), 'labbook-test-'))
  await copyTemplate(home)
  const server = await startEmbedded({ home, durable: false })
  const prefix = `t${process.pid}_`
  const open = await openDatabase(server.address, { prefix, poolSize: 8 })
  const close = async () => {
    await open.close()
    await server.stop()
    rmSync(home, { recursive: true, force: true })
  }
  return { database: open.database, prisma: open.prisma, address: server.address, prefix, home, close }
}
