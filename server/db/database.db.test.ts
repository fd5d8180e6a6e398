import { beforeEach, expect, test } from 'vitest'
import { numberRows } from './testing/numberRows.ts'
import { useTestDatabase } from './testing/testDatabase.ts'

const db = useTestDatabase()
let table: string

beforeEach(async () => {
  const name = `\`${db.prefix}tx\``
  await db.database.execute(`CREATE DATABASE IF NOT EXISTS ${name}`)
  table = `${name}.number`
  await db.database.execute(`DROP TABLE IF EXISTS ${table}`)
  await db.database.execute(`CREATE TABLE ${table} (i int PRIMARY KEY, filler varchar(1000))`)
})

const insert = (i: number) => [`INSERT INTO ${table} VALUES (?, NULL)`, [i]] as const
const numbers = async () => (await db.database.query(`SELECT i FROM ${table} ORDER BY i`)).map(({ i }) => i)

test('a transaction is committed as a whole, or not at all', async () => {
  await db.database.transaction(async (tx) => {
    await tx.execute(...insert(1))
    await tx.execute(...insert(2))
    expect(await numbers()).toEqual([])
  })
  const failing = db.database.transaction(async (tx) => {
    await tx.execute(...insert(3))
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await numbers()).toEqual([1, 2])
})

test('a transaction sees the database of its beginning', async () => {
  await db.database.transaction(async (tx) => {
    await db.database.execute(...insert(1))
    expect(await tx.query(`SELECT i FROM ${table}`)).toEqual([])
  })
})

test('a transaction inside a transaction is refused, and the outer one rolled back', async () => {
  const nested = db.database.transaction(async (tx) => {
    await tx.execute(...insert(1))
    await db.database.transaction(async () => {})
  })
  await expect(nested).rejects.toThrow(/inside a transaction/)
  expect(await numbers()).toEqual([])
})

test('a session keeps to one connection, in transactions too', async () => {
  await db.database.session(async (session) => {
    const id = 'SELECT CONNECTION_ID() AS id'
    expect(await session.query(id)).toEqual([{ id: session.connectionId }])
    expect(await session.transaction((tx) => tx.query(id))).toEqual([{ id: session.connectionId }])
    expect(session.user).toBe(`${db.address.user}@localhost`)
  })
})

test('two transactions that wait for each other end with a conflict to be tried again', async () => {
  for (const i of [1, 2]) await db.database.execute(...insert(i))
  const update = (i: number) => [`UPDATE ${table} SET filler = ? WHERE i = ?`, ['x', i]] as const
  let bothHold = 0
  const cross = (first: number, second: number) =>
    db.database.transaction(async (tx) => {
      await tx.execute(...update(first))
      bothHold++
      await expect.poll(() => bothHold).toBe(2)
      await tx.execute(...update(second))
    })
  const results = await Promise.allSettled([cross(1, 2), cross(2, 1)])
  const failures = results.filter((result) => result.status === 'rejected')
  expect(failures).toMatchObject([{ reason: { code: 'DATABASE_CONFLICT' } }])
})

test('a stream that is left early gives its connection back in working order', async () => {
  await db.database.execute(`INSERT INTO ${table} SELECT seq, REPEAT('x', 1000) FROM ${numberRows(5000)}`)
  for (let turn = 0; turn < 20; turn++) {
    for await (const { i } of db.database.stream(`SELECT * FROM ${table} ORDER BY i`)) {
      expect(i).toBe(1)
      break
    }
  }
  await db.database.transaction(async (tx) => {
    for await (const _ of tx.stream(`SELECT * FROM ${table}`)) break
    expect(await tx.query(`SELECT COUNT(*) AS n FROM ${table}`)).toEqual([{ n: 5000 }])
  })
})

test('a stream waits for whoever reads it', async () => {
  await db.database.execute(`INSERT INTO ${table} SELECT seq, REPEAT('x', 1000) FROM ${numberRows(20_000)}`)
  const before = process.memoryUsage().rss
  let count = 0
  for await (const _ of db.database.stream(`SELECT * FROM ${table}`)) {
    count++
    if (count % 5000 === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  expect(count).toBe(20_000)
  expect(process.memoryUsage().rss - before).toBeLessThan(100e6)
})

test('an error in a stream is an error of the catalogue', async () => {
  const read = async () => {
    for await (const _ of db.database.stream(`SELECT * FROM ${table}_gone`)) expect.unreachable()
  }
  await expect(read()).rejects.toMatchObject({ code: 'UNKNOWN_TABLE' })
})

test('ten thousand rows go in within a transaction', async () => {
  const started = performance.now()
  await db.database.transaction(async (tx) => {
    for (let from = 0; from < 10_000; from += 1000) {
      const ids = Array.from({ length: 1000 }, (_, index) => from + index)
      await tx.execute(`INSERT INTO ${table} VALUES ${ids.map(() => '(?, NULL)').join(',')}`, ids)
    }
  })
  console.info(`10,000 rows in ${Math.round(performance.now() - started)} ms`)
  expect(await db.database.query(`SELECT COUNT(*) AS n FROM ${table}`)).toEqual([{ n: 10_000 }])
})
