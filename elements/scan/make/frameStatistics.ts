import type { Pixels } from '#elements/formats/tiff.ts'

/** Brightness of one image. `contrast` is the 99th less the 1st percentile, interpolated as numpy's. */
export type FrameStatistics = {
  readonly min: number
  readonly mean: number
  readonly max: number
  readonly contrast: number
}

/** What looks at images of one size one after the other, with memory of its own that it uses again. NaN for no pixels. */
export const frameStatistics = (): ((pixels: Pixels) => FrameStatistics) => {
  const counts = new Uint32Array(2 ** 16)
  return (pixels) => {
    const { min, mean, max } = extremes(pixels)
    const contrast =
      pixels.BYTES_PER_ELEMENT <= 2 ? contrastByCounting(pixels, min, max, counts) : contrastBySorting(pixels)
    return { min, mean, max, contrast }
  }
}

const extremes = (pixels: Pixels): Omit<FrameStatistics, 'contrast'> => {
  if (pixels.length === 0) return { min: Number.NaN, mean: Number.NaN, max: Number.NaN }
  let [min, max, sum] = [pixels[0]!, pixels[0]!, 0]
  for (let index = 0; index < pixels.length; index++) {
    const value = pixels[index]!
    if (value < min) min = value
    if (value > max) max = value
    sum += value
  }
  return { min, mean: sum / pixels.length, max }
}

const [low, high] = [0.01, 0.99]

/** Whole numbers of 16 bits at most: how many pixels have each value. */
const contrastByCounting = (pixels: Pixels, min: number, max: number, counts: Uint32Array): number => {
  counts.fill(0, 0, max - min + 1)
  for (let index = 0; index < pixels.length; index++) counts[pixels[index]! - min]!++
  const valueAt = (rank: number): number => {
    let value = 0
    for (let passed = counts[0]!; passed <= rank; passed += counts[value]!) value++
    return min + value
  }
  return interpolated(pixels.length, high, valueAt) - interpolated(pixels.length, low, valueAt)
}

const contrastBySorting = (pixels: Pixels): number => {
  const sorted = pixels.slice().sort()
  const valueAt = (rank: number): number => sorted[rank]!
  return interpolated(pixels.length, high, valueAt) - interpolated(pixels.length, low, valueAt)
}

/** The value at a share of the way from the lowest to the highest, between the two nearest ranks. */
const interpolated = (count: number, share: number, valueAt: (rank: number) => number): number => {
  if (count === 0) return Number.NaN
  const place = share * (count - 1)
  const rank = Math.floor(place)
  const below = valueAt(rank)
  return below + (place - rank) * (valueAt(Math.min(rank + 1, count - 1)) - below)
}
