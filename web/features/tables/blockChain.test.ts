import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Row } from '#core/pipeline/table.ts'
import { type BlockRequest, createBlockChain } from './blockChain.ts'

const size = 4

/** The server: rows by `n`, answered as `table.page` does. */
const answer = (table: readonly number[], { after, before, offset = 0, limit }: BlockRequest): Row[] => {
  const behind = after ? table.filter((n) => n > Number(after.n)) : table
  if (before === undefined) return behind.slice(offset, offset + limit).map((n) => ({ n }))
  const ahead = before === null ? table : table.filter((n) => n < Number(before.n))
  return ahead
    .slice(0, ahead.length - offset)
    .slice(-limit)
    .map((n) => ({ n }))
}

/** A grid that shows two blocks at a time and reads what it is told to read again, as AG Grid does. */
const openGrid = (table: { rows: number[] }, estimate: number | null) => {
  const chain = createBlockChain(size, ['n'])
  let rowCount = estimate ?? size + 1
  if (estimate !== null) chain.expect(estimate)
  let shown = new Map<number, number[]>()
  const count = (rows: number) => {
    rowCount = rows
    shown = new Map([...shown].filter(([start]) => start < rows))
  }
  const load = (start: number): boolean => {
    const asked = chain.request(start)
    const told = chain.take(start, asked, answer(table.rows, asked))
    if (told.lost) {
      count(table.rows.length)
      chain.expect(table.rows.length)
      return false
    }
    shown.set(
      start,
      told.rows.map(({ n }) => Number(n)),
    )
    if (told.end !== undefined) count(told.end)
    if (told.grows || (estimate === null && told.end === undefined)) count(Math.max(rowCount, start + size + 1))
    return !told.broken
  }
  return {
    get rowCount() {
      return rowCount
    },
    /** What is seen of the two blocks at `start` once the grid has come to rest. */
    look: (start: number): number[] => {
      for (let round = 0; round < 20; round++) {
        const seen = [start, start + size].filter((each) => each < rowCount)
        shown = new Map([...shown].filter(([each]) => seen.includes(each)))
        if (seen.filter((each) => !shown.has(each)).every(load) && seen.every((each) => shown.has(each)))
          return seen.flatMap((each) => shown.get(each)!)
        shown.clear()
      }
      throw new Error(`the grid does not come to rest at ${start}`)
    },
  }
}

const tableOf = fc.uniqueArray(fc.nat(999), { maxLength: 60 }).map((rows) => rows.sort(byNumber))
const longTable = fc.uniqueArray(fc.nat(999), { minLength: 25, maxLength: 60 }).map((rows) => rows.sort(byNumber))
const byNumber = (a: number, b: number) => a - b
const blockStart = fc.nat(14).map((block) => block * size)

describe('blocks that follow each other', () => {
  it('are together the whole table, in whatever order they are visited', () => {
    fc.assert(
      fc.property(tableOf, fc.array(blockStart, { maxLength: 12 }), (rows, visits) => {
        const grid = openGrid({ rows }, rows.length)
        for (const start of visits.filter((each) => each < rows.length))
          expect(grid.look(start)).toEqual(rows.slice(start, start + 2 * size))
        const all = Array.from({ length: Math.ceil(rows.length / size) }, (_, block) => grid.look(block * size))
        expect(new Set(all.flat())).toEqual(new Set(rows))
      }),
    )
  })

  it('end with the last rows after a jump, also where the number of rows is only guessed', () => {
    fc.assert(
      fc.property(longTable, fc.integer({ min: -8, max: 8 }), (rows, error) => {
        const grid = openGrid({ rows }, rows.length + error)
        const start = Math.floor((grid.rowCount - 1) / size) * size
        expect(grid.look(start)).toEqual(rows.slice(-(grid.rowCount - start)))
      }),
    )
  })

  it('neither skip nor repeat a row of what is seen at once, while rows come and go', () => {
    const visit = fc.record({ noise: fc.uniqueArray(fc.nat(999), { maxLength: 9 }), start: blockStart })
    fc.assert(
      fc.property(longTable, fc.array(visit, { maxLength: 20 }), (rows, visits) => {
        const stays = rows.map((n) => 2 * n)
        const table = { rows: stays }
        const grid = openGrid(table, stays.length)
        for (const { noise, start } of visits) {
          table.rows = [...stays, ...noise.map((n) => 2 * n + 1)].sort(byNumber)
          if (start < grid.rowCount) expectWhole(grid.look(start), stays)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('read from top to bottom have every row that stays once, while rows come and go', () => {
    fc.assert(
      fc.property(tableOf, fc.array(fc.nat(999), { maxLength: 20 }), (rows, noise) => {
        const stays = rows.map((n) => 2 * n)
        const table = { rows: stays }
        const grid = openGrid(table, null)
        const read: number[] = []
        for (let start = 0; start === 0 || start < grid.rowCount; start += size) {
          const seen = grid.look(start).slice(0, size)
          read.push(...seen)
          const odd = 2 * (noise.pop() ?? 0) + 1
          table.rows = [...stays, odd].sort(byNumber)
        }
        expect(read.filter((n) => n % 2 === 0)).toEqual(stays)
        expect(new Set(read).size).toBe(read.length)
      }),
    )
  })

  it('count rows only to jump, from the nearest place that is known', () => {
    const chain = createBlockChain(100, ['n'])
    chain.expect(1_000_000)
    const rows = (from: number) => Array.from({ length: 101 }, (_, index) => ({ n: from + index }))
    expect(chain.request(0)).toEqual({ limit: 101 })
    chain.take(0, chain.request(0), rows(0))
    expect(chain.request(100)).toEqual({ after: { n: 99 }, limit: 101 })
    expect(chain.request(999_900)).toEqual({ before: null, offset: 0, limit: 101 })
    expect(chain.request(400_000)).toEqual({ after: { n: 99 }, offset: 399_900, limit: 101 })
    chain.take(400_000, chain.request(400_000), rows(400_000))
    expect(chain.request(399_900)).toEqual({ before: { n: 400_000 }, limit: 101 })
    expect(chain.request(401_000)).toEqual({ after: { n: 400_099 }, offset: 900, limit: 101 })
  })
})

/** In order, and of the rows that stay none is missing between the first and the last. */
const expectWhole = (seen: readonly number[], stays: readonly number[]): void => {
  expect(seen).toEqual([...new Set(seen)].sort(byNumber))
  const [first = 0, last = 0] = [seen[0], seen.at(-1)]
  expect(seen.filter((n) => n % 2 === 0)).toEqual(stays.filter((n) => n >= first && n <= last))
}
