import { expect, test } from 'vitest'
import type { Frame } from '#core/frame/frame.ts'
import { defaultFilter, passesFilter, roiRows, toggleRoi, tracedRois, withActivity } from './roiRows.ts'

const frame: Frame = {
  meta: {},
  arrays: [
    { name: 'mask', unit: '1', shape: [3], data: Int32Array.of(4, 5, 6) },
    { name: 'cell', unit: '1', shape: [3], data: Uint8Array.of(0, 1, 255) },
    { name: 'npix', unit: '1', shape: [3], data: Uint32Array.of(30, 40, 50) },
  ],
}

test('columns of a frame become rows, and statistics that it has not are unknown', () => {
  const rows = roiRows(frame)
  expect(rows.map(({ roi, verdict, npix }) => [roi, verdict, npix])).toEqual([
    [4, 'not', 30],
    [5, 'cell', 40],
    [6, 'unknown', 50],
  ])
  expect(rows[0]!.skewness).toBeNaN()
})

test('activity is told by the number of a ROI, whatever the order, and unknown where it has none', () => {
  const activity: Frame = {
    meta: {},
    arrays: [
      { name: 'mask', unit: '1', shape: [2], data: Int32Array.of(6, 4) },
      { name: 'activity', unit: 'a.u.', shape: [2], data: Float32Array.of(0.5, 2) },
    ],
  }
  const rows = withActivity(roiRows(frame), activity)
  expect(rows.map((row) => [row.activity, row.correlation])).toEqual([
    [2, Number.NaN],
    [Number.NaN, Number.NaN],
    [0.5, Number.NaN],
  ])
})

test('cells are shown first where somebody judged, else all', () => {
  const rows = roiRows(frame)
  expect(defaultFilter(rows)).toBe('cell')
  expect(defaultFilter(rows.slice(2))).toBe('all')
  expect(rows.filter((row) => passesFilter(row, 'not')).map(({ roi }) => roi)).toEqual([4])
})

test('the chosen ROI is traced first, each once, twenty at most', () => {
  expect(tracedRois(3, [5, 3])).toEqual([3, 5])
  expect(
    tracedRois(
      1,
      Array.from({ length: 30 }, (_, index) => index),
    ),
  ).toHaveLength(20)
})

test('a ROI is added, and taken away by the same gesture', () => {
  expect(toggleRoi([1], 2)).toEqual([1, 2])
  expect(toggleRoi([1, 2], 1)).toEqual([2])
})
