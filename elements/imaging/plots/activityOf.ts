/** Mean of the numbers among samples [from, to); NaN without any. */
export const meanWithin = (trace: Float32Array, from: number, to: number): number => {
  let [count, sum] = [0, 0]
  for (let at = from; at < Math.min(to, trace.length); at++)
    if (!Number.isNaN(trace[at]!)) {
      count++
      sum += trace[at]!
    }
  return sum / count
}

/** Pearson's correlation of two traces over the samples [from, to) in which both are numbers; NaN where one does not change. */
export const correlationWith = (one: Float32Array, other: Float32Array, from: number, to: number): number => {
  const end = Math.min(to, one.length, other.length)
  let [count, x, y, xx, yy, xy] = [0, 0, 0, 0, 0, 0]
  for (let at = from; at < end; at++) {
    const [a, b] = [one[at]!, other[at]!]
    if (Number.isNaN(a + b)) continue
    count++
    x += a
    y += b
    xx += a * a
    yy += b * b
    xy += a * b
  }
  const spread = (xx - (x * x) / count) * (yy - (y * y) / count)
  return spread > 0 ? (xy - (x * y) / count) / Math.sqrt(spread) : Number.NaN
}
