import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection } from 'mariadb'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { acquireDatabase } from '../acquireDatabase.ts'
import type { DatabaseAddress } from '../address.ts'
import { openDatabase } from '../openDatabase.ts'
import { copyTemplate } from '../testing/template.ts'
import { databaseFolder, prepareFolder } from './folder.ts'
import { initialise } from './initialise.ts'
import { isAlive, waitForEnd } from './processes.ts'
import { runningDatabase } from './runningDatabase.ts'
import { type EmbeddedDatabase, type EmbeddedOptions, startEmbedded } from './startEmbedded.ts'
import { superviseEmbedded } from './superviseEmbedded.ts'

const port = 34_101
const homes: string[] = []
const cleanups: (() => Promise<unknown>)[] = []

const newHome = (): string => {
  const home = mkdtempSync(join(tmpdir(), 'labbook-embedded-'))
  homes.push(home)
  return home
}

const start = async (options: EmbeddedOptions, launch = startEmbedded): Promise<EmbeddedDatabase> => {
  if (!existsSync(join(options.home, 'database'))) await copyTemplate(options.home)
  const server = await launch({ durable: false, ...options })
  cleanups.push(server.stop)
  return server
}

const ask = async (address: DatabaseAddress, sql: string): Promise<unknown[]> => {
  const connection = await createConnection({ ...address, connectTimeout: 3000 })
  try {
    return await connection.query(sql)
  } finally {
    await connection.end()
  }
}

beforeAll(() => {
  expect(process.env.DATABASE_URL ?? '').toBe('')
})

afterEach(async () => {
  vi.unstubAllEnvs()
  for (const clean of cleanups.splice(0).reverse()) await clean()
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true })
})

test('a folder keeps its rows over a stop and a start, and nothing but the data stays behind', async () => {
  const home = newHome()
  const first = await start({ home })
  await ask(first.address, 'CREATE DATABASE kept')
  await first.stop()
  expect(isAlive(first.pid)).toBe(false)
  expect(readdirSync(join(home, 'database')).sort()).toEqual(['data', 'error.log', 'start.sql', 'tmp'])
  const second = await start({ home })
  expect(await ask(second.address, "SHOW DATABASES LIKE 'kept'")).toHaveLength(1)
})

test('a folder is made without touching the temporary tables of other servers on this machine', async () => {
  const shared = newHome()
  const others = join(shared, '#sql-temptable-1-1-1.MAI')
  writeFileSync(others, '')
  vi.stubEnv('TMPDIR', shared)
  const folder = databaseFolder(newHome())
  prepareFolder(folder)
  await initialise(folder, () => undefined)
  expect(existsSync(others)).toBe(true)
  expect(existsSync(join(folder.data, 'mysql'))).toBe(true)
})

test('without a port nothing listens on the network, and the folder is private', async () => {
  const home = newHome()
  const { address, credentials } = await start({ home })
  expect(credentials).toBeNull()
  expect(await ask(address, 'SELECT @@skip_networking = 1 AS off')).toEqual([{ off: 1 }])
  expect(statSync(join(home, 'database')).mode & 0o777).toBe(0o700)
})

test('with a port the account labbook gets in with its generated password, and root does not', async () => {
  const home = newHome()
  const { credentials } = await start({ home, port })
  expect(await ask(credentials!, 'SELECT USER() AS user')).toEqual([{ user: 'labbook@127.0.0.1' }])
  await ask(credentials!, 'CREATE DATABASE made_by_python')
  await expect(ask({ ...credentials!, user: 'root', password: '' }, 'SELECT 1')).rejects.toThrow(/denied|not allowed/)
  await expect(ask({ ...credentials!, password: 'wrong' }, 'SELECT 1')).rejects.toThrow(/denied/)
  expect(statSync(join(home, 'database', 'password')).mode & 0o777).toBe(0o600)
})

test('a taken port is named', async () => {
  const taken = createServer().listen(port, '127.0.0.1')
  await once(taken, 'listening')
  cleanups.push(async () => taken.close())
  await expect(startEmbedded({ home: newHome(), port })).rejects.toMatchObject({ code: 'PORT_TAKEN' })
})

test('a second start on the same folder is refused and names the process', async () => {
  const home = newHome()
  const { address } = await start({ home })
  await expect(startEmbedded({ home })).rejects.toMatchObject({
    code: 'DATABASE_LOCKED',
    data: { pid: process.pid, folder: join(home, 'database') },
  })
  expect(await ask(address, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('of several simultaneous starts exactly one wins', async () => {
  const home = newHome()
  const starts = await Promise.allSettled([1, 2, 3].map(() => startEmbedded({ home, durable: false })))
  const started = starts.filter((result) => result.status === 'fulfilled')
  for (const { value } of started) cleanups.push(value.stop)
  expect(started).toHaveLength(1)
})

test('an interrupted first start is repaired by the next', async () => {
  const home = newHome()
  const unfinished = join(home, 'database', 'data.init')
  mkdirSync(join(unfinished, 'mysql'), { recursive: true })
  const { address } = await start({ home })
  expect(await ask(address, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  expect(existsSync(unfinished)).toBe(false)
})

test('a damaged data folder is never replaced by an empty one', async () => {
  const data = join(newHome(), 'database', 'data')
  mkdirSync(join(data, 'labbook_session'), { recursive: true })
  const home = join(data, '..', '..')
  await expect(startEmbedded({ home })).rejects.toMatchObject({ code: 'DATABASE_FAILED' })
  expect(existsSync(join(data, 'labbook_session'))).toBe(true)
})

test('a home in the place of a file is a clear error', async () => {
  const home = join(newHome(), 'file')
  writeFileSync(home, '')
  await expect(startEmbedded({ home })).rejects.toMatchObject({ code: 'FOLDER_UNUSABLE' })
})

test('a path too long for a socket gets a short one', async () => {
  const home = join(newHome(), 'x'.repeat(120))
  const { address } = await start({ home })
  expect(Buffer.byteLength(address.socketPath)).toBeLessThan(100)
  expect(await ask(address, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('what mariadbd said is part of the error when it cannot start', async () => {
  const home = newHome()
  await (await start({ home })).stop()
  writeFileSync(join(home, 'database', 'data', 'ibdata1'), 'damaged')
  await expect(startEmbedded({ home })).rejects.toMatchObject({
    code: 'DATABASE_FAILED',
    message: expect.stringContaining('ibdata1'),
  })
})

test('kill -9 of the owning process leaves no database server, and its lock is taken over', async () => {
  const home = newHome()
  const owner = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'holdDatabase.fixture.ts'), home],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const [output] = (await once(owner.stdout, 'data')) as [Buffer]
  const pid = Number(output.toString())
  expect(isAlive(pid)).toBe(true)
  await expect(startEmbedded({ home })).rejects.toMatchObject({ code: 'DATABASE_LOCKED', data: { pid: owner.pid } })
  owner.kill('SIGKILL')
  expect(await waitForEnd(pid, 20_000)).toBe(true)
  const { address } = await start({ home })
  expect(await ask(address, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('a server that outlived its owner is ended before a new one starts', async () => {
  const home = newHome()
  const orphan = await startEmbedded({ home, durable: false })
  const dead = spawn('true')
  await once(dead, 'exit')
  writeFileSync(join(home, 'database', 'lock'), JSON.stringify({ pid: dead.pid, startTime: '1' }))
  const { address } = await start({ home })
  expect(isAlive(orphan.pid)).toBe(false)
  expect(await ask(address, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('kill -9 of the database keeps committed rows, loses the open transaction, and the pool connects again', async () => {
  const home = newHome()
  const server = await start({ home, durable: true }, superviseEmbedded)
  const { database, close } = await openDatabase(server.address, { prefix: 'x_' })
  cleanups.push(close)
  await database.execute('CREATE DATABASE x_a')
  await database.execute('CREATE TABLE x_a.t (i int PRIMARY KEY)')
  await database.execute('INSERT INTO x_a.t VALUES (?)', [1])
  const broken = database.transaction(async (tx) => {
    await tx.execute('INSERT INTO x_a.t VALUES (?)', [2])
    process.kill(server.pid, 'SIGKILL')
    await once(process, 'never', { signal: AbortSignal.timeout(300) }).catch(() => {})
    await tx.execute('INSERT INTO x_a.t VALUES (?)', [3])
  })
  await expect(broken).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' })
  expect(await database.query('SELECT i FROM x_a.t')).toEqual([{ i: 1 }])
})

test('a command shares the database of the process that runs it, else has its own until it releases it', async () => {
  const home = newHome()
  const own = await acquireDatabase({ home, databaseUrl: null })
  expect(own).toMatchObject({ kind: 'embedded', owned: true })
  const shared = await acquireDatabase({ home, databaseUrl: null })
  expect(shared).toMatchObject({ kind: 'shared', owned: false, address: own.address })
  await shared.release()
  expect(await ask(shared.address, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  await own.release()
  expect(runningDatabase(home)).toBeNull()
})

test('DATABASE_URL is used as it is', async () => {
  const { address } = await start({ home: newHome() })
  const url = `mysql://root@localhost?socket=${encodeURIComponent(address.socketPath)}`
  expect(await acquireDatabase({ home: '/nowhere', databaseUrl: url })).toMatchObject({ address, kind: 'server' })
})
