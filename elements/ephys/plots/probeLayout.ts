/** One site's trace, moved to where the site sits on the probe. */
export type PlacedTrace = { readonly x: number[]; readonly y: number[] }

export type Sites = {
  /** µm from the left edge of the first shank, and up from the tip. */
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  /** ms; one per sample. */
  readonly time: ArrayLike<number>
  /** Traces, one per site. */
  readonly waveforms: readonly ArrayLike<number>[]
}

/**
 * Traces at their sites: time is scaled to four fifths of the smallest horizontal distance between sites, amplitude so that the
 * largest range spans one and a half vertical distances. `scale` tells how many µm one ms and one unit of amplitude take.
 */
export const placeTraces = ({ x, y, time, waveforms }: Sites) => {
  const span = Math.max(1e-9, (time[time.length - 1] ?? 1) - (time[0] ?? 0))
  const range = Math.max(1e-9, ...waveforms.map((samples) => extent(samples)))
  const perMs = (0.8 * smallestStep(x, 30)) / span
  const perUnit = (1.5 * smallestStep(y, 20)) / range
  const traces = waveforms.map(
    (samples, site): PlacedTrace => ({
      x: Array.from(time, (value) => x[site]! + value * perMs),
      y: Array.from(samples, (value) => y[site]! + value * perUnit),
    }),
  )
  return { traces, scale: { perMs, perUnit, range } }
}

/** Traces as one line with a gap after each: one thing to draw instead of one per site. */
export const joinTraces = (traces: readonly PlacedTrace[]): PlacedTrace => ({
  x: traces.flatMap(({ x }) => [...x, Number.NaN]),
  y: traces.flatMap(({ y }) => [...y, Number.NaN]),
})

const extent = (samples: ArrayLike<number>): number => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let index = 0; index < samples.length; index++) {
    if (samples[index]! < low) low = samples[index]!
    if (samples[index]! > high) high = samples[index]!
  }
  return high > low ? high - low : 0
}

/** Smallest distance between different coordinates; `fallback` where all are the same. */
const smallestStep = (coordinates: ArrayLike<number>, fallback: number): number => {
  const sorted = [...new Set(Array.from(coordinates))].sort((a, b) => a - b)
  const steps = sorted
    .slice(1)
    .map((value, index) => value - sorted[index]!)
    .filter((step) => step > 1)
  return steps.length ? Math.min(...steps) : fallback
}
