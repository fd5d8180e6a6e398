import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Lane, laneNumber, laneScale, laneSpan, nearestTime, rangeOf } from './lanes.ts'

const lane = (...values: number[]): Lane => ({
  title: 'F',
  unit: 'a.u.',
  series: [{ name: 'F', values: Float32Array.from(values), colour: '#000000' }],
})

test('the range of a lane is that of its numbers, and never empty', () => {
  expect(rangeOf(lane(3, Number.NaN, -1))).toEqual({ low: -1, high: 3 })
  expect(rangeOf(lane(2, 2))).toEqual({ low: 1.5, high: 2.5 })
  expect(rangeOf(lane(Number.NaN))).toEqual({ low: 0, high: 1 })
})

test('on its scale a lane lies in its own stripe, the first on top', () => {
  const count = fc.integer({ min: 1, max: 60 })
  fc.assert(
    fc.property(count, fc.nat(), fc.integer({ min: -99, max: 99 }), (lanes, pick, low) => {
      const index = pick % lanes
      const [bottom, top] = laneScale({ low, high: low + 7 }, index, lanes)
      const height = (value: number) => (value - bottom) / (top - bottom)
      expect(height(low)).toBeCloseTo(laneSpan(index, lanes).low)
      expect(height(low + 7)).toBeCloseTo(laneSpan(index, lanes).high)
    }),
  )
  expect(laneSpan(0, 2).low).toBeGreaterThan(laneSpan(1, 2).high)
})

test('the nearest time is found', () => {
  const time = Float64Array.of(0, 1, 2, 4)
  expect(nearestTime(time, 2.9)).toBe(2)
  expect(nearestTime(time, 3.1)).toBe(3)
  expect(nearestTime(time, -5)).toBe(0)
  expect(nearestTime(new Float64Array(0), 1)).toBe(-1)
})

test('numbers have the digits that their range deserves', () => {
  expect(laneNumber(1234.567, { low: 0, high: 5000 })).toBe('1235')
  expect(laneNumber(0.12345, { low: 0, high: 0.5 })).toBe('0.123')
})
