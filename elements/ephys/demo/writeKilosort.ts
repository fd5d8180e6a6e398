import { mkdir, open, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { columnMajor, encodeNpy, type NpyArray, npyHeader } from '#elements/formats/encodeNpy.ts'
import { absoluteX } from './demoProbe.ts'
import { curateClusters, type DemoCuration, writeLabels } from './kilosortCuration.ts'
import { allComponents, measureSpikes, type SpikeFeatures } from './kilosortFeatures.ts'
import { type DemoTemplates, learnTemplates, meanWaveforms, similarTemplates } from './kilosortTemplates.ts'
import type { DemoRecording } from './writeSpikeGlx.ts'

export type DemoSorter = 'kilosort4' | 'kilosort2_5'

export type DemoSorting = {
  readonly sorter: DemoSorter
  /** Path of the .bin as the sorting computer saw it. */
  readonly dataPath: string
  readonly curation?: DemoCuration
  /** Adds mean_waveforms.npy of ecephys_spike_sorting. */
  readonly meanWaveforms?: boolean
  /** A file that never reached the folder. */
  readonly missing?: string
  /** ISO time of the sorter's files. */
  readonly sortedAt: string
}

/** Samples of a template, and the sample of its trough. */
const shapeOf = { kilosort4: { samples: 61, peak: 20 }, kilosort2_5: { samples: 82, peak: 27 } } as const

/** Writes the result folder of a sorter with the dtypes, shapes and orders of the real one. */
export const writeKilosort = async (folder: string, recording: DemoRecording, sorting: DemoSorting): Promise<void> => {
  await mkdir(folder, { recursive: true })
  const { samples, peak } = shapeOf[sorting.sorter]
  const templates = learnTemplates(recording, samples, peak)
  const modern = sorting.sorter === 'kilosort4'
  const features = measureSpikes(recording, templates, 10)
  const files = modern
    ? kilosort4Files(recording, templates, features, sorting)
    : kilosort25Files(recording, templates, features)
  if (sorting.meanWaveforms) files['mean_waveforms.npy'] = meanWaveforms(recording, withSpikes(recording), 82, 20)
  for (const [name, array] of Object.entries(files))
    if (name !== sorting.missing) await writeFile(join(folder, name), encodeNpy(array))
  if (!modern) await writeSparseFeatures(join(folder, 'pc_features.npy'), features)
  await writeLabels(folder, recording.units, templates.norms, templates.count, sorting.curation)
  await writeFile(join(folder, 'params.py'), paramsText(recording, sorting))
  if (modern) await writeFile(join(folder, 'kilosort4.log'), logText(recording, sorting))
  await stampTimes(join(folder, 'spike_times.npy'), sorting.sortedAt)
}

/** Every vector has one dimension, integers are signed, matrices are row-major. */
const kilosort4Files = (
  recording: DemoRecording,
  templates: DemoTemplates,
  features: SpikeFeatures,
  sorting: DemoSorting,
): Record<string, NpyArray> => {
  const { spikes, channels, seed } = recording
  const spikeCount = spikes.times.length
  const detected = Int32Array.from(spikes.units)
  const clusters = curateClusters(detected, templates.count, sorting.curation)
  const whitening = diagonal(channels.length, templates.whitening)
  return {
    'spike_times.npy': vector(BigInt64Array.from(spikes.times, BigInt)),
    'spike_clusters.npy': vector(clusters),
    'spike_templates.npy': vector(detected),
    'spike_detection_templates.npy': vector(detected),
    'amplitudes.npy': vector(features.amplitudes),
    'kept_spikes.npy': { data: new Uint8Array(spikeCount).fill(1), shape: [spikeCount], bool: true },
    'spike_positions.npy': { data: features.positions, shape: [spikeCount, 2] },
    'templates.npy': { data: templates.templates, shape: [templates.count, templates.samples, channels.length] },
    'templates_ind.npy': {
      data: BigInt64Array.from(channelIndices(templates), BigInt),
      shape: [templates.count, channels.length],
    },
    'similar_templates.npy': { data: similarTemplates(templates), shape: [templates.count, templates.count] },
    'channel_map.npy': vector(Int32Array.from(channels, (_, index) => index)),
    'channel_shanks.npy': vector(Float32Array.from(channels, (channel) => channel.shank)),
    'channel_positions.npy': { data: Float32Array.from(positions(recording)), shape: [channels.length, 2] },
    'whitening_mat.npy': { data: Float32Array.from(whitening), shape: [channels.length, channels.length] },
    'whitening_mat_dat.npy': { data: Float32Array.from(whitening), shape: [channels.length, channels.length] },
    'whitening_mat_inv.npy': {
      data: Float32Array.from(diagonal(channels.length, 1 / templates.whitening)),
      shape: [channels.length, channels.length],
    },
    'pc_features.npy': { data: allComponents(seed, features, 3), shape: [spikeCount, 3, 10] },
    'pc_feature_ind.npy': {
      data: Int32Array.from(nearestIndices(templates, 10)),
      shape: [templates.count, 10],
    },
  }
}

/** MATLAB's writer: everything has two dimensions, is column-major, and integers are unsigned. */
const kilosort25Files = (
  recording: DemoRecording,
  templates: DemoTemplates,
  features: SpikeFeatures,
): Record<string, NpyArray> => {
  const { spikes, channels } = recording
  const { count, samples } = templates
  const size = channels.length
  const clusters = Uint32Array.from(spikes.units)
  const matrix = <A extends NpyArray['data']>(data: A, rows: number, columns: number): NpyArray => ({
    data: columnMajor(data, rows, columns),
    shape: [rows, columns],
    fortran: true,
  })
  return {
    'spike_times.npy': column(BigUint64Array.from(spikes.times, BigInt)),
    'spike_clusters.npy': column(clusters),
    'spike_templates.npy': column(clusters),
    'amplitudes.npy': column(Float64Array.from(features.amplitudes)),
    'templates.npy': { data: reversedAxes(templates), shape: [count, samples, size], fortran: true },
    'templates_ind.npy': matrix(Float64Array.from(channelIndices(templates)), count, size),
    'similar_templates.npy': matrix(similarTemplates(templates), count, count),
    'channel_map.npy': { ...column(Int32Array.from(channels, (_, index) => index)), shape: [1, size] },
    'channel_positions.npy': matrix(Float64Array.from(positions(recording)), size, 2),
    'whitening_mat.npy': matrix(diagonal(size, templates.whitening), size, size),
    'whitening_mat_inv.npy': matrix(diagonal(size, 1 / templates.whitening), size, size),
    'pc_feature_ind.npy': matrix(Uint32Array.from(nearestIndices(templates, 32)), count, 32),
  }
}

/** [spike, 3, 32] column-major; only the first component of the nearest ten channels takes room on the disk. */
const writeSparseFeatures = async (path: string, { first, ranks }: SpikeFeatures): Promise<void> => {
  const count = first.length / ranks
  const header = npyHeader({ data: first, shape: [count, 3, 32], fortran: true })
  const file = await open(path, 'w')
  try {
    await file.write(header, 0, header.length, 0)
    await file.truncate(header.length + count * 3 * 32 * 4)
    for (let rank = 0; rank < ranks; rank++) {
      const values = Float32Array.from({ length: count }, (_, spike) => first[spike * ranks + rank]!)
      await file.write(new Uint8Array(values.buffer), 0, values.byteLength, header.length + 3 * rank * count * 4)
    }
  } finally {
    await file.close()
  }
}

const paramsText = ({ channels, sampleRate }: DemoRecording, { sorter, dataPath }: DemoSorting): string =>
  [
    sorter === 'kilosort4' ? `dat_path = r'${dataPath}'` : "dat_path = 'temp_wh.dat'",
    `n_channels_dat = ${sorter === 'kilosort4' ? channels.length + 1 : channels.length}`,
    "dtype = 'int16'",
    'offset = 0',
    `sample_rate = ${sampleRate}.`,
    sorter === 'kilosort4' ? 'hp_filtered = False' : 'hp_filtered = True',
    '',
  ].join('\n')

const logText = ({ spikes, channels }: DemoRecording, { sortedAt, dataPath }: DemoSorting): string => {
  const lines = [
    'Kilosort version 4.0.30',
    `Sorting ${dataPath}`,
    `N channels: ${channels.length + 1}`,
    `${spikes.times.length} spikes extracted`,
  ]
  const at = sortedAt.replace('T', ' ')
  return `${lines.map((line) => `${at},000 kilosort.run_kilosort: INFO: ${line}`).join('\n')}\n`
}

/** Files keep the time at which the sorter wrote them, read as local time. */
const stampTimes = (path: string, at: string): Promise<void> => utimes(path, new Date(at), new Date(at))

const vector = (data: NpyArray['data']): NpyArray => ({ data, shape: [data.length] })
const column = (data: NpyArray['data']): NpyArray => ({ data, shape: [data.length, 1], fortran: true })

const withSpikes = ({ spikes, units }: DemoRecording): number[] => {
  const used = new Set(spikes.units)
  return units.map((unit) => unit.template).filter((template) => used.has(template))
}

const positions = ({ channels, probe }: DemoRecording): number[] =>
  channels.flatMap((channel) => [absoluteX(probe, channel), channel.y])

const channelIndices = ({ count, channels }: DemoTemplates): number[] =>
  Array.from({ length: count * channels }, (_, index) => index % channels)

const nearestIndices = ({ nearest }: DemoTemplates, ranks: number): number[] =>
  nearest.flatMap((order) => order.slice(0, ranks))

const diagonal = (size: number, value: number): Float64Array => {
  const matrix = new Float64Array(size * size)
  for (let index = 0; index < size; index++) matrix[index * (size + 1)] = value
  return matrix
}

/** [template, sample, channel] with the template running fastest. */
const reversedAxes = ({ templates, count, samples, channels }: DemoTemplates): Float32Array => {
  const turned = new Float32Array(templates.length)
  for (let template = 0; template < count; template++)
    for (let sample = 0; sample < samples; sample++)
      for (let channel = 0; channel < channels; channel++)
        turned[(channel * samples + sample) * count + template] =
          templates[(template * samples + sample) * channels + channel]!
  return turned
}
