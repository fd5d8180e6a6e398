import { expect, test } from 'vitest'
import { joinTraces, placeTraces } from './probeLayout.ts'

test('each trace starts at its site, and the largest spans one and a half rows', () => {
  const { traces, scale } = placeTraces({
    x: [0, 32],
    y: [0, 20],
    time: [0, 1],
    waveforms: [
      [0, -100],
      [0, 10],
    ],
  })
  expect(traces[0]!.x).toEqual([0, 25.6])
  expect(traces[0]!.y).toEqual([0, -30])
  expect(traces[1]!.y).toEqual([20, 23])
  expect(scale.range).toBe(100)
})

test('a single site, and a flat trace, are drawn too', () => {
  const { traces } = placeTraces({ x: [5], y: [7], time: [0, 1, 2], waveforms: [[0, 0, 0]] })
  expect(traces[0]!.y).toEqual([7, 7, 7])
  expect(traces[0]!.x.every(Number.isFinite)).toBe(true)
})

test('a sample that is no number changes nothing of the scale', () => {
  const sites = { x: [5], y: [7], time: [0, 1, 2] }
  const { scale } = placeTraces({ ...sites, waveforms: [[Number.NaN, -3, 4]] })
  expect(scale.range).toBe(7)
})

test('traces become one line with a gap after each', () => {
  const { x, y } = joinTraces([
    { x: [0, 1], y: [5, 6] },
    { x: [3], y: [7] },
  ])
  expect(x).toEqual([0, 1, Number.NaN, 3, Number.NaN])
  expect(y).toEqual([5, 6, Number.NaN, 7, Number.NaN])
})
