import { expect, test } from 'vitest'
import type { Frame } from '#core/frame/frame.ts'
import { margins, niceTimes, rowAt } from './rasterDrawing.ts'

test('times of the axis are round and inside the window', () => {
  expect(niceTimes(0, 300, 6)).toEqual([0, 50, 100, 150, 200, 250, 300])
  expect(niceTimes(1.03, 1.31, 4)).toEqual([1.1, 1.2, 1.3])
})

test('a click finds the row under it, the first row at the bottom', () => {
  const frame: Frame = { meta: { rows: 4 }, arrays: [] }
  const size = { width: 500, height: 100 + margins.top + margins.bottom }
  expect(rowAt(frame, margins.top + 1, size)).toBe(3)
  expect(rowAt(frame, margins.top + 99, size)).toBe(0)
  expect(rowAt(frame, 0, size)).toBeNull()
})
