import { expect, test } from 'vitest'
import { median } from './median.ts'
import { slope } from './slope.ts'

const curve = (value: (size: number) => number) => [10, 100, 1000].map((size) => ({ size, value: value(size) }))

test('a slope is the exponent of the growth', () => {
  expect(slope(curve((size) => 3 * size))).toBeCloseTo(1)
  expect(slope(curve((size) => 0.1 * size ** 2))).toBeCloseTo(2)
  expect(slope(curve(() => 7))).toBeCloseTo(0)
})

test('one size, or a value of zero, has no slope', () => {
  expect(slope([{ size: 10, value: 1 }])).toBeNaN()
  expect(slope(curve(() => 0))).toBeNaN()
})

test('a median is the middle, whatever the order', () => {
  expect(median([5, 1, 9])).toBe(5)
  expect(median([4, 1, 2, 9])).toBe(3)
  expect(median([])).toBeNaN()
})
