import { expect, test } from 'vitest'
import type { Frame } from '#core/frame/frame.ts'
import { sequentialColour } from '#web/components/plot/colourScale.ts'
import { axisMargins } from '#web/components/plot/timeAxis.ts'
import { heatmapRowAt, paintHeatmap } from './heatmapDrawing.ts'

const heatmap = (rows: number, values: Int8Array): Frame => ({
  meta: { zPerStep: 0.05, t0: 0, t1: 10, order: 'peak' },
  arrays: [{ name: 'z', unit: '1', shape: [rows, values.length / rows], data: values }],
})

test('z-scores from −1 to 4 take the colours from end to end, the first row on top', () => {
  const { width, height, pixels } = paintHeatmap(heatmap(2, Int8Array.of(-20, 80, 127, -127)))
  expect([width, height]).toEqual([2, 2])
  expect(pixels[0]! & 0xffffff).toBe(sequentialColour(0))
  expect(pixels[1]! & 0xffffff).toBe(sequentialColour(1))
  expect(pixels[2]).toBe(pixels[1])
  expect(pixels[3]).toBe(pixels[0])
})

test('more rows than the screen has lines are averaged with their neighbours', () => {
  const values = Int8Array.from({ length: 2048 }, (_, row) => (row % 2 === 0 ? -20 : 80))
  const { height, pixels } = paintHeatmap(heatmap(2048, values))
  expect(height).toBe(1024)
  expect(pixels[0]! & 0xffffff).toBe(sequentialColour(0.5))
})

test('a click finds the row under it, the first row on top', () => {
  const size = { width: 500, height: 100 + axisMargins.top + axisMargins.bottom }
  expect(heatmapRowAt(4, axisMargins.top + 1, size)).toBe(0)
  expect(heatmapRowAt(4, axisMargins.top + 99, size)).toBe(3)
  expect(heatmapRowAt(4, 0, size)).toBeNull()
})
