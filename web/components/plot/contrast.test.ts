import { expect, test } from 'vitest'
import { paintGreys, percentileLevels } from './contrast.ts'

test('levels are the values at the percentiles, without NaN', () => {
  const image = Float32Array.from({ length: 101 }, (_, index) => 100 - index)
  expect(percentileLevels(image, 1, 99)).toEqual({ low: 1, high: 99 })
  expect(percentileLevels(Float32Array.of(Number.NaN, 5), 0, 100)).toEqual({ low: 5, high: 5 })
  expect(percentileLevels(new Float32Array(0), 0, 100)).toEqual({ low: 0, high: 1 })
})

test('levels of a big image come from a sample that covers it evenly', () => {
  const image = Float32Array.from({ length: 1_000_000 }, (_, index) => index)
  const { low, high } = percentileLevels(image, 10, 90)
  expect(low).toBeCloseTo(100_000, -2)
  expect(high).toBeCloseTo(900_000, -2)
})

test('greys run from black to white between the levels, and all is opaque', () => {
  const pixels = new Uint32Array(4)
  paintGreys(Float32Array.of(-3, 5, 10, Number.NaN), { low: 0, high: 10 }, pixels)
  expect([...pixels]).toEqual([0xff000000, 0xff7f7f7f, 0xffffffff, 0xff000000])
})
