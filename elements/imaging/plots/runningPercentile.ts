/**
 * The percentile of a window that slides over a trace, one value per sample: numpy's linear interpolation between order
 * statistics, the window centred (`width` samples, made odd) and cut at both ends. NaN samples are left out; a window of
 * nothing else gives NaN. A tree of counts over ranks makes it n log n whatever the width.
 */
export const runningPercentile = (trace: Float32Array, width: number, percentile: number): Float32Array => {
  const half = Math.max(0, Math.round((width - 1) / 2))
  const { ranks, sorted } = rankOf(trace)
  const counts = createCounts(sorted.length)
  const result = new Float32Array(trace.length)
  let entered = 0
  for (let at = 0; at < trace.length; at++) {
    for (const end = Math.min(trace.length, at + half + 1); entered < end; entered++) counts.add(ranks[entered]!, 1)
    if (at > half) counts.add(ranks[at - half - 1]!, -1)
    result[at] = percentileOf(counts, sorted, percentile)
  }
  return result
}

type Counts = ReturnType<typeof createCounts>

const percentileOf = (counts: Counts, sorted: Float32Array, percentile: number): number => {
  const total = counts.total()
  if (total === 0) return Number.NaN
  const position = (percentile / 100) * (total - 1)
  const below = Math.floor(position)
  const low = sorted[counts.select(below)]!
  if (position === below) return low
  return low + (sorted[counts.select(below + 1)]! - low) * (position - below)
}

/** Values in order, and the place of each sample among them; -1 for NaN. Equal values have places of their own. */
const rankOf = (trace: Float32Array): { ranks: Int32Array; sorted: Float32Array } => {
  const order = Uint32Array.from(trace.keys()).filter((index) => !Number.isNaN(trace[index]!))
  order.sort((a, b) => trace[a]! - trace[b]!)
  const ranks = new Int32Array(trace.length).fill(-1)
  for (let rank = 0; rank < order.length; rank++) ranks[order[rank]!] = rank
  return { ranks, sorted: Float32Array.from(order, (index) => trace[index]!) }
}

/** A Fenwick tree: how many of each rank are in the window. */
const createCounts = (size: number) => {
  const tree = new Int32Array(size + 1)
  const top = size === 0 ? 0 : 2 ** Math.floor(Math.log2(size))
  let total = 0
  return {
    total: () => total,
    add(rank: number, change: number): void {
      if (rank < 0) return
      total += change
      for (let node = rank + 1; node <= size; node += node & -node) tree[node]! += change
    },
    /** The rank of the member with `below` others before it. */
    select(below: number): number {
      let node = 0
      let left = below
      for (let step = top; step > 0; step >>= 1)
        if (node + step <= size && tree[node + step]! <= left) {
          node += step
          left -= tree[node]!
        }
      return node
    },
  }
}
