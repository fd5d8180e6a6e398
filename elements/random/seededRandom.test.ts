import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chooseIndices, seededRandom } from './index.ts'

describe('seeded random numbers', () => {
  test('the same seed gives the same numbers, another seed others', () => {
    const draw = (seed: string) => Array.from({ length: 20 }, seededRandom(seed).uniform)
    expect(draw('a')).toEqual(draw('a'))
    expect(draw('b')).not.toEqual(draw('a'))
  })

  test('uniform, normal and exponential numbers have the mean and spread they promise', () => {
    const random = seededRandom('moments')
    const moments = (next: () => number) => {
      const values = Array.from({ length: 20_000 }, next)
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)]
    }
    const expected: [() => number, number, number][] = [
      [random.uniform, 0.5, Math.sqrt(1 / 12)],
      [random.normal, 0, 1],
      [random.exponential, 1, 1],
    ]
    for (const [next, mean, deviation] of expected) {
      const [foundMean, foundDeviation] = moments(next)
      expect(foundMean).toBeCloseTo(mean, 1)
      expect(foundDeviation).toBeCloseTo(deviation, 1)
    }
  })

  test('chosen indices are different and in range, and all of them when fewer exist than are asked for', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), fc.string(), (total, count, seed) => {
        const chosen = [...chooseIndices(total, count, seededRandom(seed))]
        expect(new Set(chosen).size).toBe(Math.min(total, count))
        expect(chosen.every((index) => index >= 0 && index < total)).toBe(true)
      }),
    )
  })
})
