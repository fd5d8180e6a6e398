import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import type { Row } from '#core/pipeline/table.ts'
import type { Change } from './audit.ts'
import { auditRows, readAuditRow, shortHash } from './auditPages.ts'
import { keyHash } from './keyText.ts'

const definition = 'day : date\ncell : int\n---\nnote = null : varchar(40)\nmask = null : longblob'
const pipeline = compilePipeline(
  [{ name: 'lab', tables: ['Cell', 'Other'].map((name) => ({ name, tier: 'manual', definition })) }],
  { prefix: '', blobStyle: 'codec' },
)
const table = pipeline.table('lab.Cell')

const insert = (cell: number, more: Row = {}): Change => {
  const key = { day: '2025-01-02', cell }
  return { action: 'insert', table, key, before: null, after: { ...key, note: `cell "${cell}"`, ...more } }
}
const inserts = (count: number, from = 0) => Array.from({ length: count }, (_, i) => insert(from + i))
const stored = (changes: readonly Change[]) => [...auditRows(changes)]
const told = (rows: readonly Row[]) => rows.flatMap(readAuditRow)
const said = (changes: readonly Change[]) => changes.map(({ key, before, after }) => ({ key, before, after }))

test('a few changes have a row each, as SQL and Python read them without ado', () => {
  const rows = stored(inserts(3))
  expect(rows).toHaveLength(3)
  expect(rows[2]).toEqual({
    action: 'insert',
    table_name: 'lab.Cell',
    key_hash: keyHash(table, { day: '2025-01-02', cell: 2 }),
    row_key: '{"day":"2025-01-02","cell":2}',
    before_row: null,
    after_row: '{"day":"2025-01-02","cell":2,"note":"cell \\"2\\""}',
  })
})

test('many lie in pages of a thousand, in which the digits of its key find each', () => {
  const changes = inserts(2100)
  const rows = stored(changes)
  expect(rows.map(({ rows_told }) => rows_told)).toEqual([1000, 1000, 100])
  expect(rows[0]).toMatchObject({ key_hash: '', row_key: '["day","cell"]', before_row: null })
  expect(rows[1]!.key_hashes).toContain(shortHash('{"day":"2025-01-02","cell":1500}'))
  expect(JSON.stringify(told(rows))).toBe(JSON.stringify(said(changes)))
})

test('a page ends before the text of a statement is long', () => {
  const note = 'x'.repeat(20_000)
  const rows = stored(inserts(120).map((change) => ({ ...change, after: { ...change.after, note } })))
  expect(Math.max(...rows.map(({ after_row }) => String(after_row).length))).toBeLessThan(1.2 * 2 ** 20)
  expect(told(rows)).toHaveLength(120)
})

test('what a list of values would not tell has a row of its own: no value, no row, no key in it, another table', () => {
  const odd: Change[] = [
    { ...insert(1), after: { rows: 3 } },
    { ...insert(2), key: { day: '2025-01-02', cell: 7 } },
    { ...insert(3), table: pipeline.table('lab.Other') },
    insert(4, { mask: new Uint8Array(5) }),
  ]
  const rows = stored([...inserts(60), ...odd, ...inserts(60)])
  expect(rows.map(({ key_hash }) => key_hash === '')).toEqual([true, false, false, false, false, true])
  expect(told(rows)[63]?.after).toMatchObject({ cell: 4, mask: '5 bytes' })
})

test('whatever was changed is told as it was, in order', () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.string(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  )
  const secondary = fc.record({ note: value, mask: value }, { requiredKeys: ['note'] })
  const change = fc
    .tuple(fc.constantFrom('insert', 'update', 'delete'), fc.nat(9), secondary, secondary)
    .map(([action, cell, was, is]): Change => {
      const key = { day: '2025-01-02', cell }
      const before = action === 'insert' ? null : { ...key, ...was }
      return { action, table, key, before, after: action === 'delete' ? null : { ...key, ...is } }
    })
  const run = fc.tuple(change, fc.integer({ min: 1, max: 70 })).map(([one, count]) => Array<Change>(count).fill(one))
  fc.assert(
    fc.property(fc.array(run, { maxLength: 5 }), (runs) => {
      const changes = runs.flat()
      expect(told(stored(changes))).toEqual(JSON.parse(JSON.stringify(said(changes))))
    }),
    { numRuns: 25 },
  )
})
