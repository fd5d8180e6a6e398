import type { Row } from '#core/pipeline/table.ts'
import { type PlainKey, pick } from '../../lib/labels.ts'

/** Where a page begins or ends: what a row holds of the order and of the key. `before: null` is the end of the table. */
export type BlockRequest = {
  readonly after?: PlainKey
  readonly before?: PlainKey | null
  readonly offset?: number
  /** One row more than the block has: the one that its neighbour begins or ends with. */
  readonly limit: number
}

export type BlockAnswer = {
  readonly rows: readonly Row[]
  /** Rows in all, when this block turned out to be the last one. */
  readonly end?: number
  /** There are rows behind what was taken for the end. */
  readonly grows?: true
  /** Blocks that do not fit this one were forgotten, and have to be read again. */
  readonly broken?: true
  /** The number of rows cannot be right: count. */
  readonly lost?: true
}

/** Texts of places. `ahead` and `behind` are the rows next to the block as it was read, undefined where that is not known. */
type Block = {
  readonly first: PlainKey
  readonly last: PlainKey
  readonly ahead: string | undefined
  readonly behind: string | undefined
}

/**
 * How the blocks of a scrolled list are read by place instead of by number: a block begins behind the last row of the one above,
 * or ends before the first of the one below; only a jump counts rows, from the nearest place that is known, the end among
 * them. Blocks that are read beside each other and do not join, since rows came or went, are forgotten and read again, so that
 * what is seen together neither lacks nor repeats a row.
 */
export const createBlockChain = (size: number, place: readonly string[]) => {
  const blocks = new Map<number, Block>()
  let total: number | null = null
  let ended = false
  const placeOf = (row: Row): PlainKey => pick(row, place)
  const textOf = (row: Row | undefined) => row && JSON.stringify(placeOf(row))

  const wanted = (start: number): number => (total !== null && total > start ? Math.min(size, total - start) : size)

  const request = (start: number): BlockRequest => {
    const above = blocks.get(start - size)
    const below = blocks.get(start + size)
    const limit = size + 1
    if (start === 0) return { limit }
    if (above) return { after: above.last, limit }
    if (below) return { before: below.first, limit }
    return nearest(jumps(start))
  }

  /** Every known place that the block can be counted from. */
  const jumps = (start: number): BlockRequest[] => [
    { offset: start, limit: size + 1 },
    ...[...blocks].map(([known, { first, last }]) =>
      known < start
        ? { after: last, offset: start - known - size, limit: size + 1 }
        : { before: first, offset: known - start - size, limit: size + 1 },
    ),
    ...(total === null || total <= start
      ? []
      : [{ before: null, offset: Math.max(0, total - start - size), limit: wanted(start) + 1 }]),
  ]

  const take = (start: number, asked: BlockRequest, answer: readonly Row[]): BlockAnswer =>
    asked.before === undefined ? takeDown(start, asked, answer) : takeUp(start, asked, answer)

  const takeDown = (start: number, { after, offset = 0 }: BlockRequest, answer: readonly Row[]): BlockAnswer => {
    const rows = answer.slice(0, size)
    const next = answer[size]
    if (rows.length === 0 && offset > 0) return lose()
    if (rows.length > 0) keep(start, rows, { ahead: offset === 0 ? textOf(after) : undefined, behind: textOf(next) })
    return { rows, ...(next ? goOn(start) : finish(start + rows.length)), ...mend(start) }
  }

  const finish = (end: number): Pick<BlockAnswer, 'end'> => {
    forget((start) => start >= end)
    total = end
    ended = true
    return { end }
  }

  const goOn = (start: number): Pick<BlockAnswer, 'grows'> => {
    if (total === null || start + size < total) return {}
    total = null
    ended = false
    return { grows: true }
  }

  const takeUp = (start: number, { before, offset = 0, limit }: BlockRequest, answer: readonly Row[]): BlockAnswer => {
    // What lies before the beginning of the table has no row.
    if (answer.length < limit) return lose()
    const rows = answer.slice(1)
    keep(start, rows, { ahead: textOf(answer[0]), behind: offset === 0 && before ? textOf(before) : undefined })
    return { rows, ...mend(start) }
  }

  const keep = (start: number, rows: readonly Row[], beside: Pick<Block, 'ahead' | 'behind'>) =>
    blocks.set(start, { first: placeOf(rows[0]!), last: placeOf(rows.at(-1)!), ...beside })

  const lose = (): BlockAnswer => {
    blocks.clear()
    ended = false
    return { rows: [], lost: true }
  }

  const joins = (start: number): boolean => {
    const above = blocks.get(start - size)
    const below = blocks.get(start)
    if (!above || !below) return true
    return above.behind === textOf(below.first) || below.ahead === textOf(above.last)
  }

  /** What joins on one side stays, and the other side goes; the first block of all is always right. */
  const mend = (start: number): { broken?: true } => {
    const isHeld = start === 0 || (blocks.has(start - size) && joins(start))
    const fitsBelow = joins(start + size)
    const fitsAbove = joins(start)
    if (fitsAbove && fitsBelow) return {}
    if (!fitsBelow && isHeld) forget((other) => other > start)
    else if (!fitsAbove && blocks.has(start + size) && fitsBelow) forget((other) => other < start)
    else blocks.delete(start)
    return { broken: true }
  }

  const forget = (isGone: (start: number) => boolean): void => {
    for (const start of [...blocks.keys()]) if (isGone(start)) blocks.delete(start)
  }

  return {
    request,
    take,
    /** How many rows there are; an estimate will do. False when the last block was seen, which knows better. */
    expect: (rows: number): boolean => {
      if (!ended) total = rows
      return !ended
    },
  }
}

const nearest = (requests: readonly BlockRequest[]): BlockRequest =>
  requests.reduce((best, other) => ((other.offset ?? 0) < (best.offset ?? 0) ? other : best))
