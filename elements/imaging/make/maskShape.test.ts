import { describe, expect, it } from 'vitest'
import { roundnessOf } from './maskShape.ts'

describe('roundnessOf', () => {
  const pixels = (places: readonly (readonly [number, number])[], weights = places.map(() => 1)) => ({
    xpix: places.map(([x]) => x),
    ypix: places.map(([, y]) => y),
    weights,
  })

  it('is 1 of a square, 0.5 of a line in any direction, 1 of a single pixel', () => {
    const square = [0, 1, 2].flatMap((x) => [0, 1, 2].map((y) => [x, y] as const))
    expect(roundnessOf(pixels(square))).toBeCloseTo(1, 12)
    for (const [dx, dy] of [
      [1, 0],
      [0, 1],
      [3, -2],
    ] as const)
      expect(roundnessOf(pixels([0, 1, 2, 3].map((step) => [dx * step, dy * step] as const)))).toBeCloseTo(0.5, 12)
    expect(roundnessOf(pixels([[7, 9]]))).toBe(1)
  })

  it('is what numpy finds from the eigenvalues of the weighted covariance', () => {
    // c = np.cov(x, y, aweights=w); e = np.linalg.eigvals(c); e.mean() / e.max()
    const places = [
      [0, 0],
      [4, 1],
      [2, 5],
      [3, 3],
      [1, 2],
    ] as const
    expect(roundnessOf(pixels(places, [1, 2, 0.5, 4, 3]))).toBeCloseTo(0.7997906012045706, 10)
  })

  it('takes equal weights where none is above zero', () => {
    const places = [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const
    expect(roundnessOf(pixels(places, [0, 0, 0, 0]))).toBeCloseTo(1, 12)
  })
})
