import { expect, it } from 'vitest'
import { recordTable } from './recordTable.ts'
import type { BlobValue } from './value.ts'

const array = (data: Int16Array, ...shape: number[]): BlobValue => ({ kind: 'ndarray', dtype: 'int16', shape, data })

it('a structured array is a table with a column for each field, also of records within records', () => {
  const inner: BlobValue = { kind: 'recarray', fields: [['y', array(Int16Array.of(7, 8), 2)]] }
  const names: BlobValue = { kind: 'ndarray', dtype: 'object', shape: [2], data: ['a', 'b'] }
  const fields = [
    ['n', array(Int16Array.of(1, 2), 2)],
    ['xyz', array(Int16Array.of(1, 2, 3, 4, 5, 6), 2, 3)],
    ['in', inner],
    ['s', names],
  ] as const
  expect(recordTable({ kind: 'recarray', fields })).toEqual({
    columns: ['n', 'xyz', 'in.y', 's'],
    rows: [
      ['1', '[1, 3, 5]', '7', '"a"'],
      ['2', '[2, 4, 6]', '8', '"b"'],
    ],
    count: 2,
  })
})

it('a long one is told by its first records, an empty one by its columns', () => {
  const long = recordTable({ kind: 'recarray', fields: [['n', array(new Int16Array(5000), 5000)]] })
  expect([long.rows.length, long.count]).toEqual([100, 5000])
  expect(recordTable({ kind: 'recarray', fields: [['n', array(new Int16Array(0), 0)]] })).toEqual({
    columns: ['n'],
    rows: [],
    count: 0,
  })
  expect(recordTable({ kind: 'recarray', fields: [] })).toEqual({ columns: [], rows: [], count: 0 })
})
