import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Row, Value } from '#core/pipeline/table.ts'
import { quoteIdentifier, tableReference } from '#core/sql/identifier.ts'
import { fetchTablePage, type PageRequest } from './fetchRows.ts'
import { useTestContext } from './testing/testContext.ts'
import { insertRows } from './writeRows.ts'

/** One nullable attribute of every type that can be sorted by; a key of two attributes. */
const everyType = {
  name: 'pages',
  tables: [
    {
      name: 'Every',
      tier: 'manual' as const,
      definition: `
        place : varchar(12)
        number : smallint
        ---
        small = null : tinyint
        large = null : bigint
        single = null : float
        real = null : double
        exact = null : decimal(24,6)
        word = null : varchar(40)
        letters = null : text
        kind = null : enum('z', 'a', 'm')
        day = null : date
        moment = null : datetime(6)
        clock = null : time
        stamp = null : timestamp
        known = null : bool
        id = null : uuid`,
    },
    { name: 'Wide', tier: 'manual' as const, definition: 'n : int\n---\ngroup : int\ntrace : <blob>\nindex(group)' },
  ],
}
const test = useTestContext([everyType])

/** Neighbours that a comparison as doubles, or as other letters, would take for equal. */
const values: Readonly<Record<string, readonly Value[]>> = {
  small: [-3, 0, 7],
  large: ['9007199254740993', '9007199254740992', '-9223372036854775808'],
  single: [Math.fround(0.1), Math.fround(0.2), -1.5],
  real: [0.1, 0.1 + Number.EPSILON / 8, 1e300],
  exact: ['123456789012345678.000001', '123456789012345678.000002', '-0.500000'],
  word: ['Maus', 'maus', 'Mäuse', '', 'm_%'],
  letters: ['eins', 'Eins', 'zwei 🐭', `${'long '.repeat(300)}b`, `${'long '.repeat(300)}a`],
  kind: ['z', 'a', 'm'],
  day: ['2024-01-02', '1999-12-31'],
  moment: ['2024-01-02T03:04:05.000001', '2024-01-02T03:04:05.000002'],
  clock: ['-12:00:00', '12:30:00', '100:00:00'],
  stamp: ['2024-01-02T03:04:05', '2024-06-02T03:04:05'],
  known: [0, 1],
  id: ['00000000-0000-0000-0000-000000000001', 'ffffffff-0000-0000-0000-000000000001'],
}
const sorted = Object.keys(values)

const every = () => test.context.pipeline.table('pages.Every')
const rowAt = (index: number): Row => ({
  place: `p${index % 4}`,
  number: index,
  ...Object.fromEntries(
    sorted.map((name, at) => {
      const choice = (index * 7 + at * 3) % (values[name]!.length + 1)
      return [name, values[name]![choice] ?? null]
    }),
  ),
})

type Turn = (request: PageRequest, limit: number, between?: () => Promise<unknown>) => Promise<Row[]>
const page = async (request: PageRequest) => [
  ...(await fetchTablePage(test.context, { table: 'pages.Every', ...request })).rows,
]
const whole = (request: PageRequest) => page({ ...request, limit: 1000 })

const forwards: Turn = async (request, limit, between) => {
  const read: Row[] = []
  for (;;) {
    const last = read.at(-1)
    const rows = await page({ ...request, limit, ...(last && { after: last }) })
    read.push(...rows)
    if (rows.length < limit) return read
    await between?.()
  }
}

const backwards: Turn = async (request, limit, between) => {
  const read: Row[] = []
  for (;;) {
    const rows = await page({ ...request, limit, before: read[0] ?? null })
    read.unshift(...rows)
    if (rows.length < limit) return read
    await between?.()
  }
}

const orders = sorted.flatMap((attribute) => (['asc', 'desc'] as const).map((direction) => ({ attribute, direction })))

const insertEvery = (rows: readonly Row[]) => insertRows(test.context, test.context.database, every(), rows)
const deleteEvery = (least: number, most: number) =>
  test.context.database.execute(`DELETE FROM ${tableReference(every())} WHERE number BETWEEN ? AND ?`, [least, most])

describe('pages of a table with ties and NULLs', () => {
  const stays = Array.from({ length: 60 }, (_, number) => rowAt(number))
  beforeAll(() => insertEvery(stays))
  const order = fc.uniqueArray(
    fc.record({
      attribute: fc.constantFrom(...sorted, 'number'),
      direction: fc.constantFrom<('asc' | 'desc')[]>('asc', 'desc'),
    }),
    { maxLength: 3, selector: ({ attribute }) => attribute },
  )

  it.each(orders)('are the whole table, read forwards and backwards by $attribute $direction', async (term) => {
    const all = await whole({ order: [term] })
    expect(all).toHaveLength(stays.length)
    expect(await forwards({ order: [term] }, 13)).toEqual(all)
    expect(await backwards({ order: [term] }, 13)).toEqual(all)
  })

  it('are the whole table by several attributes in any direction, and count from the end', async () => {
    await fc.assert(
      fc.asyncProperty(order, fc.integer({ min: 5, max: 25 }), fc.nat(59), async (order, limit, offset) => {
        const all = await whole({ order })
        expect(await forwards({ order }, limit)).toEqual(all)
        expect(await backwards({ order }, limit)).toEqual(all)
        const near = await page({ order, before: null, offset, limit })
        expect(near).toEqual(all.slice(Math.max(0, 60 - offset - limit), 60 - offset))
      }),
      { numRuns: 10 },
    )
  })

  it('have each row once while others insert and delete', async () => {
    await fc.assert(
      fc.asyncProperty(order, fc.constantFrom(forwards, backwards), fc.nat(), async (order, turn, seed) => {
        let next = 100 + (seed % 50)
        const write = async () => {
          await deleteEvery(100, next - 3)
          await insertEvery([rowAt(next), rowAt(next + 1), rowAt(next + 2)])
          next += 3
        }
        const read = await turn({ order }, 9, write)
        await deleteEvery(100, 1000)
        expect(new Set(read.map(({ number }) => number)).size).toBe(read.length)
        expect(read.filter(({ number }) => Number(number) < 100)).toEqual(await whole({ order }))
      }),
      { numRuns: 10 },
    )
  })
})

describe('what a page costs', () => {
  const rows = 20_000
  const wide = () => test.context.pipeline.table('pages.Wide')
  beforeAll(async () => {
    await test.context.database.execute(
      `INSERT INTO ${tableReference(wide())} SELECT seq, seq DIV 10, '' FROM ${quoteIdentifier(wide().database)}.seq_1_to_${rows}`,
    )
    await test.context.database.query(`ANALYZE TABLE ${tableReference(wide())}`)
  })

  /** Rows that the server read for one page, in the index or the table. */
  const readFor = (request: PageRequest): Promise<number> =>
    test.context.database.session(async (database) => {
      await database.execute('FLUSH STATUS')
      await fetchTablePage({ ...test.context, database }, { table: 'pages.Wide', limit: 100, ...request })
      const status = await database.query("SHOW SESSION STATUS LIKE 'Handler_read%'")
      return status.reduce((sum, row) => sum + Number(row.Value), 0)
    })

  it('is the same at both ends', async () => {
    for (const place of [{}, { before: null }]) expect(await readFor(place)).toBeLessThan(200)
  })

  it.each([
    ['by its key', [], { n: rows / 2 }],
    ['by an index', [{ attribute: 'group', direction: 'asc' as const }], { group: rows / 20, n: rows / 2 }],
    ['by an index downwards', [{ attribute: 'group', direction: 'desc' as const }], { group: rows / 20, n: rows / 2 }],
  ])('does not grow with its place in the table, %s', async (_, order, middle) => {
    for (const place of [{ after: middle }, { before: middle }])
      expect(await readFor({ order, ...place })).toBeLessThan(200)
    expect(await readFor({ order, offset: rows / 2 })).toBeGreaterThan(rows / 2)
  })
})
