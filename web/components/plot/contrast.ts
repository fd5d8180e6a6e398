/** Values that two percentages of the pixels lie below. */
export type Levels = { readonly low: number; readonly high: number }

/** As many pixels as a level needs; more would only cost time. */
const enough = 65_536

/** The values at two percentiles (0…100) of an image, from an even sample of it; NaN is left out. */
export const percentileLevels = (data: ArrayLike<number>, low: number, high: number): Levels => {
  const sorted = evenSample(data).sort()
  if (sorted.length === 0) return { low: 0, high: 1 }
  const at = (percent: number) => sorted[Math.round((Math.min(100, Math.max(0, percent)) / 100) * (sorted.length - 1))]!
  return { low: at(low), high: at(high) }
}

const evenSample = (data: ArrayLike<number>): Float64Array => {
  const step = Math.max(1, Math.ceil(data.length / enough))
  const sample = new Float64Array(Math.ceil(data.length / step))
  let count = 0
  for (let index = 0; index < data.length; index += step)
    if (!Number.isNaN(data[index]!)) sample[count++] = data[index]!
  return sample.subarray(0, count)
}

/** An image in opaque greys: black at the low level and below, white at the high one and above. */
export const paintGreys = (data: ArrayLike<number>, { low, high }: Levels, pixels: Uint32Array): void => {
  const scale = 255 / (high > low ? high - low : 1)
  for (let index = 0; index < data.length; index++) {
    const value = (data[index]! - low) * scale
    const grey = value > 0 ? Math.min(255, value) | 0 : 0
    pixels[index] = (0xff000000 | (grey << 16) | (grey << 8) | grey) >>> 0
  }
}
