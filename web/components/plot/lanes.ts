import type { MarkRow } from './marks.ts'

/** One drawn line; `stems` stand on zero. */
export type LaneSeries = {
  readonly name: string
  /** One per time; NaN leaves a gap. */
  readonly values: ArrayLike<number>
  /** `#rrggbb` */
  readonly colour: string
  readonly kind?: 'line' | 'stems'
}

/** Series that share an axis, in a horizontal stripe of the figure. */
export type Lane = { readonly title: string; readonly unit: string; readonly series: readonly LaneSeries[] }

/** Lanes over one axis of time, the first on top. */
export type TimeSeries = {
  /** s, ascending; a time may come twice (lowest and highest value of a pixel). */
  readonly time: Float64Array
  readonly lanes: readonly Lane[]
  /** s, the ends of the axis */
  readonly t0: number
  readonly t1: number
  /** Above the lanes, with lines across them. */
  readonly marks?: readonly MarkRow[]
}

export type Range = { readonly low: number; readonly high: number }

/** Lowest and highest number of all series of a lane; 0 to 1 where there is none, and never empty. */
export const rangeOf = ({ series }: Lane): Range => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const { values } of series)
    for (let index = 0; index < values.length; index++) {
      const value = values[index]!
      if (value < low) low = value
      if (value > high) high = value
    }
  if (low > high) return { low: 0, high: 1 }
  return high > low ? { low, high } : { low: low - 0.5, high: high + 0.5 }
}

/** Share of a lane's height that stays free above and below its lines. */
const gap = 0.08

/** Where lane `index` of `count` lies between the figure's bottom (0) and top (1). */
export const laneSpan = (index: number, count: number): Range => {
  const height = 1 / count
  const bottom = 1 - (index + 1) * height
  return { low: bottom + gap * height, high: bottom + (1 - gap) * height }
}

/** The scale of the whole figure on which a lane's own range falls into its stripe. */
export const laneScale = ({ low, high }: Range, index: number, count: number): [number, number] => {
  const span = laneSpan(index, count)
  const perHeight = (high - low) / (span.high - span.low)
  return [low - span.low * perHeight, high + (1 - span.high) * perHeight]
}

/** Index of the time nearest to `at`; -1 without times. */
export const nearestTime = (time: Float64Array, at: number): number => {
  let [left, right] = [0, time.length - 1]
  while (right - left > 1) {
    const middle = (left + right) >> 1
    if (time[middle]! < at) left = middle
    else right = middle
  }
  if (right < 0) return -1
  return Math.abs(time[left]! - at) <= Math.abs(time[right]! - at) ? left : right
}

/** A lane's number in as many digits as its range deserves. */
export const laneNumber = (value: number, { low, high }: Range): string => {
  const digits = Math.max(0, Math.min(4, 2 - Math.floor(Math.log10(high - low))))
  return value.toFixed(digits)
}

/** `F (a.u.)`, or the title alone of what has no unit. */
export const laneTitle = ({ title, unit }: Lane): string => (unit === '1' ? title : `${title} (${unit})`)
