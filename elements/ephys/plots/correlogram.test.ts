import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mirrored, positiveLags } from './correlogram.ts'

/** All pairs, with lags counted in whole samples. */
const bruteForce = (samples: readonly number[], binSamples: number, bins: number): number[] => {
  const counts = new Array<number>(bins).fill(0)
  for (const [first, start] of samples.entries())
    for (const time of samples.slice(first + 1)) {
      const bin = Math.floor((time - start) / binSamples)
      if (bin < bins) counts[bin] = counts[bin]! + 1
    }
  return counts
}

describe('correlogram', () => {
  test('two pointers count the same pairs as a comparison of all with all', () => {
    const train = fc
      .array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 120 })
      .map((samples) => samples.sort((a, b) => a - b))
    fc.assert(
      fc.property(train, fc.constantFrom(15, 30, 60), fc.integer({ min: 1, max: 60 }), (samples, binSamples, bins) => {
        const times = Float64Array.from(samples, (sample) => sample / 30_000)
        const counts = positiveLags(times, binSamples / 30_000, (bins * binSamples) / 30_000)
        expect([...counts]).toEqual(bruteForce(samples, binSamples, bins))
      }),
    )
  })

  test('a spike has no lag to itself', () => {
    expect([...positiveLags(Float64Array.of(1, 2, 3), 0.001, 0.01)].every((count) => count === 0)).toBe(true)
  })

  test('the negative half mirrors the positive one', () => {
    expect([...mirrored(Uint32Array.of(1, 2, 3))]).toEqual([3, 2, 1, 1, 2, 3])
  })
})
