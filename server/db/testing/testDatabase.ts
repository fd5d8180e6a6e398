import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import type { PrismaClient } from '#prisma/client.ts'
import type { DatabaseAddress } from '../address.ts'
import { type EmbeddedDatabase, startEmbedded } from '../embedded/startEmbedded.ts'
import { type OpenDatabase, openDatabase } from '../openDatabase.ts'
import type { Database } from '../port.ts'

export type TestDatabase = {
  readonly database: Database
  readonly prisma: PrismaClient
  readonly address: DatabaseAddress
  /** Fresh for this file; every database that begins with it is dropped afterwards. */
  readonly prefix: string
  /** Home of the embedded server. */
  readonly home: string
}

/**
 * A real MariaDB for the tests of this file, about a second after the first test asks. Call it at the top of a `*.db.test.ts`
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
  const { server, home } = await testServer()
  const prefix = `t${process.pid}_${Date.now().toString(36)}_`
  const open = await openDatabase(server.address, { prefix, poolSize: 8 })
  const close = async () => {
    await dropDatabases(open.database, prefix)
    await open.close()
    await endServer()
  }
  return { database: open.database, prisma: open.prisma, address: server.address, prefix, home, close }
}

type TestServer = { readonly server: EmbeddedDatabase; readonly home: string }
let running: Promise<TestServer> | undefined

const testServer = (): Promise<TestServer> => {
  running ??= startTestServer()
  return running
}

const startTestServer = async (): Promise<TestServer> => {
  const home = mkdtempSync(join(tmpdir(), 'labbook-test-'))
  return { server: await startEmbedded({ home, durable: false }), home }
}

const endServer = async (): Promise<void> => {
  const { server, home } = await testServer()
  running = undefined
  await server.stop()
  rmSync(home, { recursive: true, force: true })
}

/** Tables of one database may refer to another, so the order must not matter. */
const dropDatabases = async (database: Database, prefix: string): Promise<void> => {
  const rows = await database.query(
    'SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name LIKE ?',
    [`${prefix.replaceAll('_', '\\_')}%`],
  )
  await database.session(async (session) => {
    await session.execute('SET foreign_key_checks = 0')
    for (const { name } of rows) await session.execute(`DROP DATABASE \`${name}\``)
    await session.execute('SET foreign_key_checks = 1')
  })
}
