/** Of the population of a trace's frames. */
export type TraceMoments = { readonly variance: number; readonly skewness: number }

/** Frames without a finite number are left out; null where there is none. The skewness of a flat trace is 0. */
export const traceMoments = (trace: Float32Array): TraceMoments | null => {
  const values = trace.every(Number.isFinite) ? trace : trace.filter(Number.isFinite)
  if (values.length === 0) return null
  let sum = 0
  for (let frame = 0; frame < values.length; frame++) sum += values[frame]!
  const mean = sum / values.length
  let [second, third] = [0, 0]
  for (let frame = 0; frame < values.length; frame++) {
    const away = values[frame]! - mean
    second += away * away
    third += away * away * away
  }
  const variance = second / values.length
  return { variance, skewness: variance > 0 ? third / values.length / variance ** 1.5 : 0 }
}
