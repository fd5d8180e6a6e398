import { describe, expect, test } from 'vitest'
import type { Frame } from '#core/frame/frame.ts'
import type { FetchedRow } from '#elements/contract.ts'
import { autocorrelogramPlot } from './autocorrelogram.ts'
import { driftMapPlot } from './driftMap.ts'
import { firingRatePlot } from './firingRate.ts'
import { ephysPlots } from './index.ts'
import { isiPlot } from './isi.ts'
import { rasterPlot } from './raster.ts'
import { ephysPipeline, plotGround, sortingOfTest, vector } from './testing/plotGround.ts'
import { unitsPlot } from './units.ts'
import { waveformPlot } from './waveform.ts'

const site = { electrode_config_hash: '8d4cc6d8-a02d-42c8-bf27-7459c39ea0ee', probe_type: 'neuropixels 1.0 - 3B' }

const unitRow = (unit: number, electrode: number, label: string, times: readonly number[]): FetchedRow => ({
  ...sortingOfTest,
  ...site,
  unit,
  electrode,
  cluster_quality_label: label,
  spike_count: times.length,
  spike_times: vector(times),
  spike_sites: vector(times.map(() => electrode)),
  spike_depths: vector(times.map((_, index) => 20 * electrode + index)),
})

const waveformRow = (electrode: number, samples: readonly number[]): FetchedRow => ({
  ...sortingOfTest,
  ...site,
  unit: 7,
  electrode,
  waveform_mean: vector(samples),
  waveforms: null,
})

const rows: Record<string, readonly FetchedRow[]> = {
  'ephys.EphysRecording': [{ ...sortingOfTest, recording_duration: 10, sampling_rate: 30_000 }],
  'ephys.CuratedClustering.Unit': [
    unitRow(7, 4, 'good', [1, 1.001, 2, 3, 9.5]),
    unitRow(2, 9, 'mua', [0.5, 5]),
    unitRow(11, 1, 'good', []),
  ],
  'probe.ProbeType.Electrode': [1, 4, 5, 9].map((electrode) => ({
    probe_type: site.probe_type,
    electrode,
    shank: 0,
    x_coord: 27,
    y_coord: 20 * electrode,
  })),
  'ephys.WaveformSet.PeakWaveform': [{ ...sortingOfTest, unit: 7, peak_electrode_waveform: vector([0, -80, 30, 0]) }],
  'ephys.WaveformSet.Waveform': [waveformRow(5, [0, -20, 5, 0]), waveformRow(4, [0, -80, 30, 0])],
}

const array = (frame: Frame, name: string): number[] => {
  const found = frame.arrays.find((candidate) => candidate.name === name)
  if (!found) throw new Error(`no array ${name}`)
  return Array.from(found.data)
}
const load = async <P extends Record<string, never>>(
  plot: (typeof ephysPlots)[number],
  key: FetchedRow = {},
  params: Partial<P> = {},
  ground = plotGround(rows),
): Promise<Frame> =>
  plot.load(ground.table, { ...sortingOfTest, ...key } as never, { ...plot.defaults, ...params }, ground.context)

describe('plots of a sorting', () => {
  test('the unit list has one element per unit, with depth, rate and violations', async () => {
    const frame = await load(unitsPlot)
    expect(array(frame, 'unit')).toEqual([2, 7, 11])
    expect(frame.meta.labels).toEqual(['good', 'mua'])
    expect(array(frame, 'label')).toEqual([1, 0, 0])
    expect(array(frame, 'depth')).toEqual([180, 80, 20])
    expect(array(frame, 'rate')).toEqual([Math.fround(0.2), 0.5, 0])
    expect(array(frame, 'isi_violations')).toEqual([0, 25, Number.NaN])
    expect(array(frame, 'amplitude')).toEqual([Number.NaN, 110, Number.NaN])
  })

  test('the raster orders rows by depth and keeps the spikes of the window', async () => {
    const frame = await load(rasterPlot, {}, { t0: 0.9, t1: 4 } as never)
    expect(frame.meta).toMatchObject({ mode: 'ticks', rows: 3, note: '4 spikes' })
    expect(array(frame, 'unit')).toEqual([11, 7, 2])
    expect(array(frame, 'row')).toEqual([1, 1, 1, 1])
    expect(array(frame, 'time')).toEqual([1, 1.001, 2, 3])
  })

  test('the raster of many spikes is a density that says so', async () => {
    const many = Array.from({ length: 60_000 }, (_, index) => index / 6_000)
    const ground = plotGround({ ...rows, 'ephys.CuratedClustering.Unit': [unitRow(1, 4, 'good', many)] })
    const frame = await load(rasterPlot, {}, { widthPx: 100 } as never, ground)
    expect(frame.meta).toMatchObject({ mode: 'density', note: 'density of 60,000 spikes' })
    expect(frame.arrays[0]).toMatchObject({ name: 'density', shape: [1, 100] })
    expect(new Set(array(frame, 'density'))).toEqual(new Set([600]))
  })

  test('the firing rate integrates to the number of spikes', async () => {
    const frame = await load(firingRatePlot, { unit: 7 }, { bins: 20 } as never)
    expect(array(frame, 'rate').reduce((sum, rate) => sum + rate * 0.5, 0)).toBeCloseTo(5)
  })

  test('the autocorrelogram is symmetric and in pairs per spike and second', async () => {
    const frame = await load(autocorrelogramPlot, { unit: 7 })
    const counts = array(frame, 'count')
    expect(counts).toHaveLength(100)
    expect([counts[48], counts[51]]).toEqual([1, 1])
    expect(array(frame, 'rate')[51]).toBeCloseTo(1 / (5 * 0.001))
    expect(array(frame, 'lag')[51]).toBeCloseTo(1.5)
  })

  test('the interval histogram counts refractory violations', async () => {
    const frame = await load(isiPlot, { unit: 7 })
    expect(frame.meta).toMatchObject({ violations: 1, violationPercent: 25, intervals: 4 })
    expect(array(frame, 'count').slice(0, 3)).toEqual([0, 1, 0])
  })

  test('the drift map holds every spike that has a depth', async () => {
    const frame = await load(driftMapPlot, {}, { timeBins: 10 } as never)
    expect(frame.meta.spikes).toBe(7)
    expect(array(frame, 'rate').reduce((sum, rate) => sum + rate, 0)).toBe(7)
  })

  test('the waveform lies on the probe, nearest sites first, in ms from the trough', async () => {
    const frame = await load(waveformPlot, { unit: 7 })
    expect(frame.meta).toMatchObject({ unit: 'µV', peakElectrode: 4, peak: 0, source: 'waveforms' })
    expect(array(frame, 'electrode')).toEqual([4, 5])
    expect(array(frame, 'y')).toEqual([80, 100])
    expect(array(frame, 'time')[1]).toBe(0)
    expect(array(frame, 'waveform').slice(0, 4)).toEqual([0, -80, 30, 0])
  })

  test('a sorting without waveforms and without its folder says so', async () => {
    const { 'ephys.WaveformSet.Waveform': _, ...without } = rows
    const frame = await load(waveformPlot, { unit: 2 }, {}, plotGround(without))
    expect(frame.meta.source).toBe('none')
  })

  test('sites whose waveform has no number are left out, and the peak is found among what is known', async () => {
    const [nan, table] = [Number.NaN, 'ephys.WaveformSet.Waveform']
    const partly = [
      waveformRow(9, [nan, nan, nan, nan]),
      waveformRow(5, [0, -20, 5, 0]),
      waveformRow(4, [nan, -80, 30, 0]),
    ]
    const frame = await load(waveformPlot, { unit: 7 }, {}, plotGround({ ...rows, [table]: partly }))
    expect(frame.meta).toMatchObject({ peakElectrode: 4 })
    expect(array(frame, 'electrode')).toEqual([4, 5])
    expect(array(frame, 'time')[1]).toBe(0)
    const none = await load(waveformPlot, { unit: 7 }, {}, plotGround({ ...rows, [table]: partly.slice(0, 1) }))
    expect(none.meta.source).toBe('none')
  })

  test('another unit of the same sorting costs no further reading of spikes', async () => {
    const ground = plotGround(rows)
    await load(autocorrelogramPlot, { unit: 7 }, {}, ground)
    const before = ground.fetches.length
    await load(autocorrelogramPlot, { unit: 2 }, {}, ground)
    expect(ground.fetches.length).toBe(before)
  })

  test('a unit that is not there is an error that names the table', async () => {
    await expect(load(isiPlot, { unit: 99 })).rejects.toMatchObject({ code: 'NO_SUCH_ROW' })
    await expect(load(isiPlot)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })

  test('every plot fits the table of units', () => {
    const table = ephysPipeline.table('ephys.CuratedClustering.Unit')
    const names = table.attributes.map(({ name }) => name)
    for (const plot of ephysPlots) expect(names).toEqual(expect.arrayContaining([...plot.needs]))
  })
})
