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
  let count = 0
  let sum = 0
  for (let frame = 0; frame < trace.length; frame++) {
    const value = trace[frame]!
    if (Number.isNaN(value)) continue
    count++
    sum += value
  }
  const mean = sum / count
  let second = 0
  let cubed = 0
  for (let frame = 0; frame < trace.length; frame++) {
    const away = trace[frame]! - mean
    if (Number.isNaN(away)) continue
    const square = away * away
    second += square
    cubed += square * away
  }
  return { mean, variance: second / count, third: cubed / count }
}

/** Median absolute step of a Gaussian: 0.6745 standard deviations of a step, which are √2 of those of a frame. */
const gaussianStep = 0.6744897501960817 * Math.SQRT2

const signalToNoise = (trace: Float32Array): number => {
  const values = numbersOf(trace)
  const steps = new Float32Array(Math.max(0, values.length - 1))
  for (let frame = 0; frame < steps.length; frame++) steps[frame] = Math.abs(values[frame + 1]! - values[frame]!)
  const noise = quantile(steps, 0.5) / gaussianStep
  return noise > 0 ? (quantile(values, 0.99) - quantile(values, 0.5)) / noise : Number.NaN
}

/** A quarter of an hour at 30 Hz tells the noise; hours would not tell it better. */
const enoughFrames = 2 ** 15

/** A copy of the beginning without NaN. */
const numbersOf = (trace: Float32Array): Float32Array => {
  const values = trace.slice(0, enoughFrames)
  let count = 0
  for (let frame = 0; frame < values.length; frame++)
    if (!Number.isNaN(values[frame]!)) values[count++] = values[frame]!
  return values.subarray(0, count)
}

/** The order statistic at a share of the values, by Hoare's quickselect, which moves the values about. NaN without any. */
const quantile = (values: Float32Array, share: number): number => {
  if (values.length === 0) return Number.NaN
  const wanted = Math.floor(share * (values.length - 1))
  let [low, high] = [0, values.length - 1]
  while (low < high) {
    const middle = partition(values, low, high)
    if (wanted <= middle) high = middle
    else low = middle + 1
  }
  return values[wanted]!
}

/** Moves what is smaller than the middle's value to the left; the last index of the left part. */
const partition = (values: Float32Array, low: number, high: number): number => {
  const pivot = values[(low + high) >> 1]!
  let [left, right] = [low - 1, high + 1]
  for (;;) {
    do left++
    while (values[left]! < pivot)
    do right--
    while (values[right]! > pivot)
    if (left >= right) return right
    const kept = values[left]!
    values[left] = values[right]!
    values[right] = kept
  }
}
