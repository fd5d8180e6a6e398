import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NdArray } from '#core/blob/value.ts'
import type { FetchedRow } from '#elements/contract.ts'
import { folderWith, sortingFiles } from '#elements/formats/testing/folders.ts'
import { findLayout, layoutSites } from '#elements/probe/index.ts'
import { absoluteX, neuropixels1 } from '../demo/demoProbe.ts'
import { attenuation, simulateUnits } from '../demo/simulateUnits.ts'
import { writeJourneyFolder } from '../demo/writeJourneyFolder.ts'
import { makeClustering } from './clustering.ts'
import { makeCuratedClustering } from './curatedClustering.ts'
import { makeEphysRecording } from './ephysRecording.ts'
import { runOn, type Tables } from './testing/makeGround.ts'
import { makeWaveformSet } from './waveformSet.ts'

const session = { subject: 'NL021', session_datetime: '2025-06-17T11:30:00' }
const insertion = { ...session, insertion_number: 0 }
const clustering = { ...insertion, paramset_idx: 0 }
const serial = '18005123451'
const probeType = 'PRB_1_4_0480_1'

/** Rows that a person and the ingest leave before anything is populated. */
const registered = (directory: string, outputDir = '', mode = 'load'): Tables => ({
  'session.SessionDirectory': [{ ...session, session_dir: directory }],
  'ephys.ProbeInsertion': [{ ...insertion, probe: serial }],
  'probe.Probe': [{ probe: serial, probe_type: probeType }],
  'probe.ProbeType.Electrode': layoutSites(findLayout(probeType)!).map((site) => ({ probe_type: probeType, ...site })),
  'ephys.ClusteringParamSet': [{ paramset_idx: 0, clustering_method: 'kilosort4' }],
  'ephys.ClusteringTask': [{ ...clustering, clustering_output_dir: outputDir, task_mode: mode }],
})

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'labbook-makes-'))
  await writeJourneyFolder(join(root, 'day1'))
  await writeJourneyFolder(join(root, 'means'), { rawSpikes: 0, sorter: 'kilosort2_5', meanWaveforms: true })
  await writeJourneyFolder(join(root, 'neither'), { rawSpikes: 0, sorter: 'kilosort2_5' })
  await writeJourneyFolder(join(root, 'broken'), { missing: 'templates.npy' })
  for (const sorter of ['kilosort4', 'kilosort2_5'] as const)
    await writeJourneyFolder(join(root, 'two'), { rawSpikes: 0, duration: 5, sorter })
})
afterAll(() => rm(root, { recursive: true }))

const populate = async (directory: string): Promise<{ tables: Tables; warnings: string[] }> => {
  const tables = registered(directory)
  const warnings = [
    ...(await runOn(makeEphysRecording, insertion, tables, root)),
    ...(await runOn(makeClustering, clustering, tables, root)),
    ...(await runOn(makeCuratedClustering, clustering, tables, root)),
    ...(await runOn(makeWaveformSet, clustering, tables, root)),
  ]
  return { tables, warnings }
}

const numbers = (value: FetchedRow[string] | undefined): number[] => Array.from((value as NdArray).data as Float32Array)

describe('from a recording to waveforms', () => {
  let tables: Tables
  beforeAll(async () => {
    tables = (await populate('day1')).tables
  })

  test('the recording has its rate, length, start, files and channels', () => {
    expect(tables['ephys.EphysRecording']).toMatchObject([
      {
        ...insertion,
        acq_software: 'SpikeGLX',
        sampling_rate: 30_000,
        recording_datetime: '2025-06-17T11:30:00',
        recording_duration: 30,
      },
    ])
    expect(tables['ephys.EphysRecording.Channel']).toHaveLength(48)
    expect(tables['ephys.EphysRecording.Channel']![2]).toMatchObject({
      channel_idx: 2,
      electrode: 102,
      channel_name: 'AP102',
    })
    const files = tables['ephys.EphysRecording.EphysFile']!.map(({ file_path }) => file_path)
    expect(files).toContain('day1/journey_g0/journey_g0_imec0/journey_g0_t0.imec0.ap.meta')
  })

  test('the electrode configuration is named by its range and inserted with its sites', () => {
    expect(tables['probe.ElectrodeConfig']).toMatchObject([{ probe_type: probeType, electrode_config_name: '100-147' }])
    expect(tables['probe.ElectrodeConfig.Electrode']).toHaveLength(48)
  })

  test('a task without a folder finds the one sorting beside the recording', () => {
    const directory = 'day1/journey_g0/journey_g0_imec0/kilosort4'
    expect(tables['ephys.ClusteringTask']![0]!.clustering_output_dir).toBe(directory)
    expect(tables['ephys.Clustering']).toMatchObject([
      { clustering_time: '2025-06-18T01:12:00', package_version: '4.0.30' },
    ])
  })

  test('units have ascending times in seconds, a site and a depth for every spike, and the label of the sorter', () => {
    const units = tables['ephys.CuratedClustering.Unit']!
    expect(units.map(({ unit }) => unit)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    for (const unit of units) {
      const times = numbers(unit.spike_times)
      expect(times).toHaveLength(Number(unit.spike_count))
      expect(times).toEqual([...times].sort((a, b) => a - b))
      expect(times.at(-1)).toBeLessThan(30)
      expect(new Set(numbers(unit.spike_sites))).toEqual(new Set([unit.electrode]))
      expect(numbers(unit.spike_depths)).toHaveLength(times.length)
      expect(numbers(unit.spike_depths)[0]).toBeGreaterThan(960)
    }
    expect(units[3]!.cluster_quality_label).toBe('mua')
  })

  test('mean waveforms have the amplitude in µV that was simulated, the peak site first and with single spikes', () => {
    const probe = neuropixels1(serial)
    const channels = probe.sites.slice(100, 148)
    const simulated = simulateUnits('journey/imec0', 8, probe, channels)
    const rows = tables['ephys.WaveformSet.Waveform']!
    expect(rows).toHaveLength(8 * 32)
    for (const unit of tables['ephys.CuratedClustering.Unit']!) {
      const [first, second] = rows.filter((row) => row.unit === unit.unit)
      expect(first!.electrode).toBe(unit.electrode)
      expect((first!.waveforms as NdArray).shape[1]).toBe(82)
      expect(second!.waveforms).toBeNull()
      const mean = numbers(first!.waveform_mean)
      const source = simulated[Number(unit.unit)]!
      const site = channels.find(({ electrode }) => electrode === unit.electrode)!
      const expected = source.amplitude * attenuation(source, absoluteX(probe, site), site.y)
      expect(Math.min(...mean)).toBeGreaterThan(-1.2 * expected - 4)
      expect(Math.min(...mean)).toBeLessThan(-0.8 * expected + 4)
      expect(Math.abs(mean.indexOf(Math.min(...mean)) - 30)).toBeLessThanOrEqual(1)
    }
  })

  test('the peak waveform is that of the peak site', () => {
    const [peak] = tables['ephys.WaveformSet.PeakWaveform']!
    const [first] = tables['ephys.WaveformSet.Waveform']!
    expect(numbers(peak!.peak_electrode_waveform)).toEqual(numbers(first!.waveform_mean))
  })
})

describe('without raw data', () => {
  test('mean_waveforms.npy gives the means, without single spikes', async () => {
    const { tables } = await populate('means')
    const rows = tables['ephys.WaveformSet.Waveform']!
    expect(rows).toHaveLength(8 * 32)
    expect(rows.every(({ waveforms }) => waveforms === null)).toBe(true)
    expect(Math.min(...numbers(rows[0]!.waveform_mean))).toBeLessThan(-30)
  })

  test('with neither the set is empty and says why', async () => {
    const { tables, warnings } = await populate('neither')
    expect(tables['ephys.WaveformSet']).toHaveLength(1)
    expect(tables['ephys.WaveformSet.Waveform']).toBeUndefined()
    expect(warnings.join()).toContain('neither raw data nor mean_waveforms.npy')
  })
})

describe('what cannot be loaded', () => {
  test('a sorting that lacks its templates is refused before its units are', async () => {
    const tables = registered('broken')
    await runOn(makeEphysRecording, insertion, tables, root)
    await expect(runOn(makeClustering, clustering, tables, root)).rejects.toMatchObject({
      code: 'FILE_INVALID',
      message: expect.stringContaining('templates.npy: file: is missing'),
    })
  })

  test('a task without a folder, beside two sortings, names both', async () => {
    const tables = registered('two')
    await runOn(makeEphysRecording, insertion, tables, root)
    await expect(runOn(makeClustering, clustering, tables, root)).rejects.toMatchObject({
      code: 'FILE_INVALID',
      message: expect.stringMatching(/there are 2 sortings: .*kilosort2_5, .*kilosort4/),
    })
  })

  test('a task that is to be triggered says that sorters are run elsewhere', async () => {
    const tables = registered('day1', 'day1/journey_g0/journey_g0_imec0/kilosort4', 'trigger')
    await expect(runOn(makeClustering, clustering, tables, root)).rejects.toMatchObject({ code: 'NOT_AVAILABLE' })
  })

  test('a probe without a recording in the folder is named', async () => {
    const tables = registered('day1')
    tables['ephys.ProbeInsertion'] = [{ ...insertion, probe: '999' }]
    tables['probe.Probe'] = [{ probe: '999', probe_type: probeType }]
    await expect(runOn(makeEphysRecording, insertion, tables, root)).rejects.toMatchObject({
      code: 'FILE_MISSING',
      message: expect.stringContaining('probe 999'),
    })
  })

  test('a folder that does not exist is named', async () => {
    const tables = registered('day1', 'day1/nowhere')
    await expect(runOn(makeClustering, clustering, tables, root)).rejects.toMatchObject({ code: 'FILE_MISSING' })
  })
})

test('spikes after the end of the recording are reported', async () => {
  const warnings: string[] = []
  const folder = {
    directory: 'M1/ks',
    absolute: await folderWith(sortingFiles()),
    samplingRate: 30_000,
    duration: 1,
    channels: [0, 1, 2, 3].map((channel) => ({ channel, electrode: channel })),
    electrodeConfig: { electrode_config_hash: 'x', probe_type: 'y' },
  }
  await makeCuratedClustering.compute(folder, { progress: () => {}, warn: (message) => void warnings.push(message) })
  expect(warnings).toEqual(['M1/ks has spikes up to 2.000 s, but the recording is 1.000 s long.'])
})

describe('files that do not tell when the recording began', () => {
  const numbered = { subject: 'NL021', session_id: 3 }
  const key = { ...numbered, insertion_number: 0 }
  const tablesWith = (session_datetime: string | null): Tables => ({
    ...registered('undated'),
    'session.SessionDirectory': [{ ...numbered, session_dir: 'undated' }],
    'session.Session': [{ ...numbered, session_datetime }],
  })
  beforeAll(async () => {
    await writeJourneyFolder(join(root, 'undated'), { rawSpikes: 0, duration: 5 })
    const meta = join(root, 'undated', 'journey_g0', 'journey_g0_imec0', 'journey_g0_t0.imec0.ap.meta')
    await writeFile(meta, (await readFile(meta, 'utf8')).replace(/^fileCreateTime.*\n/m, ''))
  })

  test('take the start of their session, also where that is beside a number', async () => {
    const tables = tablesWith('2025-06-17T11:30:00')
    const warnings = await runOn(makeEphysRecording, key, tables, root)
    expect(tables['ephys.EphysRecording']).toMatchObject([{ ...key, recording_datetime: '2025-06-17T11:30:00' }])
    expect(warnings.join()).toContain('the start of the session is taken')
  })

  test('are refused where the session does not tell it either', async () => {
    await expect(runOn(makeEphysRecording, key, tablesWith(null), root)).rejects.toThrow(
      'is told neither by the files nor by the session',
    )
  })
})
