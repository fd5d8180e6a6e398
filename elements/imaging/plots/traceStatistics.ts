/** Numbers of one trace; NaN samples are left out. */
export type TraceStatistics = {
  readonly mean: number
  readonly std: number
  readonly skewness: number
  readonly snr: number
}

/**
 * Mean, standard deviation and skewness of the population, and signal over noise: the 99th percentile less the median, over
 * the noise of single frames (median of the steps between frames, scaled to a Gaussian's standard deviation). NaN where a
 * trace is flat or has no numbers.
 */
export const traceStatistics = (trace: Float32Array): TraceStatistics => {
  const { mean, variance, third } = moments(trace)
  const std = Math.sqrt(variance)
  return { mean, std, skewness: std > 0 ? third / std ** 3 : Number.NaN, snr: signalToNoise(trace) }
}

const moments = (trace: Float32Array) => {
  let [count, sum] = [0, 0]
  for (const value of trace)
    if (!Number.isNaN(value)) {
      count++
      sum += value
    }
  const mean = sum / count
  let [second, cubed] = [0, 0]
  for (const value of trace)
    if (!Number.isNaN(value)) {
      const away = value - mean
      second += away * away
      cubed += away * away * away
    }
  return { mean, variance: second / count, third: cubed / count }
}

/** Median absolute step of a Gaussian: 0.6745 standard deviations of a step, which are √2 of those of a frame. */
const gaussianStep = 0.6744897501960817 * Math.SQRT2

const signalToNoise = (trace: Float32Array): number => {
  const thinned = thin(trace)
  const sorted = thinned.slice().sort()
  const steps = Float32Array.from({ length: Math.max(0, thinned.length - 1) }, (_, frame) =>
    Math.abs(thinned[frame + 1]! - thinned[frame]!),
  ).sort()
  const noise = quantile(steps, 0.5) / gaussianStep
  return noise > 0 ? (quantile(sorted, 0.99) - quantile(sorted, 0.5)) / noise : Number.NaN
}

/** A quarter of an hour at 30 Hz tells the noise; sorting hours would not tell it better. */
const enoughFrames = 2 ** 15
const thin = (trace: Float32Array): Float32Array =>
  trace.subarray(0, enoughFrames).filter((value) => !Number.isNaN(value))

const quantile = (sorted: Float32Array, share: number): number =>
  sorted.length === 0 ? Number.NaN : sorted[Math.floor(share * (sorted.length - 1))]!
