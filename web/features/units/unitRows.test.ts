import { expect, test } from 'vitest'
import type { Frame } from '#core/frame/frame.ts'
import { countLabels, unitAttributeOf, unitRows } from './unitRows.ts'

const frame: Frame = {
  meta: { labels: ['good', 'mua'], unitAttribute: 'unit' },
  arrays: [
    { name: 'unit', unit: '1', shape: [2], data: Int32Array.of(3, 7) },
    { name: 'label', unit: '1', shape: [2], data: Uint16Array.of(1, 0) },
    { name: 'electrode', unit: '1', shape: [2], data: Int32Array.of(-1, 12) },
    { name: 'depth', unit: 'µm', shape: [2], data: Float32Array.of(Number.NaN, 120) },
    { name: 'rate', unit: 'Hz', shape: [2], data: Float32Array.of(1, 2) },
    { name: 'spikes', unit: '1', shape: [2], data: Uint32Array.of(10, 20) },
    { name: 'isi_violations', unit: '%', shape: [2], data: Float32Array.of(0, 0.5) },
    { name: 'amplitude', unit: 'µV', shape: [2], data: Float32Array.of(80, 90) },
  ],
}

test('columns of a frame become rows, labels by their index', () => {
  expect(unitRows(frame).map(({ unit, label }) => [unit, label])).toEqual([
    [3, 'mua'],
    [7, 'good'],
  ])
  expect(unitAttributeOf(frame)).toBe('unit')
})

test('labels are counted', () => {
  expect(countLabels(unitRows(frame))).toEqual([
    { label: 'mua', count: 1 },
    { label: 'good', count: 1 },
  ])
})
