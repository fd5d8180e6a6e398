import { expect, test } from 'vitest'
import { placeTraces } from './probeLayout.ts'

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
