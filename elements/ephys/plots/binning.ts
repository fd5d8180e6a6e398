import { edgeTolerance } from './correlogram.ts'

/** Index of the first element ≥ `value` in an ascending array. */
export const lowerBound = (sorted: Float64Array, value: number): number => {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Spikes of an ascending train per bin of [from, to), which is cut into `bins` equal parts. */
export const countPerBin = (times: Float64Array, from: number, to: number, bins: number): Uint32Array => {
  const counts = new Uint32Array(bins)
  const perSecond = bins / (to - from)
  const end = lowerBound(times, to)
  for (let index = lowerBound(times, from); index < end; index++)
    counts[Math.min(bins - 1, Math.floor((times[index]! - from) * perSecond + edgeTolerance))]!++
  return counts
}

/** Intervals between neighbouring spikes, s. */
export const intervals = (times: Float64Array): Float64Array => {
  const gaps = new Float64Array(Math.max(0, times.length - 1))
  for (let index = 0; index < gaps.length; index++) gaps[index] = times[index + 1]! - times[index]!
  return gaps
}

/** Number of intervals shorter than `limit` seconds. */
export const countShorter = (times: Float64Array, limit: number): number => {
  let count = 0
  for (let index = 1; index < times.length; index++)
    if (times[index]! - times[index - 1]! < limit * (1 - edgeTolerance)) count++
  return count
}

/** Counts of values per bin; `edges` ascend, bin k is edges[k] ≤ value < edges[k+1], values outside are left out. */
export const histogram = (values: Float64Array, edges: Float64Array): Uint32Array => {
  const counts = new Uint32Array(edges.length - 1)
  for (const value of values) {
    const bin = lowerBound(edges, value * (1 + edgeTolerance)) - 1
    if (bin >= 0 && bin < counts.length) counts[bin]!++
  }
  return counts
}

/** Counts of (time, depth) pairs, ascending in time, added to `image` [depth bin, time bin]; pairs outside the edges are left out. */
export const addToImage = (
  image: Uint32Array,
  times: Float64Array,
  depths: Float32Array,
  timeAxis: Axis,
  depthAxis: Axis,
): void => {
  const [timeScale, depthScale] = [
    timeAxis.bins / (timeAxis.to - timeAxis.from),
    depthAxis.bins / (depthAxis.to - depthAxis.from),
  ]
  const end = lowerBound(times, timeAxis.to)
  for (let index = lowerBound(times, timeAxis.from); index < end; index++) {
    const column = Math.floor((times[index]! - timeAxis.from) * timeScale)
    const row = Math.floor((depths[index]! - depthAxis.from) * depthScale)
    if (column < timeAxis.bins && row >= 0 && row < depthAxis.bins) image[row * timeAxis.bins + column]!++
  }
}
export type Axis = { readonly from: number; readonly to: number; readonly bins: number }

/** Middles of `bins` equal parts of [from, to). */
export const binCentres = ({ from, to, bins }: Axis): Float32Array =>
  Float32Array.from({ length: bins }, (_, index) => from + ((index + 0.5) * (to - from)) / bins)
