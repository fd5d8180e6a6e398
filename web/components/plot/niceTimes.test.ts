import { expect, test } from 'vitest'
import { niceTimes } from './niceTimes.ts'

test('times of the axis are round and inside the window', () => {
  expect(niceTimes(0, 300, 6)).toEqual([0, 50, 100, 150, 200, 250, 300])
  expect(niceTimes(1.03, 1.31, 4)).toEqual([1.1, 1.2, 1.3])
})

test('an empty window has one time', () => {
  expect(niceTimes(2, 2, 5)).toEqual([2])
})
