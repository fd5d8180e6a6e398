import { rankSamples } from './rankSamples.ts'
import { createWindowedOrder } from './windowedOrder.ts'

/**
 * The percentile of a window that slides over a trace, one value per sample: numpy's linear interpolation between order
 * statistics, the window centred (`width` samples, made odd) and cut at both ends. NaN samples are left out; a window of
 * nothing else gives NaN. Time grows with the trace alone, whatever the width: a step changes the window by two samples, and
 * with them the wanted order statistic by a place or two.
 */
export const runningPercentile = (trace: Float32Array, width: number, percentile: number): Float32Array => {
  const half = Math.max(0, Math.round((width - 1) / 2))
  const { rank, sorted } = rankSamples(trace)
  const window = createWindowedOrder(sorted.length)
  const result = new Float32Array(trace.length)
  let entered = 0
  for (let at = 0; at < trace.length; at++) {
    for (const end = Math.min(trace.length, at + half + 1); entered < end; entered++)
      if (rank[entered]! >= 0) window.add(rank[entered]!)
    const left = at > half ? rank[at - half - 1]! : -1
    if (left >= 0) window.remove(left)
    result[at] = percentileOf(window, sorted, percentile)
  }
  return result
}

type Window = ReturnType<typeof createWindowedOrder>

const percentileOf = (window: Window, sorted: Float32Array, percentile: number): number => {
  const total = window.total()
  if (total === 0) return Number.NaN
  const position = (percentile / 100) * (total - 1)
  const below = Math.floor(position)
  const rank = window.select(below)
  const low = sorted[rank]!
  if (position === below) return low
  return low + (sorted[window.after(rank)]! - low) * (position - below)
}
