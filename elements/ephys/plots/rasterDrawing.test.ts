import { expect, test } from 'vitest'
import type { Frame } from '#core/frame/frame.ts'
import { axisMargins } from '#web/components/plot/timeAxis.ts'
import { rowAt } from './rasterDrawing.ts'

test('a click finds the row under it, the first row at the bottom', () => {
  const frame: Frame = { meta: { rows: 4 }, arrays: [] }
  const size = { width: 500, height: 100 + axisMargins.top + axisMargins.bottom }
  expect(rowAt(frame, axisMargins.top + 1, size)).toBe(3)
  expect(rowAt(frame, axisMargins.top + 99, size)).toBe(0)
  expect(rowAt(frame, 0, size)).toBeNull()
})
