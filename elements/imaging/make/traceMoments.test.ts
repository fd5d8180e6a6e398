import { expect, it } from 'vitest'
import { traceMoments } from './traceMoments.ts'

it('describes a trace as numpy and scipy do, with the moments of the population', () => {
  // np.var([1, 2, 2, 9]) is 10.25; scipy.stats.skew is 1.0970…
  const { variance, skewness } = traceMoments(Float32Array.of(1, 2, 2, 9))!
  expect(variance).toBeCloseTo(10.25, 12)
  expect(skewness).toBeCloseTo(1.097025449363867, 10)
})

it('leaves out frames without a number, and knows nothing of a trace without any', () => {
  expect(traceMoments(Float32Array.of(1, Number.NaN, 3, Number.POSITIVE_INFINITY))).toEqual({
    variance: 1,
    skewness: 0,
  })
  expect(traceMoments(Float32Array.of(Number.NaN))).toBeNull()
  expect(traceMoments(new Float32Array())).toBeNull()
})

it('calls a flat trace even', () => {
  expect(traceMoments(Float32Array.of(5, 5, 5))).toEqual({ variance: 0, skewness: 0 })
})
