import { join } from 'node:path'
import { fileInvalid } from '#elements/formats/fileInvalid.ts'
import { type NpyArray, readNpy } from '#elements/formats/npy.ts'
import { toNumbers } from '#elements/formats/npyNumbers.ts'
import { grouped, groupSpikes } from './groupSpikes.ts'
import { exists } from './kilosortParams.ts'
import type { Spikes } from './kilosortSpikes.ts'

/** Templates over all sorted channels, in arbitrary units. */
export type Templates = {
  readonly count: number
  readonly samples: number
  readonly channels: number
  /** As stored. Element (template · samples + sample) · channels + channel. */
  readonly whitened: Float32Array
  /** Inverse of the whitening, [from, to]; null where the folder has none. */
  readonly inverse: ArrayLike<number> | null
}

/** Mean waveforms in µV that ecephys_spike_sorting or C_Waves left: element (row · channels + channel) · samples + sample. */
export type MeanWaveforms = {
  readonly rows: number
  readonly channels: number
  readonly samples: number
  readonly data: Float32Array | Float64Array
}

/** Templates of a folder; null without templates.npy. @throws FILE_INVALID */
export const loadTemplates = async (directory: string, channelCount?: number): Promise<Templates | null> => {
  const path = join(directory, 'templates.npy')
  if (!(await exists(path))) return null
  const array = await readNpy(path, { maxBytes: 2 ** 31 })
  if (array.shape.length !== 3)
    throw fileInvalid(path, 'shape', `(${array.shape}) is not templates x samples x channels`)
  const dense = await spreadChannels(directory, array, channelCount)
  return { ...dense, inverse: await readInverse(directory, dense.channels) }
}

/** One template with the whitening undone: element sample · channels + channel. Valid until the next call with `target`. */
export const templateWaveform = (
  { samples, channels, whitened, inverse }: Templates,
  template: number,
  target = new Float32Array(samples * channels),
): Float32Array => {
  const from = template * samples * channels
  const stored = whitened.subarray(from, from + samples * channels)
  if (!inverse) target.set(stored)
  else for (let at = 0; at < stored.length; at += channels) unwhiten(stored, target, at, channels, inverse)
  return target
}

/** Channel (position among the sorted ones) with the largest peak-to-peak of each template; -1 for one that is flat. */
export const peakChannels = (templates: Templates): Int32Array => {
  const waveform = new Float32Array(templates.samples * templates.channels)
  return Int32Array.from({ length: templates.count }, (_, template) =>
    peakOf(templateWaveform(templates, template, waveform), templates.channels),
  )
}

/** The template that most spikes of each cluster came from; after merges and splits in phy there are other numbers of each. */
export const clusterTemplates = ({
  clusters,
  templates,
}: Pick<Spikes, 'clusters' | 'templates'>): Map<number, number> => {
  const groups = groupSpikes(clusters)
  const ofClusters = grouped(groups, clusters, templates)
  return new Map(Array.from(groups.ids, (id, position) => [id, mostFrequent(ofClusters[position]!)]))
}

/** The number that occurs most often, the smallest of several; they are not negative. */
export const mostFrequent = (numbers: Int32Array): number => {
  const counts = new Uint32Array(numbers.reduce((highest, number) => Math.max(highest, number), 0) + 1)
  for (const number of numbers) counts[number]!++
  return counts.indexOf(counts.reduce((highest, count) => Math.max(highest, count), 0))
}

/** Mean waveforms of a folder; null without mean_waveforms.npy. @throws FILE_INVALID */
export const loadMeanWaveforms = async (directory: string): Promise<MeanWaveforms | null> => {
  const path = join(directory, 'mean_waveforms.npy')
  if (!(await exists(path))) return null
  const { shape, data } = await readNpy(path, { maxBytes: 2 ** 31 })
  if (shape.length !== 3 || !(data instanceof Float32Array || data instanceof Float64Array))
    throw fileInvalid(path, 'shape', `(${shape}) is not units x channels x samples of real numbers`)
  return { rows: shape[0]!, channels: shape[1]!, samples: shape[2]!, data }
}

/**
 * Row of a cluster in mean_waveforms.npy: its place among the clusters with spikes, or its number where C_Waves wrote empty
 * clusters too. undefined where the file fits neither.
 */
export const meanWaveformRow = (
  waveforms: MeanWaveforms,
  clusterIds: readonly number[],
  cluster: number,
): number | undefined => {
  const place = clusterIds.indexOf(cluster)
  if (waveforms.rows === clusterIds.length) return place < 0 ? undefined : place
  return waveforms.rows > (clusterIds.at(-1) ?? 0) ? cluster : undefined
}

type Dense = Omit<Templates, 'inverse'>

/** Where a folder stores only some channels of each template, another array names them; blanks are -1. */
const spreadChannels = async (directory: string, array: NpyArray, channelCount?: number): Promise<Dense> => {
  const [count, samples, width] = array.shape as [number, number, number]
  const data = array.data instanceof Float32Array ? array.data : Float32Array.from(array.data as ArrayLike<number>)
  if (channelCount === undefined || channelCount <= width) return { count, samples, channels: width, whitened: data }
  const channelOf = await readIndex(directory, count, width, channelCount)
  const spread = new Float32Array(count * samples * channelCount)
  for (let i = 0; i < data.length; i++) {
    const template = Math.floor(i / (samples * width))
    const channel = channelOf[template * width + (i % width)]!
    if (channel >= 0 && channel < channelCount) spread[Math.floor(i / width) * channelCount + channel] = data[i]!
  }
  return { count, samples, channels: channelCount, whitened: spread }
}

/** Kilosort and phy name it in the plural, SpikeInterface in the singular. */
const indexNames = ['templates_ind.npy', 'template_ind.npy']

const readIndex = async (directory: string, count: number, width: number, channels: number): Promise<number[]> => {
  for (const name of indexNames) {
    const path = join(directory, name)
    if (!(await exists(path))) continue
    const index = await readNpy(path)
    if (index.data.length === count * width) return toNumbers(index)
    throw fileInvalid(path, 'shape', `(${index.shape}) for ${count} templates of ${width} channels`)
  }
  const problem = `templates are stored on ${width} of ${channels} channels, and templates_ind.npy is missing, which names them`
  throw fileInvalid(join(directory, 'templates.npy'), 'shape', problem)
}

const readInverse = async (directory: string, channels: number): Promise<ArrayLike<number> | null> => {
  const path = join(directory, 'whitening_mat_inv.npy')
  if (!(await exists(path))) return null
  const { shape, data } = await readNpy(path)
  return shape[0] === channels && shape[1] === channels && !Array.isArray(data) ? (data as ArrayLike<number>) : null
}

/** One sample · inverse; channels on which it is zero are skipped, which are most of them. */
const unwhiten = (
  stored: Float32Array,
  target: Float32Array,
  at: number,
  channels: number,
  inverse: ArrayLike<number>,
): void => {
  target.fill(0, at, at + channels)
  for (let from = 0; from < channels; from++) {
    const value = stored[at + from]!
    if (value === 0) continue
    const row = from * channels
    for (let to = 0; to < channels; to++) target[at + to]! += value * inverse[row + to]!
  }
}

const peakOf = (waveform: Float32Array, channels: number): number => {
  let [best, largest] = [-1, 0]
  for (let channel = 0; channel < channels; channel++) {
    const span = peakToPeak(waveform, channel, channels)
    if (span > largest) [best, largest] = [channel, span]
  }
  return best
}

const peakToPeak = (waveform: Float32Array, from: number, step: number): number => {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let at = from; at < waveform.length; at += step) {
    const value = waveform[at]!
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return high - low
}
