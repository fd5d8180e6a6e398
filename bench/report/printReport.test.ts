import { expect, test } from 'vitest'
import { figureOf, printReport } from './printReport.ts'

const python = (value: number) => ({ name: 'Python', value })

test('every measurement is a row with its ratio and whether it keeps its promise', () => {
  const text = printReport([
    {
      name: 'core.fetch',
      title: 'Fetching',
      took: 3,
      findings: {
        measured: [
          { what: '100 rows', unit: 's', ours: 0.5, other: python(2), target: { ratio: 0.25 } },
          { what: '300 rows', unit: 's', ours: 1, other: python(2), target: { ratio: 0.25 }, note: 'slow today' },
          { what: 'alone', unit: 'ms', ours: 1234.5, target: { value: 2000 } },
        ],
      },
    },
  ])
  expect(text.split('\n')).toEqual([
    '| figure               |     ours | plain alternative | ratio |       target | met |',
    '| -------------------- | -------: | ----------------: | ----: | -----------: | --: |',
    '| core.fetch: 100 rows |    0.5 s |      2 s (Python) |  0.25 | ratio ≤ 0.25 | yes |',
    '| core.fetch: 300 rows |      1 s |      2 s (Python) |   0.5 | ratio ≤ 0.25 |  NO |',
    '| core.fetch: alone    | 1,235 ms |                   |       |   ≤ 2,000 ms | yes |',
    '',
    'core.fetch: 300 rows: slow today',
  ])
})

test('a curve says its slope beside that of the other', () => {
  const points = [
    { size: 10, ours: 1, other: 2 },
    { size: 1000, ours: 1, other: 200 },
  ]
  const curve = { what: 'waiting', unit: 's', by: 'rows', points, other: 'Python' }
  const text = printReport([{ name: 'a', title: 'A', took: 1, findings: { measured: [], curves: [curve] } }])
  expect(text).toContain('| waiting for 10 · 1,000 rows |     0 |                  1 | 1 · 1 s | 2 · 200 s (Python) |')
})

test('a figure that failed is told, and so is why', () => {
  const text = printReport([{ name: 'core.fetch', title: 'Fetching', took: 1, failure: 'no server' }])
  expect(text).toContain('| core.fetch: failed |')
  expect(text).toContain('core.fetch failed: no server')
})

test('numbers have three figures that mean something', () => {
  expect([0.012345, 12.345, 999.9, 123456, Number.NaN].map(figureOf)).toEqual([
    '0.0123',
    '12.3',
    '1000',
    '123,456',
    '?',
  ])
})
