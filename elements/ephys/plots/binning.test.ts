import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addToImage, binCentres, countPerBin, countShorter, histogram, intervals, lowerBound } from './binning.ts'

/** Ascending times on a 30 kHz grid, as sorters give them. */
const trains = fc
  .array(fc.integer({ min: 0, max: 30_000 * 20 }), { maxLength: 200 })
  .map((samples) => Float64Array.from(samples, (sample) => sample / 30_000).sort())

describe('binning', () => {
  test('the lower bound is the first element that is not smaller', () => {
    fc.assert(
      fc.property(trains, fc.double({ min: -1, max: 25, noNaN: true }), (times, value) => {
        const expected = times.findIndex((time) => time >= value)
        expect(lowerBound(times, value)).toBe(expected < 0 ? times.length : expected)
      }),
    )
  })

  test('every spike of the window is in one bin and no other spike is', () => {
    fc.assert(
      fc.property(trains, fc.integer({ min: 1, max: 40 }), (times, bins) => {
        const counts = countPerBin(times, 2, 12, bins)
        const inside = times.filter((time) => time >= 2 && time < 12)
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(inside.length)
        expect(counts.length).toBe(bins)
      }),
    )
  })

  test('a spike on the edge of two bins belongs to the later one', () => {
    expect([...countPerBin(Float64Array.of(0, 0.1, 0.2, 0.3), 0, 0.4, 4)]).toEqual([1, 1, 1, 1])
  })

  test('intervals and the count of short ones agree', () => {
    fc.assert(
      fc.property(trains, (times) => {
        const short = intervals(times).filter((gap) => Math.round(gap * 30_000) < 45).length
        expect(countShorter(times, 0.0015)).toBe(short)
      }),
    )
  })

  test('a histogram puts a value on an edge into the bin above', () => {
    expect([...histogram(Float64Array.of(1, 1.5, 2, 0), Float64Array.of(0, 1, 2, 3))]).toEqual([0, 2, 1])
  })

  test('an image holds the pairs inside its edges', () => {
    const image = new Uint32Array(6)
    const [time, depth] = [
      { from: 0, to: 3, bins: 3 },
      { from: 10, to: 30, bins: 2 },
    ]
    addToImage(image, Float64Array.of(0.5, 1, 2.5, 3.5), Float32Array.of(10, 5, 29, 15), time, depth)
    expect([...image]).toEqual([1, 0, 0, 0, 0, 1])
  })

  test('the middles of bins lie half a bin from the edges', () => {
    expect([...binCentres({ from: -2, to: 2, bins: 4 })]).toEqual([-1.5, -0.5, 0.5, 1.5])
  })
})
