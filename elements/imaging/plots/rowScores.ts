import { columnEdges, meanColumns } from './pixelColumns.ts'

/**
 * z-scores of a part of a trace in `bins` equal bins: means of the samples [from, to) of each, less the mean of the whole trace,
 * over the standard deviation of its bins of that length, so that a window shows the same colours whatever is beside it. A flat
 * trace is all 0, and so is a bin without numbers.
 */
export const scoreWindow = (trace: Float32Array, from: number, to: number, bins: number): Float32Array => {
  const scores = meanColumns(trace, columnEdges(from, to, bins))
  const isWhole = from === 0 && to === trace.length
  const wholeBins = Math.max(1, Math.round((trace.length * bins) / Math.max(1, to - from)))
  const { mean, std } = spreadOf(isWhole ? scores : meanColumns(trace, columnEdges(0, trace.length, wholeBins)))
  for (let bin = 0; bin < bins; bin++) {
    const score = (scores[bin]! - mean) / std
    scores[bin] = Number.isFinite(score) ? score : 0
  }
  return scores
}

/** Of the numbers among them. */
const spreadOf = (values: Float32Array): { readonly mean: number; readonly std: number } => {
  let [count, sum, squares] = [0, 0, 0]
  for (let index = 0; index < values.length; index++)
    if (!Number.isNaN(values[index]!)) {
      count++
      sum += values[index]!
    }
  const mean = sum / count
  for (let index = 0; index < values.length; index++)
    if (!Number.isNaN(values[index]!)) squares += (values[index]! - mean) ** 2
  return { mean, std: Math.sqrt(squares / count) }
}
