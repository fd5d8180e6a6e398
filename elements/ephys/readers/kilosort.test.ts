import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { below, type FileContent, folderWith, sortingFiles } from '#elements/formats/testing/folders.ts'
import { haveSamples, samples } from '#elements/formats/testing/samples.ts'
import { isSortingFolder, readKilosort } from './kilosort.ts'
import { loadDepths } from './kilosortDepths.ts'
import { deriveParamSet, paramSetOfFolder } from './kilosortParamSet.ts'
import { loadSpikes } from './kilosortSpikes.ts'
import {
  clusterTemplates,
  loadMeanWaveforms,
  loadTemplates,
  meanWaveformRow,
  peakChannels,
  templateWaveform,
} from './kilosortTemplates.ts'

const sortingWith = (changes: Readonly<Record<string, FileContent | null>> = {}) => folderWith(sortingFiles(changes))
const counts = (values: Int32Array) => {
  const map = new Map<number, number>()
  for (const value of values) map.set(value, (map.get(value) ?? 0) + 1)
  return [...map].sort(([a], [b]) => a - b).map(([, count]) => count)
}

describe('readKilosort', () => {
  it('indexes a folder: rate, clusters, labels, channels, raw file', async () => {
    const sorting = await readKilosort(await sortingWith({ 'run_t0.imec0.ap.bin': new Uint8Array(10) }))
    expect(sorting).toMatchObject({
      samplingRate: 30_000,
      spikeCount: 6,
      clusterIds: [0, 1],
      templateCount: 2,
      channelMap: [0, 1, 2, 3],
      method: 'kilosort3',
      curated: false,
      rawPath: expect.stringMatching(/run_t0\.imec0\.ap\.bin$/),
      problems: [],
    })
    expect(sorting.channelPositions?.[3]).toEqual([0, 60])
    expect([...sorting.labels]).toEqual([
      [0, 'good'],
      [1, 'mua'],
    ])
  })

  it('works without params.py, labels and positions, and says what is missing', async () => {
    const folder = await sortingWith({
      'params.py': null,
      'cluster_KSLabel.tsv': null,
      'channel_positions.npy': null,
      'channel_map.npy': null,
    })
    const sorting = await readKilosort(folder)
    expect(sorting).toMatchObject({ samplingRate: null, channelPositions: null, spikeCount: 6, method: 'kilosort' })
    expect(sorting.problems.map(({ message }) => message).join(' ')).toMatch(
      /params\.py.*labels.*channel_positions.*channel_map/,
    )
  })

  it.each([
    ['kilosort4', { 'kept_spikes.npy': 'x' }, ''],
    ['kilosort4', { 'kilosort4.log': 'INFO: Kilosort version 4.0.20\n' }, '4.0.20'],
    ['kilosort2.5', { 'params.py': "dat_path = '/data/kilosort2_5/temp_wh.dat'" }, ''],
    ['kilosort2', { 'params.py': "dat_path = '/data/Kilosort2/temp_wh.dat'" }, ''],
    ['kilosort', { 'params.py': "dat_path = '/data/run.bin'" }, ''],
  ])('takes a folder for %s by %j', async (method, changes, version) => {
    expect(await readKilosort(await sortingWith(changes))).toMatchObject({ method, version })
  })

  it.each([
    [
      'a verdict of a person over that of the sorter',
      { 'cluster_group.tsv': 'cluster_id\tgroup\n1\tNoise\n' },
      ['good', 'noise'],
      true,
    ],
    [
      'the sorter, when phy has not saved yet',
      { 'cluster_group.tsv': 'cluster_id\tKSLabel\n0\tmua\n1\tmua\n' },
      ['good', 'mua'],
      false,
    ],
    [
      'numbers of phy 1',
      { 'cluster_KSLabel.tsv': null, 'cluster_groups.csv': 'cluster_id\tgroup\n0\t2\n1\t3\n' },
      ['good', 'unsorted'],
      true,
    ],
    [
      'cluster_info alone',
      { 'cluster_KSLabel.tsv': null, 'cluster_info.tsv': 'id\tamp\tgroup\n0\t1.5\tok\n1\t2\t\n' },
      ['ok', undefined],
      true,
    ],
  ])('takes %s', async (_, changes, labels, curated) => {
    const sorting = await readKilosort(await sortingWith(changes))
    expect([sorting.labels.get(0), sorting.labels.get(1)]).toEqual(labels)
    expect(sorting.curated).toBe(curated)
  })

  it('reads what SpikeInterface noted beside its folder, infinities included', async () => {
    const root = await folderWith({
      ...below('out/sorter_output', sortingFiles({ 'params.py': 'sample_rate = 30000.' })),
      'out/spikeinterface_log.json': '{"sorter_name": "kilosort2_5", "sorter_version": "v2.5.1"}',
      'out/spikeinterface_params.json':
        '{"sorter_name": "kilosort2_5", "sorter_params": {"artifact": Infinity, "note": "not NaN", "minFR": 0.1}}',
    })
    const sorting = await readKilosort(join(root, 'out/sorter_output'))
    expect(sorting).toMatchObject({ method: 'kilosort2.5', version: '2.5.1' })
    expect((await deriveParamSet(sorting)).params.entries).toEqual([
      ['artifact', Number.POSITIVE_INFINITY],
      ['minFR', 0.1],
      ['note', 'not NaN'],
      ['sample_rate', 30_000],
    ])
  })

  it('reads labels in quotes, with blanks, marks and columns of other tools', async () => {
    const group = '\uFEFF"cluster_id"\t"group"\r\n"0"\t"my ""own"" label"\r\n1.0\tMUA\r\n'
    const files = { 'cluster_group.tsv': group, 'cluster_mine.tsv': 'cluster_id\tmine\n0\tx\n' }
    const { labels } = await readKilosort(await sortingWith(files))
    expect([...labels]).toEqual([
      [0, 'my "own" label'],
      [1, 'mua'],
    ])
  })

  it('reads the moment of the last edit from phy.log', async () => {
    const log = [
      '2024-03-05 10:11:12,123 [I] Merge clusters 3, 4 to 9.',
      '2024-03-06 09:00:01,000 [I] Change metadata_group for clusters 9 to good.',
      '2024-03-07 08:00:00,000 [I] Bye.',
    ].join('\n')
    expect(await readKilosort(await sortingWith({ 'phy.log': log }))).toMatchObject({
      curated: true,
      modifiedAt: '2024-03-06T09:00:01',
    })
  })

  it('counts the clusters that have spikes, not the templates', async () => {
    const merged = { data: Int32Array.from([7, 1, 7, 7, 1, 7]), shape: [6] }
    const folder = await sortingWith({ 'spike_clusters.npy': merged })
    expect((await readKilosort(folder)).clusterIds).toEqual([1, 7])
    expect([...clusterTemplates(await loadSpikes(folder))]).toEqual([
      [1, 1],
      [7, 0],
    ])
  })

  it('accepts a sorting without spikes', async () => {
    const none = { data: new Int32Array(0), shape: [0] }
    const folder = await sortingWith({
      'spike_times.npy': none,
      'spike_clusters.npy': none,
      'spike_templates.npy': none,
    })
    expect(await readKilosort(folder)).toMatchObject({ spikeCount: 0, clusterIds: [] })
    expect((await loadSpikes(folder)).times).toHaveLength(0)
  })

  it.each([
    ['spike_times.npy', { 'spike_times.npy': null }, /missing/],
    ['spike_clusters.npy', { 'spike_clusters.npy': { data: Int32Array.from([0]), shape: [1] } }, /1 spikes.*has 6/],
    ['channel_map.npy', { 'channel_map.npy': { data: Int32Array.from([0]), shape: [1] } }, /1 channels.*has 4/],
    [
      'channel_positions.npy',
      { 'channel_positions.npy': { data: Float64Array.from([0, Number.NaN, 0, 20, 0, 40, 0, 60]), shape: [4, 2] } },
      /not a number/,
    ],
    ['templates.npy', { 'templates.npy': Buffer.from('\x93NUMPY') }, /bytes/],
    ['templates.npy', { 'templates.npy': { data: new Float32Array(8), shape: [2, 4] } }, /not templates x samples/],
    ['channel_map.npy', { 'channel_map.npy': { data: Int32Array.from([0, -1, 2, 3]), shape: [4] } }, /row 1: -1/],
    [
      'spike_clusters.npy',
      { 'spike_clusters.npy': { data: BigInt64Array.from([0n, 1n, 0n, 2n ** 40n, 1n, 0n]), shape: [6] } },
      /row 3: 1099511627776/,
    ],
  ])('names %s when it is unusable', async (file, changes, message) => {
    const reading = readKilosort(await sortingWith(changes))
    await expect(reading).rejects.toMatchObject({ code: 'FILE_INVALID', message: expect.stringContaining(file) })
    await expect(reading).rejects.toThrow(message)
  })

  it('knows a sorting folder by its files', () => {
    expect(isSortingFolder(['spike_times.npy', 'spike_clusters.npy'])).toBe(true)
    expect(isSortingFolder(['params.py', 'templates.npy'])).toBe(true)
    expect(isSortingFolder(['params.py'])).toBe(false)
    expect(isSortingFolder(['spike_times.npy'])).toBe(false)
  })
})

describe('loadSpikes', () => {
  it('gives times in samples, clusters and templates', async () => {
    const spikes = await loadSpikes(await sortingWith())
    expect([...spikes.times]).toEqual([10, 300, 900, 30_000, 45_000, 60_000])
    expect([...spikes.clusters]).toEqual([0, 1, 0, 0, 1, 0])
    expect(spikes).toMatchObject({ seconds: null, rows: null, problems: [] })
  })

  it('sorts spikes that are out of order, and everything beside them', async () => {
    const times = { data: BigInt64Array.from([900n, 10n, 300n, 30_000n, 45_000n, 60_000n]), shape: [6] }
    const spikes = await loadSpikes(await sortingWith({ 'spike_times.npy': times }))
    expect([...spikes.times]).toEqual([10, 300, 900, 30_000, 45_000, 60_000])
    expect([...spikes.clusters]).toEqual([1, 0, 0, 0, 1, 0])
    expect([...spikes.rows!]).toEqual([1, 2, 0, 3, 4, 5])
    expect(spikes.problems[0]?.message).toMatch(/order of time/)
  })

  it('prefers times in seconds that a tool has corrected', async () => {
    const seconds = { data: Float64Array.from([0, 1, 2, 3, 4, 5]), shape: [6] }
    expect([...(await loadSpikes(await sortingWith({ 'spike_times_sec_adj.npy': seconds }))).seconds!]).toEqual([
      0, 1, 2, 3, 4, 5,
    ])
  })

  it.each([
    ['spike_times.npy', { data: BigInt64Array.from([10n, -3n, 9n, 10n, 11n, 12n]), shape: [6] }, /row 1: -3/],
    ['spike_times.npy', { data: Float64Array.from([1, 2, Number.NaN, 4, 5, 6]), shape: [6] }, /row 2: NaN/],
    [
      'spike_times.npy',
      { data: BigUint64Array.from([1n, 2n, 3n, 4n, 5n, 2n ** 60n]), shape: [6] },
      /row 5: 1152921504606846976/,
    ],
    [
      'spike_templates.npy',
      { data: Int32Array.from([0, 1, 0, 0, 2, 0]), shape: [6] },
      /row 4: 2 is not one of 2 templates/,
    ],
    ['spike_clusters.npy', { data: Int32Array.from([0, 1, 0, -1, 1, 0]), shape: [6] }, /row 3: -1/],
  ])('names row and value of %s that cannot be', async (file, content, message) => {
    const loading = loadSpikes(await sortingWith({ [file]: content }))
    await expect(loading).rejects.toMatchObject({ code: 'FILE_INVALID', message: expect.stringContaining(file) })
    await expect(loading).rejects.toThrow(message)
  })
})

describe('loadDepths', () => {
  const positions = [
    [0, 0],
    [0, 20],
    [0, 40],
    [0, 60],
  ] as const

  it('weighs the depths of the channels by the squared first component', async () => {
    const features = new Float32Array(6 * 2 * 2)
    for (let spike = 0; spike < 6; spike++) features.set([3, -1, 50, 50], spike * 4)
    features.set([1, 1, 0, 0], 4)
    const folder = await sortingWith({
      'pc_features.npy': { data: features, shape: [6, 2, 2] },
      'pc_feature_ind.npy': { data: Uint32Array.from([2, 1, 3, 2]), shape: [2, 2] },
    })
    const depths = await loadDepths(folder, await loadSpikes(folder), positions)
    expect([...depths!]).toEqual([40, 50, 40, 40, 60, 40])
  })

  it('gives the same in either order of the file', async () => {
    const [rows, components, width] = [6, 3, 2]
    const value = (row: number, component: number, channel: number) => row + 10 * channel + 100 * component
    const filled = (place: (row: number, component: number, channel: number) => number) => {
      const data = new Float32Array(rows * components * width)
      for (let row = 0; row < rows; row++)
        for (let component = 0; component < components; component++)
          for (let channel = 0; channel < width; channel++)
            data[place(row, component, channel)] = value(row, component, channel)
      return data
    }
    const depthsOf = async (data: Float32Array, fortran: boolean) => {
      const folder = await sortingWith({
        'pc_features.npy': { data, shape: [rows, components, width], fortran },
        'pc_feature_ind.npy': { data: Uint32Array.from([2, 1, 3, 2]), shape: [2, 2] },
      })
      return [...(await loadDepths(folder, await loadSpikes(folder), positions))!]
    }
    const byRow = filled((row, component, channel) => (row * components + component) * width + channel)
    const byChannel = filled((row, component, channel) => (channel * components + component) * rows + row)
    expect(await depthsOf(byChannel, true)).toEqual(await depthsOf(byRow, false))
  })

  it('takes positions that Kilosort 4 wrote', async () => {
    const folder = await sortingWith({
      'spike_positions.npy': { data: Float32Array.from([1, 10, 1, 11, 1, 12, 1, 13, 1, 14, 1, 15]), shape: [6, 2] },
    })
    expect([...(await loadDepths(folder, await loadSpikes(folder), positions))!]).toEqual([10, 11, 12, 13, 14, 15])
  })

  it('is null where nothing tells the depth', async () => {
    const folder = await sortingWith()
    expect(await loadDepths(folder, await loadSpikes(folder), positions)).toBeNull()
  })
})

describe('loadTemplates', () => {
  it('finds the channel with the largest peak-to-peak', async () => {
    const templates = await loadTemplates(await sortingWith())
    expect(templates).toMatchObject({ count: 2, samples: 3, channels: 4, inverse: null })
    expect([...peakChannels(templates!)]).toEqual([2, 3])
  })

  it('undoes the whitening first', async () => {
    const swap = Float64Array.from([0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0])
    const templates = await loadTemplates(await sortingWith({ 'whitening_mat_inv.npy': { data: swap, shape: [4, 4] } }))
    expect(templates!.inverse).not.toBeNull()
    expect([...peakChannels(templates!)]).toEqual([0, 2])
  })

  it('spreads templates that are stored on a few channels only', async () => {
    const folder = await sortingWith({
      'templates.npy': { data: Float32Array.from([0, 0, 1, 5]), shape: [1, 2, 2] },
      'templates_ind.npy': { data: Float64Array.from([1, 3]), shape: [1, 2] },
      'spike_templates.npy': null,
    })
    const templates = await loadTemplates(folder, 4)
    expect([...templateWaveform(templates!, 0)]).toEqual([0, 0, 0, 0, 0, 1, 0, 5])
    expect([...peakChannels(templates!)]).toEqual([3])
  })

  it('spreads those of SpikeInterface, whose index is named in the singular and filled with -1', async () => {
    const sparse = { 'templates.npy': { data: Float32Array.from([0, 0, 1, 5, 3, 0, 0, 0]), shape: [2, 2, 2] } }
    const index = { data: BigInt64Array.from([1n, 3n, 2n, -1n]), shape: [2, 2] }
    const templates = await loadTemplates(await sortingWith({ ...sparse, 'template_ind.npy': index }), 4)
    expect([...peakChannels(templates!)]).toEqual([3, 2])
    await expect(loadTemplates(await sortingWith(sparse), 4)).rejects.toThrow('on 2 of 4 channels')
  })

  it('marks templates that are flat or not numbers', async () => {
    const data = Float32Array.from([0, 0, Number.NaN, Number.NaN, 1, 2])
    const folder = await sortingWith({ 'templates.npy': { data, shape: [3, 2, 1] } })
    expect([...peakChannels((await loadTemplates(folder))!)]).toEqual([-1, -1, 0])
  })

  it('matches mean waveforms with clusters by place, or by number where empty clusters were written', async () => {
    const of = async (rows: number) =>
      (await loadMeanWaveforms(
        await sortingWith({ 'mean_waveforms.npy': { data: new Float64Array(rows * 6), shape: [rows, 2, 3] } }),
      ))!
    expect(meanWaveformRow(await of(2), [3, 7], 7)).toBe(1)
    expect(meanWaveformRow(await of(8), [3, 7], 7)).toBe(7)
    expect(meanWaveformRow(await of(5), [3, 7], 7)).toBeUndefined()
  })
})

describe('deriveParamSet', () => {
  it('leaves out the paths, so that equal settings share one set', async () => {
    const [one, two] = await Promise.all([
      sortingWith({ 'params.py': "dat_path = '/a/kilosort3/1.bin'\nsample_rate = 30000." }),
      sortingWith({ 'params.py': "sample_rate = 30000.\ndat_path = '/b/kilosort3/2.bin'" }),
    ])
    const [a, b] = [await deriveParamSet(await readKilosort(one)), await deriveParamSet(await readKilosort(two))]
    expect(a).toEqual(b)
    expect(a).toMatchObject({ method: 'kilosort3', params: { kind: 'dict', entries: [['sample_rate', 30_000]] } })
    expect(paramSetOfFolder(a, 'again').hash).not.toBe(a.hash)
  })

  it('adds the parameters that SpikeInterface noted', async () => {
    const json = JSON.stringify({
      sorter_name: 'kilosort4',
      sorter_params: { Th_universal: 9, do_CAR: true, drift: [1.5] },
    })
    const set = await deriveParamSet(
      await readKilosort(await sortingWith({ 'params.py': null, 'spikeinterface_params.json': json })),
    )
    expect(set.params.entries).toEqual([
      ['Th_universal', 9n],
      ['do_CAR', true],
      ['drift', [1.5]],
    ])
  })
})

describe.skipIf(!haveSamples)('real Kilosort folders', () => {
  const phy = join(samples, 'kilosort/ks2.5_phy_example_0')
  const bombcell = join(samples, 'kilosort/bombcell_toy_data')

  it('reads the result of Kilosort 2.5', async () => {
    const sorting = await readKilosort(phy)
    const spikes = await loadSpikes(phy)
    expect(sorting).toMatchObject({
      method: 'kilosort2.5',
      samplingRate: 32_000,
      spikeCount: 788,
      templateCount: 13,
      curated: false,
    })
    expect(sorting.channelMap).toHaveLength(32)
    expect(sorting.labels.get(0)).toBe('mua')
    expect(counts(spikes.clusters)).toEqual([30, 30, 12, 53, 129, 50, 37, 48, 43, 110, 2, 193, 51])
    expect(spikes.times.at(-1)).toBe(319_953)
    expect(await loadTemplates(phy)).toMatchObject({ count: 13, samples: 82, channels: 32 })
    expect(await loadDepths(phy, spikes, sorting.channelPositions)).toHaveLength(788)
  })

  it('reads a result without params.py, labels and raw data', async () => {
    const sorting = await readKilosort(bombcell)
    expect(sorting).toMatchObject({ samplingRate: null, spikeCount: 94_565, templateCount: 15, rawPath: null })
    expect(sorting.clusterIds).toHaveLength(15)
    expect(sorting.channelMap).toHaveLength(356)
    expect(await loadTemplates(bombcell)).toMatchObject({ count: 15, samples: 82, channels: 356 })
  })
})
