import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { backup, restore } from './backup.ts'
import { numberRows } from './testing/numberRows.ts'
import { useTestDatabase } from './testing/testDatabase.ts'

const db = useTestDatabase()
const folder = mkdtempSync(join(tmpdir(), 'labbook-backup-'))
afterAll(() => rmSync(folder, { recursive: true }))

let file: string
let a: string
let b: string
let count = 0

beforeEach(async () => {
  file = join(folder, `backup-${++count}.sql.gz`)
  ;[a, b] = [`\`${db.prefix}b${count}_a\``, `\`${db.prefix}b${count}_b\``]
  for (const name of [a, b]) await db.database.execute(`CREATE DATABASE ${name}`)
  await db.database.execute(
    `CREATE TABLE ${b}.\`#kind\` (kind varchar(20) PRIMARY KEY COMMENT 'a "kind"; of\\nthing') COMMENT 'k'`,
  )
  await db.database.execute(`CREATE TABLE ${a}.\`_unit\` (id int AUTO_INCREMENT PRIMARY KEY, kind varchar(20), single float, twice double,
    big bigint unsigned, price decimal(20,6), at datetime(6), stamp timestamp(3) NULL, label text, packed longblob, info json,
    doubled double AS (twice * 2) VIRTUAL, FOREIGN KEY (kind) REFERENCES ${b}.\`#kind\` (kind))`)
  await db.database.execute(`INSERT INTO ${b}.\`#kind\` VALUES (?), (?)`, ['pyramidal', "it's 神経"])
})

const prefix = () => `${db.prefix}b${count}_`
const insertUnits = (packed: Uint8Array = Uint8Array.of(0, 39, 92, 10, 255)) =>
  db.database.execute(
    `INSERT INTO ${a}.\`_unit\` (id, kind, single, twice, big, price, at, stamp, label, packed, info)
     VALUES (7, 'pyramidal', ?, ?, ?, ?, ?, ?, ?, ?, ?), (8, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`,
    [
      65.51445007324219,
      5e-324,
      '18446744073709551615',
      '12345678901234.123456',
      '2024-01-02 03:04:05.000250',
      '2024-06-02 03:04:05.250',
      "line\nbreak\r\0 \u2028 'quote' \\ ; -- 🧠\x1a",
      packed,
      '{"a": "\\n"}',
    ],
  )
const contents = async () => [
  await db.database.query(`SELECT * FROM ${a}.\`_unit\` ORDER BY id`),
  await db.database.query(`SELECT * FROM ${b}.\`#kind\` ORDER BY kind`),
  await db.database.query(`SHOW CREATE TABLE ${a}.\`_unit\``),
  await db.database.query(`SHOW CREATE TABLE ${b}.\`#kind\``),
]
const drop = async () =>
  db.database.session(async (session) => {
    await session.execute('SET foreign_key_checks = 0')
    for (const name of [a, b]) await session.execute(`DROP DATABASE ${name}`)
    await session.execute('SET foreign_key_checks = 1')
  })

test('what was backed up comes back the same: floats, blobs, text, times, NULL and definitions', async () => {
  await insertUnits()
  const before = await contents()
  const written = await backup(db.address, { prefix: prefix(), file })
  expect(written).toEqual({ bytes: statSync(file).size, databases: [a, b].map((name) => name.slice(1, -1)) })
  await drop()
  const restored = await restore(db.address, { file })
  expect(restored).toEqual({ databases: written.databases, saved: null })
  expect(await contents()).toEqual(before)
})

test('a blob longer than a statement comes back whole', async () => {
  const packed = Uint8Array.from({ length: 10_000_001 }, (_, index) => index % 251)
  await insertUnits(packed)
  await backup(db.address, { prefix: prefix(), file })
  await drop()
  await restore(db.address, { file })
  const [row] = await db.database.query(`SELECT packed FROM ${a}.\`_unit\` WHERE id = 7`)
  expect(Buffer.compare(row!.packed as Uint8Array, packed)).toBe(0)
})

test('many rows come back', async () => {
  await db.database.execute(
    `INSERT INTO ${a}.\`_unit\` (twice, label) SELECT seq / 7, REPEAT('x', 100) FROM ${numberRows(30_000)}`,
  )
  const sum = `SELECT COUNT(*) AS rows_, SUM(CRC32(CONCAT(id, twice, label))) AS mark FROM ${a}.\`_unit\``
  const before = await db.database.query(sum)
  await backup(db.address, { prefix: prefix(), file })
  await drop()
  await restore(db.address, { file })
  expect(await db.database.query(sum)).toEqual(before)
})

test('a backup is of one moment, whatever is written meanwhile', async () => {
  await insertUnits()
  let wrote: Promise<unknown> | undefined
  await backup(db.address, {
    prefix: prefix(),
    file,
    onProgress: () => {
      wrote ??= db.database.execute(`INSERT INTO ${a}.\`_unit\` (id) VALUES (?)`, [99])
    },
  })
  await wrote
  expect(gunzipSync(readFileSync(file)).toString()).not.toContain('(99,')
})

test('an existing file is not replaced, and a file that cannot be written is a clear error', async () => {
  writeFileSync(file, 'mine')
  await expect(backup(db.address, { prefix: prefix(), file })).rejects.toMatchObject({ code: 'BACKUP_FAILED' })
  expect(readFileSync(file, 'utf8')).toBe('mine')
  const nowhere = join(folder, 'missing', 'x.gz')
  await expect(backup(db.address, { prefix: prefix(), file: nowhere })).rejects.toMatchObject({ code: 'BACKUP_FAILED' })
})

test('a truncated file, a cut dump and somebody else’s dump are refused before anything is touched', async () => {
  await insertUnits()
  await backup(db.address, { prefix: prefix(), file })
  const text = gunzipSync(readFileSync(file)).toString()
  const before = await contents()
  const cut = join(folder, `cut-${count}.gz`)
  writeFileSync(cut, gzipSync(text.slice(0, text.lastIndexOf('-- LabBook'))))
  const foreign = join(folder, `foreign-${count}.gz`)
  writeFileSync(foreign, gzipSync('-- MariaDB dump\nDROP DATABASE x;\n'))
  truncateSync(file, statSync(file).size - 20)
  for (const bad of [file, cut, foreign, join(folder, 'absent.gz')])
    await expect(restore(db.address, { file: bad, overwrite: true })).rejects.toMatchObject({ code: 'BACKUP_FAILED' })
  expect(await contents()).toEqual(before)
})

test('tables that are there are replaced only when asked, and saved first', async () => {
  await insertUnits()
  await backup(db.address, { prefix: prefix(), file })
  await db.database.execute(`DELETE FROM ${a}.\`_unit\` WHERE id = 7`)
  await expect(restore(db.address, { file })).rejects.toMatchObject({ code: 'BACKUP_FAILED' })
  const { saved } = await restore(db.address, { file, overwrite: true })
  expect(await db.database.query(`SELECT id FROM ${a}.\`_unit\` ORDER BY id`)).toEqual([{ id: 7 }, { id: 8 }])
  await restore(db.address, { file: saved!, overwrite: true })
  expect(await db.database.query(`SELECT id FROM ${a}.\`_unit\``)).toEqual([{ id: 8 }])
})

test('a statement that fails leaves nothing behind', async () => {
  await backup(db.address, { prefix: prefix(), file })
  const broken = join(folder, `broken-${count}.gz`)
  const text = gunzipSync(readFileSync(file)).toString()
  writeFileSync(
    broken,
    gzipSync(text.replace('-- LabBook backup complete', 'INSERT INTO nowhere;\n-- LabBook backup complete')),
  )
  await drop()
  await expect(restore(db.address, { file: broken })).rejects.toThrow(/line \d+/)
  const rows = await db.database.query('SHOW DATABASES')
  expect(rows.map(({ Database }) => String(Database)).filter((name) => name.startsWith(prefix()))).toEqual([])
  expect(existsSync(`${broken}.part`)).toBe(false)
})
