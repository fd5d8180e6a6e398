import { expect, test } from 'vitest'
import type { Row } from '#core/pipeline/table.ts'
import { useTestDatabase } from './testing/testDatabase.ts'

const db = useTestDatabase()

const createEverything = async (): Promise<string> => {
  const name = `${db.prefix}exact`
  await db.database.execute(`CREATE DATABASE IF NOT EXISTS \`${name}\``)
  await db.database.execute(`DROP TABLE IF EXISTS \`${name}\`.everything`)
  await db.database.execute(`CREATE TABLE \`${name}\`.everything (
    id bigint PRIMARY KEY, big_unsigned bigint unsigned, single float, twice double, price decimal(30,10), flag tinyint(1), bits bit(12), day date,
    clock time(3), moment datetime(6), seconds datetime, label varchar(40), kind enum('a','b'), packed longblob, hash binary(16),
    note json, year_of year)`)
  return `\`${name}\`.everything`
}

const sample = {
  id: '9223372036854775807',
  big_unsigned: '18446744073709551615',
  single: 65.51445007324219,
  twice: 0.1 + 0.2,
  price: '12345678901234567890.0123456789',
  flag: 1,
  bits: 2049,
  day: '2024-02-29',
  clock: '-101:02:03.250',
  moment: '2024-01-02 03:04:05.000250',
  seconds: '2024-01-02 03:04:05',
  label: "𝜇V 'ü' \\ \" 神経 🧠",
  kind: 'b',
  packed: Uint8Array.of(0, 1, 255, 0),
  hash: Uint8Array.from({ length: 16 }, (_, index) => index * 16),
  note: '{"a": 1}',
  year_of: 2024,
} satisfies Row

const insert = (table: string, row: Row) =>
  db.database.execute(
    `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row)
      .map(() => '?')
      .join(', ')})`,
    Object.values(row),
  )

test('every type comes back exactly as it was sent', async () => {
  const table = await createEverything()
  await insert(table, sample)
  const [row] = await db.database.query(`SELECT * FROM ${table}`)
  expect(row).toEqual(sample)
})

test('a stream yields the same rows as a query', async () => {
  const table = await createEverything()
  await insert(table, sample)
  const rows: Row[] = []
  for await (const row of db.database.stream(`SELECT * FROM ${table} WHERE flag = ?`, [1])) rows.push(row)
  expect(rows).toEqual([sample])
})

test('NULL stays NULL in every type', async () => {
  const table = await createEverything()
  await insert(table, { id: 1 })
  const [row] = await db.database.query(`SELECT * FROM ${table}`)
  expect(row).toEqual({ ...Object.fromEntries(Object.keys(sample).map((name) => [name, null])), id: 1 })
})

test('a bigint key is found by its text, also beyond 2^53', async () => {
  const table = await createEverything()
  await insert(table, { id: '9007199254740993' })
  await insert(table, { id: '9007199254740992' })
  const rows = await db.database.query(`SELECT id FROM ${table} WHERE id = ?`, ['9007199254740993'])
  expect(rows).toEqual([{ id: '9007199254740993' }])
})

test('doubles survive bit for bit', async () => {
  const table = await createEverything()
  const values = [0, 5e-324, Number.MAX_VALUE, 2 ** 53, -(2 ** 31), 2 ** 31 - 1, 2 ** 31, 1e21, 1 / 3]
  for (const [id, twice] of values.entries()) await insert(table, { id, twice })
  const rows = await db.database.query(`SELECT twice FROM ${table} ORDER BY id`)
  expect(rows.map(({ twice }) => twice)).toEqual(values)
})
