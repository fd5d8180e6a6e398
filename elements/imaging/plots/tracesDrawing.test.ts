import { expect, test } from 'vitest'
import type { Frame } from '#core/frame/frame.ts'
import { figureColours } from '#web/components/plot/figure.ts'
import { columnTimes, describeTraces, shiftsDrawing, tracesDrawing } from './tracesDrawing.ts'

const colours = figureColours('light')
const exact: Frame = {
  meta: { mode: 'exact', t0: 1, t1: 2, fps: 4, frame0: 4 },
  arrays: [
    { name: 'mask', unit: '1', shape: [2], data: Int32Array.of(7, 3) },
    { name: 'fluorescence', unit: 'a.u.', shape: [2, 4], data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
    { name: 'neuropil', unit: 'a.u.', shape: [2, 4], data: new Float32Array(8) },
    { name: 'activity', unit: 'a.u.', shape: [2, 4], data: Float32Array.of(0, 0, 1, 0, 0, 2, 0, Number.NaN) },
  ],
}

test('each mask gets its lanes, F with its neuropil in one, and each lane its own row', () => {
  const { lanes } = tracesDrawing(exact, colours)
  expect(lanes.map(({ title }) => title)).toEqual(['7 F', '7 Deconv.', '3 F', '3 Deconv.'])
  expect(lanes[0]!.series.map(({ name }) => name)).toEqual(['Neuropil', 'F'])
  expect([...(lanes[2]!.series[1]!.values as Float32Array)]).toEqual([5, 6, 7, 8])
  expect(lanes[1]!.series[0]!.kind).toBe('stems')
})

test('exact frames lie at their own times, columns of many at the middle of the column, twice', () => {
  expect([...columnTimes(exact)]).toEqual([1, 1.25, 1.5, 1.75])
  const minmax: Frame = { meta: { mode: 'minmax', t0: 0, t1: 10, fps: 100, pixels: 2 }, arrays: [] }
  expect([...columnTimes(minmax)]).toEqual([2.5, 2.5, 7.5, 7.5])
})

test('the words name time, frame and values, and say when a value is unknown', () => {
  const series = tracesDrawing(exact, colours)
  expect(describeTraces(exact, 2, series)).toBe('1.500 s, frame 6: Neuropil 0, F 3, Activity 1')
})

test('shifts are a lane each, frames that were left out and blocks only where there are any', () => {
  const frame: Frame = {
    meta: { mode: 'minmax', t0: 0, t1: 4, fps: 10 },
    arrays: [
      { name: 'y', unit: 'px', shape: [2, 2], data: Float32Array.of(0, 1, -1, 0) },
      { name: 'x', unit: 'px', shape: [2, 2], data: new Float32Array(4) },
      { name: 'outlier', unit: '1', shape: [2], data: Uint8Array.of(0, 1) },
      { name: 'blocks', unit: 'px', shape: [0, 2], data: new Float32Array(0) },
    ],
  }
  const { time, lanes } = shiftsDrawing(frame, colours)
  expect([...time]).toEqual([1, 1, 3, 3])
  expect(lanes.map(({ title }) => title)).toEqual(['x', 'y', 'left out'])
  expect([...(lanes[2]!.series[0]!.values as Float32Array)]).toEqual([0, 0, 1, 1])
})
