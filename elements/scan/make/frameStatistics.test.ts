import { describe, expect, it } from 'vitest'
import { frameStatistics } from './frameStatistics.ts'

describe('frameStatistics', () => {
  const look = frameStatistics()

  it('interpolates percentiles as numpy does, of whole numbers and of others', () => {
    // numpy: np.percentile(a, 99) - np.percentile(a, 1) of arange(0, 100) is 97.02, of [1, 2, 10] is 8.82
    const hundred = Array.from({ length: 100 }, (_, index) => index)
    for (const pixels of [Int16Array.from(hundred), Uint8Array.from(hundred), Float32Array.from(hundred)])
      expect(look(pixels)).toMatchObject({ min: 0, mean: 49.5, max: 99, contrast: expect.closeTo(97.02, 9) })
    expect(look(Int32Array.of(10, 1, 2)).contrast).toBeCloseTo(8.82, 9)
  })

  it('takes negative numbers and the whole range of 16 bits', () => {
    const pixels = Int16Array.of(-32768, 32767)
    expect(look(pixels)).toEqual({ min: -32768, mean: -0.5, max: 32767, contrast: expect.closeTo(65535 * 0.98, 6) })
    expect(look(Int16Array.of(-5, -5, -5))).toEqual({ min: -5, mean: -5, max: -5, contrast: 0 })
  })

  it('does not remember the image before', () => {
    look(Uint16Array.from({ length: 1000 }, (_, index) => index * 60))
    expect(look(Uint16Array.of(3, 3, 3, 7)).contrast).toBeCloseTo(4 * 0.97, 9)
  })

  it('knows nothing of an image without pixels', () => {
    expect(look(new Float32Array())).toEqual({
      min: Number.NaN,
      mean: Number.NaN,
      max: Number.NaN,
      contrast: Number.NaN,
    })
  })
})
