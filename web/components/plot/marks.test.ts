import { expect, test } from 'vitest'
import type { Frame } from '#core/frame/frame.ts'
import { markRowsOf, marksAt } from './marks.ts'
import { lineTimes, markShapes, marksHeight } from './marksDrawing.ts'

const frame: Frame = {
  meta: { rows: ['Trials', 'lick'], labels: ['go', 'lick'], offset: 0 },
  arrays: [
    { name: 'start', unit: 's', shape: [3], data: Float64Array.of(1, 10, 2) },
    { name: 'end', unit: 's', shape: [3], data: Float64Array.of(5, 14, Number.NaN) },
    { name: 'row', unit: '1', shape: [3], data: Uint16Array.of(0, 0, 1) },
    { name: 'label', unit: '1', shape: [3], data: Uint16Array.of(0, 0, 1) },
  ],
}
const window = { t0: 0, t1: 10 }
const box = { left: 100, top: 50, width: 200, height: 100 }

test('rows are moved by the offset, and hidden ones leave their colours to the others', () => {
  const [lick] = markRowsOf(frame, ['lick'], 0.5)
  expect(lick).toMatchObject({ name: 'lick', index: 1, labels: ['lick'] })
  expect([...lick!.start]).toEqual([2.5])
})

test('what goes on at a time is told, moments and other times are not', () => {
  const rows = markRowsOf(frame, ['Trials', 'lick'], 0)
  expect(marksAt(rows, 2)).toEqual(['Trials: go'])
  expect(marksAt(rows, 7)).toEqual([])
})

test('bars lie above the plot, cut to the window, those outside left out', () => {
  const rows = markRowsOf(frame, ['Trials', 'lick'], -2)
  expect(markShapes(rows, 0, window, box)).toEqual([
    { x: 100, width: 59, y: 50 - marksHeight(rows), label: 'go' },
    { x: 260, width: 40, y: 50 - marksHeight(rows), label: 'go' },
  ])
  expect(markShapes(rows, 0, { t0: 4, t1: 6 }, box)).toEqual([])
  expect(markShapes(rows, 1, window, box)).toEqual([
    { x: 100, width: 2, y: 50 - marksHeight(rows) + 15, label: 'lick' },
  ])
})

test('lines cross the plot unless they would cover it', () => {
  const row = markRowsOf(frame, ['Trials'], 0)[0]!
  expect([...lineTimes(row, window, box)]).toEqual([1, 10])
  expect(
    lineTimes({ ...row, start: Float64Array.from({ length: 500 }, (_, at) => at / 100) }, window, box),
  ).toHaveLength(0)
})
