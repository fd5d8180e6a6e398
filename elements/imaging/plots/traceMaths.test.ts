import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '#elements/random/index.ts'
import { correctTrace, deltaF } from './deltaF.ts'
import { orderByPeak, orderBySimilarity } from './orderRows.ts'
import { columnEdges, framesWithin, meanColumns, meanFrames, minMaxColumns } from './pixelColumns.ts'
import { scoreWindow } from './rowScores.ts'
import { runningPercentile } from './runningPercentile.ts'
import { traceStatistics } from './traceStatistics.ts'

const values = fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constant(Number.NaN)), { maxLength: 60 })

/** NaN is close to NaN only. */
const expectClose = (found: number, expected: number) =>
  Number.isNaN(expected) ? expect(found).toBeNaN() : expect(found).toBeCloseTo(expected, 5)

/** numpy.percentile of the numbers in a window, by sorting. */
const percentileBySorting = (window: readonly number[], percentile: number): number => {
  const sorted = window.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
  const position = (percentile / 100) * (sorted.length - 1)
  const low = sorted[Math.floor(position)]!
  return sorted.length === 0 ? Number.NaN : low + (sorted[Math.ceil(position)]! - low) * (position % 1)
}

describe('the running percentile', () => {
  test('is that of the samples around each, for any width and percentile', () => {
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 0, max: 100 }),
        (trace, half, percentile) => {
          const found = runningPercentile(Float32Array.from(trace), 2 * half + 1, percentile)
          const expected = trace.map((_, at) =>
            percentileBySorting(trace.slice(Math.max(0, at - half), at + half + 1), percentile),
          )
          for (const [at, value] of expected.entries()) expectClose(found[at]!, value)
        },
      ),
    )
  })

  test('is exact in long traces, where values drift, jump and are missing', () => {
    const value = seededRandom('long trace')
    const trace = Float32Array.from({ length: 6000 }, (_, frame) => {
      if (frame % 997 < 40) return Number.NaN
      return 40 * Math.sin(frame / 900) + value.uniform() + (frame % 1500 === 0 ? 1e4 : 0) - 20
    })
    const found = runningPercentile(trace, 601, 8)
    for (let at = 0; at < trace.length; at += 37)
      expectClose(found[at]!, percentileBySorting([...trace.slice(Math.max(0, at - 300), at + 301)], 8))
  })
})

describe('ΔF/F', () => {
  test('is the change over the baseline after the neuropil is taken off', () => {
    const neuropil = new Float32Array(100).fill(10)
    const trace = Float32Array.from({ length: 100 }, (_, frame) => (frame === 50 ? 37 : 17))
    const corrected = correctTrace(trace, neuropil, 0.7)
    expect(corrected[0]).toBeCloseTo(10)
    const found = deltaF(corrected, 10, { neuropilFactor: 0.7, percentile: 8, windowSeconds: 3 })
    expect(found[50]).toBeCloseTo(2)
    expect(found[49]).toBeCloseTo(0)
  })

  test('is unknown where the baseline is not above zero, and F itself counts where there is no neuropil', () => {
    const trace = Float32Array.of(-1, -2, -1)
    expect(correctTrace(trace, new Float32Array(0), 0.7)).toBe(trace)
    const found = deltaF(trace, 1, { neuropilFactor: 0.7, percentile: 8, windowSeconds: 60 })
    expect([...found].every(Number.isNaN)).toBe(true)
  })
})

describe('columns of pixels', () => {
  test('hold every frame once, with its lowest, highest and mean value', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 20 }), (trace, pixels) => {
        const edges = columnEdges(0, trace.length, pixels)
        expect([edges[0], edges.at(-1)]).toEqual([0, trace.length])
        const extremes = minMaxColumns(Float32Array.from(trace), edges)
        const means = meanColumns(Float32Array.from(trace), edges)
        for (let column = 0; column < pixels; column++) {
          const numbers = trace.slice(edges[column], edges[column + 1]).filter((value) => !Number.isNaN(value))
          const none = numbers.length === 0
          expect(extremes[2 * column]).toBe(none ? Number.NaN : Math.min(...numbers))
          expect(extremes[2 * column + 1]).toBe(none ? Number.NaN : Math.max(...numbers))
          expectClose(means[column]!, numbers.reduce((a, b) => a + b, 0) / numbers.length)
        }
      }),
    )
  })

  test('a window is cut to the recording and keeps a frame', () => {
    expect(framesWithin(-3, null, 10, 100)).toEqual([0, 100])
    expect(framesWithin(1, 2, 10, 100)).toEqual([10, 20])
    expect(framesWithin(50, 51, 10, 100)).toEqual([99, 100])
    expect(framesWithin(0, 1, 10, 0)).toEqual([0, 0])
  })
})

describe('statistics of a trace', () => {
  test('tell a trace with transients from noise', () => {
    const noise = Float32Array.from({ length: 2000 }, (_, frame) => (Math.sin(frame * 12.9898) * 43758.5453) % 1)
    const active = noise.map((value, frame) => value + (frame % 200 < 10 ? 20 : 0))
    expect(traceStatistics(active).skewness).toBeGreaterThan(2)
    expect(traceStatistics(active).snr).toBeGreaterThan(3 * traceStatistics(noise).snr)
  })

  test('take the noise from the steps between frames, by their order', () => {
    const random = seededRandom('noise')
    const trace = Float32Array.from({ length: 501 }, () => random.normal() + (random.uniform() > 0.97 ? 8 : 0))
    const sorted = trace.slice().sort()
    const steps = trace.slice(1).map((value, frame) => Math.abs(value - trace[frame]!))
    const noise = steps.sort()[249]! / (0.67449 * Math.SQRT2)
    expect(traceStatistics(trace).snr).toBeCloseTo((sorted[495]! - sorted[250]!) / noise, 3)
    expect(traceStatistics(Float32Array.of(Number.NaN, ...trace)).snr).toBe(traceStatistics(trace).snr)
  })

  test('are unknown for a flat trace', () => {
    const { mean, std, skewness, snr } = traceStatistics(new Float32Array(10).fill(3))
    expect([mean, std, skewness, snr]).toEqual([3, 0, Number.NaN, Number.NaN])
  })
})

describe('rows of the heat map', () => {
  const traces = [
    Float32Array.of(0, 0, 9, 0),
    Float32Array.of(9, 0, 0, 0),
    Float32Array.of(5, 5, 5, 5),
    Float32Array.of(0, 0, 8, 0),
  ]
  const scored = Float32Array.from(traces.flatMap((trace) => [...scoreWindow(trace, 0, 4, 4)]))

  test('are scored each for itself, a flat one as zero', () => {
    expect([...scored.subarray(8, 12)]).toEqual([0, 0, 0, 0])
    expect(scored[2]).toBeCloseTo(Math.sqrt(3))
  })

  test('keep their scores in a window, and are exact to the frame', () => {
    expect([...scoreWindow(traces[0]!, 2, 4, 2)]).toEqual([...scored.subarray(2, 4)])
    const trace = Float32Array.of(0, 2, 4, 6, 1, 1)
    const halves = scoreWindow(trace, 0, 6, 3)
    expect([...scoreWindow(trace, 2, 4, 1)]).toEqual([halves[1]])
  })

  test('take no number for the mean of the others', () => {
    expect([...scoreWindow(Float32Array.of(1, Number.NaN, 3, 1), 0, 4, 4)][1]).toBe(0)
  })

  test('are ordered by their peak, or so that those active together lie together', async () => {
    expect(orderByPeak(scored, 4)).toEqual([1, 2, 0, 3])
    const order = await orderBySimilarity(scored, 4)
    expect(Math.abs(order.indexOf(0) - order.indexOf(3))).toBe(1)
  })
})

test('frames that follow one another become their mean, the last of what is left, and one alone stays what it is', () => {
  const trace = Float32Array.of(1, 3, 5, Number.NaN, 8)
  expect([...meanFrames(trace, 2)]).toEqual([2, 5, 8])
  const same = meanFrames(trace, 1)
  expect(same).toEqual(trace)
  expect(same.buffer).not.toBe(trace.buffer)
})
