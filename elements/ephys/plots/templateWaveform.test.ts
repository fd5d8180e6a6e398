import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FetchedRow } from '#elements/contract.ts'
import { encodeNpy } from '#elements/formats/encodeNpy.ts'
import { readIds } from '#elements/formats/npyVector.ts'
import { writeJourneyFolder } from '../demo/writeJourneyFolder.ts'
import { readUnits } from '../make/readUnits.ts'
import { plotGround, sortingOfTest } from './testing/plotGround.ts'
import { waveformPlot } from './waveform.ts'

let root: string
let folder: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'labbook-templates-'))
  await writeJourneyFolder(root, { rawSpikes: 0, sorter: 'kilosort2_5', duration: 20 })
  folder = join(root, 'journey_g0', 'journey_g0_imec0', 'kilosort2_5')
})
afterAll(() => rm(root, { recursive: true }))

const rows = (): Record<string, readonly FetchedRow[]> => ({
  'ephys.ClusteringTask': [{ ...sortingOfTest, clustering_output_dir: 'sorting' }],
  'ephys.EphysRecording': [{ ...sortingOfTest, sampling_rate: 30_000 }],
  'ephys.EphysRecording.Channel': Array.from({ length: 48 }, (_, channel) => ({
    ...sortingOfTest,
    channel_idx: channel,
    electrode: 100 + channel,
  })),
  'ephys.CuratedClustering.Unit': [{ ...sortingOfTest, unit: 4, electrode: 100 }],
})

test('a unit without stored waveforms shows the template of the sorter, and says that its unit is arbitrary', async () => {
  const { context, table } = plotGround(rows(), { sorting: folder })
  const frame = await waveformPlot.load(table, { ...sortingOfTest, unit: 4 }, { maxSites: 32 }, context)
  const [unit] = (await readUnits(folder, { samplingRate: 30_000, progress: () => {}, warn: () => {} })).slice(4)
  expect(frame.meta).toMatchObject({ source: 'template', unit: 'a.u.', peakElectrode: 100 + unit!.peakChannel })
  expect(frame.arrays.find(({ name }) => name === 'waveform')).toMatchObject({ unit: 'a.u.', shape: [32, 82] })
})

test('the template keeps its shape: the trough comes before the smaller peak', async () => {
  const { context, table } = plotGround(rows(), { sorting: folder })
  const frame = await waveformPlot.load(table, { ...sortingOfTest, unit: 4 }, { maxSites: 1 }, context)
  const values = Array.from(frame.arrays.find(({ name }) => name === 'waveform')!.data)
  const trough = values.indexOf(Math.min(...values))
  const peak = values.indexOf(Math.max(...values))
  expect(trough).toBe(27)
  expect(peak).toBeGreaterThan(trough)
  expect(values[peak]).toBeLessThan(-values[trough]!)
})

test('a folder that is curated again is read again', async () => {
  const unit = { ...sortingOfTest, electrode: 100 }
  const tables = {
    ...rows(),
    'ephys.CuratedClustering.Unit': [
      { ...unit, unit: 4 },
      { ...unit, unit: 90 },
    ],
  }
  const { context, table } = plotGround(tables, { sorting: folder })
  const sourceOf = async (number: number) =>
    (await waveformPlot.load(table, { ...sortingOfTest, unit: number }, { maxSites: 1 }, context)).meta.source
  expect([await sourceOf(4), await sourceOf(90)]).toEqual(['template', 'none'])
  const path = join(folder, 'spike_clusters.npy')
  const data = (await readIds(path)).map((cluster) => (cluster === 4 ? 90 : cluster))
  await writeFile(path, encodeNpy({ data, shape: [data.length] }))
  await utimes(path, new Date(), new Date(Date.now() + 5000))
  expect([await sourceOf(4), await sourceOf(90)]).toEqual(['none', 'template'])
})
