import { expect, test } from 'vitest'
import { figureColours } from './figure.ts'
import type { TimeSeries } from './lanes.ts'
import { pathOf, timeSeriesSvg } from './timeSeriesSvg.ts'

const series: TimeSeries = {
  time: Float64Array.of(0, 1, 2, 3),
  t0: 0,
  t1: 4,
  lanes: [
    {
      title: 'ΔF/F & more',
      unit: '1',
      series: [{ name: 'dff', values: Float32Array.of(0, 10, Number.NaN, 5), colour: '#123456' }],
    },
  ],
}
const box = { left: 100, top: 0, width: 400, height: 100 }
const range = { low: 0, high: 10 }

test('a line is interrupted where a number is missing', () => {
  expect(pathOf(series, series.lanes[0]!.series[0]!, range, box)).toBe('M100 100L200 0M400 50')
})

test('stems stand on zero, and there is none for a zero', () => {
  const stems = { ...series.lanes[0]!.series[0]!, kind: 'stems' as const }
  expect(pathOf(series, stems, range, box)).toBe('M200 100V0M400 100V50')
})

test('the picture has a path per series and words that XML can carry', () => {
  const svg = timeSeriesSvg(series, { width: 600, height: 200 }, figureColours('light'))
  expect(svg).toContain('stroke="#123456"')
  expect(svg).toContain('ΔF/F &amp; more<')
  expect(svg).toContain('Time (s)')
})
