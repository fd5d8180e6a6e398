import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { quoteIdentifier } from '#core/sql/identifier.ts'
import { quoteLiteral } from '#core/sql/literal.ts'
import type { DatabaseAddress } from '../address.ts'
import { startEmbedded } from '../embedded/startEmbedded.ts'
import { openDatabase } from '../openDatabase.ts'
import { parseDatabaseUrl } from '../parseDatabaseUrl.ts'
import type { Database } from '../port.ts'
import { copyTemplate } from './template.ts'

/** A server for the tests of one file. */
export type TestServer = {
  readonly address: DatabaseAddress
  /** By TCP, where the server listens there. */
  readonly credentials: DatabaseAddress | null
  /** LABBOOK_HOME of the tests: an embedded server's, or an empty folder. */
  readonly home: string
  stop(): Promise<void>
}

/**
 * `LABBOOK_TEST_DATABASE` (mysql://user:password@host:port) lets the tests run on another server than the embedded MariaDB: one that
 * is kept for tests, since databases and accounts that appear during a file's tests are dropped after them.
 */
export const testServerUrl = process.env.LABBOOK_TEST_DATABASE || null

/** The server of LABBOOK_TEST_DATABASE, else an embedded MariaDB of this file's own, which starts in less than half a second. */
export const startTestServer = async (port: number | null = null): Promise<TestServer> => {
  const home = mkdtempSync(join(tmpdir(), 'labbook-test-'))
  const server = testServerUrl ? await borrowServer(testServerUrl) : await ownServer(home, port)
  const stop = async () => {
    await server.stop()
    rmSync(home, { recursive: true, force: true })
  }
  return { ...server, home, stop }
}

const ownServer = async (home: string, port: number | null): Promise<Omit<TestServer, 'home'>> => {
  await copyTemplate(home)
  return startEmbedded({ home, port, durable: false })
}

const borrowServer = async (url: string): Promise<Omit<TestServer, 'home'>> => {
  const address = parseDatabaseUrl(url)
  const { database, close } = await openDatabase(address, { prefix: '', poolSize: 1 })
  const before = new Set(await inventory(database))
  const stop = async () => {
    await database.session(async (session) => {
      await session.execute('SET foreign_key_checks = 0')
      for (const thing of await inventory(session)) if (!before.has(thing)) await session.execute(`DROP ${thing}`)
    })
    await close()
  }
  return { address, credentials: address, stop }
}

/** `` DATABASE `x` `` and `USER 'a'@'b'`, as DROP takes them. */
const inventory = async (database: Pick<Database, 'query'>): Promise<string[]> => {
  const databases = await database.query('SELECT schema_name AS name FROM information_schema.schemata')
  const users = await database.query('SELECT user AS name, host AS place FROM mysql.user')
  return [
    ...databases.map(({ name }) => `DATABASE ${quoteIdentifier(String(name))}`),
    ...users.map(({ name, place }) => `USER ${quoteLiteral(String(name))}@${quoteLiteral(String(place))}`),
  ]
}
