/**
 * Which of `size` ranks are in a sliding window, and the one that stands at a wanted place among them. Bits of words say who is
 * there, bits of a second layer which words are not empty; the place moves by a step or two when one comes and one goes.
 */
export const createWindowedOrder = (size: number) => {
  const members = new Int32Array((size >> 5) + 1)
  const filled = new Int32Array((members.length >> 5) + 1)
  let total = 0
  let cursor = -1
  /** Members before the cursor. */
  let place = 0

  /** The nearest member above a rank; -1 without one. */
  const after = (rank: number): number => {
    const own = members[rank >> 5]! & (-2 << (rank & 31))
    if (own !== 0) return (rank & ~31) + lowestBit(own)
    const word = nextFilled(filled, rank >> 5)
    return word < 0 ? -1 : 32 * word + lowestBit(members[word]!)
  }

  /** The nearest member below a rank; -1 without one. */
  const before = (rank: number): number => {
    const own = members[rank >> 5]! & ~(-1 << (rank & 31))
    if (own !== 0) return (rank & ~31) + highestBit(own)
    const word = lastFilled(filled, rank >> 5)
    return word < 0 ? -1 : 32 * word + highestBit(members[word]!)
  }

  return {
    total: () => total,
    add(rank: number): void {
      members[rank >> 5]! |= 1 << (rank & 31)
      filled[rank >> 10]! |= 1 << ((rank >> 5) & 31)
      if (total++ === 0) [cursor, place] = [rank, 0]
      else if (rank < cursor) place++
    },
    remove(rank: number): void {
      members[rank >> 5]! &= ~(1 << (rank & 31))
      if (members[rank >> 5] === 0) filled[rank >> 10]! &= ~(1 << ((rank >> 5) & 31))
      total--
      if (rank < cursor) place--
      else if (rank === cursor) {
        cursor = after(rank)
        if (cursor < 0) [cursor, place] = [before(rank), place - 1]
      }
    },
    /** The rank of the member with `below` others before it, 0 ≤ below < total. */
    select(below: number): number {
      for (; place < below; place++) cursor = after(cursor)
      for (; place > below; place--) cursor = before(cursor)
      return cursor
    },
    after,
  }
}

const lowestBit = (word: number): number => 31 - Math.clz32(word & -word)
const highestBit = (word: number): number => 31 - Math.clz32(word)

/** The next word above `word` that is not empty. */
const nextFilled = (filled: Int32Array, word: number): number => {
  let group = word >> 5
  let bits = filled[group]! & (-2 << (word & 31))
  while (bits === 0)
    if (++group < filled.length) bits = filled[group]!
    else return -1
  return 32 * group + lowestBit(bits)
}

/** The next word below `word` that is not empty. */
const lastFilled = (filled: Int32Array, word: number): number => {
  let group = word >> 5
  let bits = filled[group]! & ~(-1 << (word & 31))
  while (bits === 0)
    if (--group >= 0) bits = filled[group]!
    else return -1
  return 32 * group + highestBit(bits)
}
