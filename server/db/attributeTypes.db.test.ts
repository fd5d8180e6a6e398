import { beforeAll, describe, expect, it } from 'vitest'
import { attributeType } from '#core/definition/attributeType.ts'
import { decodeRow, encodeRow, parseRow } from '#core/definition/rowValues.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Row } from '#core/pipeline/table.ts'
import { columnList, tableReference } from '#core/sql/identifier.ts'
import { declareTables } from './declareTables.ts'
import { useTestDatabase } from './testing/testDatabase.ts'

const db = useTestDatabase()

/** Type, what is typed: each a column of one table, through MariaDB and back. */
const columns: readonly (readonly [string, unknown])[] = [
  ['tinyint', -128],
  ['tinyint unsigned', 255],
  ['smallint', -32768],
  ['mediumint unsigned', 16777215],
  ['int', -2147483648],
  ['int unsigned', 4294967295],
  ['bigint', '-9223372036854775808'],
  ['bigint unsigned', '18446744073709551615'],
  ['bigint', 9007199254740991],
  ['float', Math.fround(65.51445)],
  ['double', 0.1],
  ['double', -1e300],
  ['decimal(6,2)', '-1234.50'],
  ['decimal(30,10)', '12345678901234567890.0123456789'],
  ['decimal(4)', '12'],
  ['bool', 'yes'],
  ['char(4)', 'é😀'],
  ['varchar(32)', 'it\'s a \\ "test" 😀'],
  ['varchar(8)', ' x '],
  ['mediumtext', 'line\nline'],
  [`enum('M', "it's", 'a, b')`, "it's"],
  ['date', '1000-01-01'],
  ['date', '9999-12-31'],
  ['datetime', '2024-02-29 23:59:59'],
  ['datetime(3)', '2024-02-29 23:59:59.250'],
  ['datetime(6)', '2024-02-29 23:59:59.000001'],
  ['datetime(6)', '2024-02-29 00:00:00'],
  ['datetime', '2024-03-31 02:30:00'],
  ['timestamp', '2024-07-01 12:00:00'],
  ['time', '-838:59:59'],
  ['time', '00:00:00'],
  ['time(6)', '13:45:00.000001'],
  ['year', 2155],
  ['uuid', '00000000-0000-0000-0000-0000000000ff'],
  ['longblob', Uint8Array.of(0, 255, 39, 92)],
  ['json', '{"a": [1, "é"]}'],
  ['attach', new TextEncoder().encode('a.txt\0x')],
]

const definition = ['id : int', '---', ...columns.map(([type], index) => `c${index} : ${type}`)].join('\n')
const typed = Object.fromEntries([['id', 1], ...columns.map(([, value], index) => [`c${index}`, value])])

describe('a row with a column of every type', () => {
  let pipeline: Pipeline
  let stored: Row
  beforeAll(async () => {
    pipeline = compilePipeline([{ name: 'types', tables: [{ name: 'Every', definition }] }], {
      prefix: db.prefix,
      blobStyle: 'codec',
    })
    await declareTables(db.database, pipeline)
    const table = pipeline.table('Every')
    const row = encodeRow(table, parseRow(table, typed))
    const names = Object.keys(row)
    await db.database.execute(
      `INSERT INTO ${tableReference(table)} ${columnList(names)} VALUES (${names.map(() => '?').join()})`,
      names.map((name) => row[name] ?? null),
    )
    const [raw] = await db.database.query(`SELECT * FROM ${tableReference(table)}`)
    stored = decodeRow(table, raw as Row)
  })

  it.each(columns.map(([type, value], index) => [type, value, `c${index}`] as const))(
    'keeps %s %s',
    (typeText, value, name) => {
      const parsed = attributeType(typeText).parse(value)
      expect({ value: stored[name] }).toEqual(parsed)
    },
  )

  it('is found again by each of its values', async () => {
    const table = pipeline.table('Every')
    const raw = encodeRow(table, stored)
    for (const { name, type } of table.attributes) {
      if (type === 'json' || type === 'float') continue
      const found = await db.database.query(`SELECT id FROM ${tableReference(table)} WHERE ${columnList([name])} = ?`, [
        raw[name] ?? null,
      ])
      expect(found, `${name} ${type}`).toHaveLength(1)
    }
  })
})
