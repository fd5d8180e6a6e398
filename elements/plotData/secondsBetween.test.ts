import { expect, test } from 'vitest'
import { secondsBetween } from './secondsBetween.ts'

test('two moments of one clock lie so many seconds apart, fractions and leap years included', () => {
  expect(secondsBetween('2025-06-03T10:05:00', '2025-06-03 10:04:30.25')).toBe(-29.75)
  expect(secondsBetween('2024-02-28T23:59:59', '2024-03-01T00:00:00')).toBe(86_401)
})

test('the hour that clocks are put forward has no gap', () => {
  expect(secondsBetween('2025-03-30T01:59:59', '2025-03-30T03:00:00')).toBe(3601)
})

test.each([[null], [undefined], ['2025-06-03'], ['yesterday']])('%s is no moment', (value) => {
  expect(secondsBetween(value, '2025-06-03T10:05:00')).toBeNull()
})
