import { expect, test } from 'vitest'
import { sequentialColour, unknownColour } from '../../components/plot/colourScale.ts'
import { roiColours, verdictColours } from './roiColours.ts'
import type { RoiRow } from './roiRows.ts'

const row = (roi: number, skewness: number): RoiRow => ({
  roi,
  verdict: roi === 1 ? 'cell' : 'not',
  probability: Number.NaN,
  plane: 0,
  npix: 10,
  x: 0,
  y: 0,
  skewness,
  snr: 1,
  mean: 1,
  std: 1,
  activity: 1,
  correlation: 1,
})
const rows = new Map([row(1, 0), row(2, 10), row(3, Number.NaN)].map((one) => [one.roi, one]))

test('a statistic runs over the scale, and what is unknown is grey', () => {
  const { lut, ends } = roiColours(rows, [2, 1, 3, 99], 'skewness')
  expect([...lut]).toEqual([sequentialColour(1), sequentialColour(0), unknownColour, unknownColour])
  expect(ends).toEqual({ low: 0, high: 10 })
})

test('verdicts have colours of their own, in the order of the map', () => {
  expect([...roiColours(rows, [2, 1], 'cell').lut]).toEqual([verdictColours.not, verdictColours.cell])
})

test('ROIs of their own colours keep them whatever else is on the map', () => {
  expect(roiColours(rows, [3], 'roi').lut[0]).toBe(roiColours(rows, [1, 2, 3], 'roi').lut[2])
})
