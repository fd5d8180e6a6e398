import { join } from 'node:path'
import type { Problem } from '#elements/contract.ts'
import { fileInvalid } from './fileInvalid.ts'
import { exists } from './kilosortParams.ts'
import { type NpyArray, readNpy, readNpyHeader, readNpyRows } from './npy.ts'
import { toNumbers } from './npyNumbers.ts'

/** All spikes of a sorting in order of time; the arrays run in parallel. */
export type Spikes = {
  /** Samples from the start of the recording. */
  readonly times: Float64Array
  /** Seconds from spike_times_sec_adj.npy or spike_times_sec.npy, which know the clock better; else null. */
  readonly seconds: Float64Array | null
  readonly clusters: Int32Array
  /** Template that found the spike; equals `clusters` where the folder has no spike_templates.npy. */
  readonly templates: Int32Array
  /** In the sorter's units; null without the file. */
  readonly amplitudes: Float64Array | null
  /** Row of each spike in the files: differs from 0, 1, 2 … when they were not in order of time. */
  readonly rows: Uint32Array
  readonly problems: readonly Problem[]
}

const maxBytes = 2 ** 32

/** Loads and checks the spikes of a folder. @throws FILE_INVALID naming file, row and value */
export const loadSpikes = async (directory: string): Promise<Spikes> => {
  const read = (name: string) => readVector(directory, name)
  const times = await read('spike_times')
  if (!times) throw fileInvalid(directory, 'spike_times.npy', 'is missing')
  const path = join(directory, 'spike_times.npy')
  const samples = checkTimes(times, path)
  const ownClusters = await readIds(directory, 'spike_clusters', samples.length)
  const ownTemplates = await readIds(directory, 'spike_templates', samples.length)
  const clusters = ownClusters ?? ownTemplates
  if (!clusters) throw fileInvalid(directory, 'spike_clusters.npy', 'is missing, and so is spike_templates.npy')
  const templates = ownTemplates ?? clusters
  await checkTemplates(directory, templates, ownTemplates !== null)
  const rows = timeOrder(samples)
  const problems: Problem[] = []
  if (rows.some((row, i) => row !== i))
    problems.push({ level: 'warning', message: `${path}: spikes were not in order of time and have been sorted.` })
  const amplitudes = await readReals(directory, 'amplitudes', samples.length, problems)
  const seconds = await readSeconds(directory, samples.length, problems)
  return {
    times: pick(samples, rows),
    seconds: seconds && pick(seconds, rows),
    clusters: pick(clusters, rows),
    templates: pick(templates, rows),
    amplitudes: amplitudes && pick(amplitudes, rows),
    rows,
    problems,
  }
}

/**
 * Depth of each spike in µm above the lowest site: from spike_positions.npy, else the centre of mass of the squared first
 * principal components over the channels' depths; null where the folder has neither.
 */
export const loadDepths = async (
  directory: string,
  spikes: Pick<Spikes, 'templates' | 'rows'>,
  channelPositions: readonly (readonly [number, number])[] | null,
): Promise<Float32Array | null> => {
  const positions = join(directory, 'spike_positions.npy')
  if (await exists(positions)) return positionDepths(positions, spikes.rows)
  const features = join(directory, 'pc_features.npy')
  const channels = join(directory, 'pc_feature_ind.npy')
  if (!channelPositions || !(await exists(features)) || !(await exists(channels))) return null
  return featureDepths(features, channels, spikes, channelPositions)
}

const readVector = async (directory: string, name: string): Promise<NpyArray | null> => {
  const path = join(directory, `${name}.npy`)
  if (!(await exists(path))) return null
  const array = await readNpy(path, { maxBytes })
  if (array.shape.filter((n) => n !== 1).length > 1 || array.dtype === 'text')
    throw fileInvalid(path, 'shape', `(${array.shape}) of ${array.dtype} is not a vector of numbers`)
  return array
}

/** Times must be whole, not negative and below 2^53. */
const checkTimes = ({ data }: NpyArray, path: string): Float64Array => {
  const samples = new Float64Array(data.length)
  for (let i = 0; i < samples.length; i++) {
    const value = Number(data[i])
    if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER))
      throw fileInvalid(path, `row ${i}`, `${data[i]} is not a time in samples`)
    samples[i] = value
  }
  return samples
}

const readIds = async (directory: string, name: string, count: number): Promise<Int32Array | null> => {
  const array = await readVector(directory, name)
  if (!array) return null
  const path = join(directory, `${name}.npy`)
  checkCount(path, array, count)
  const ids = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    const value = Number(array.data[i])
    if (!(Number.isInteger(value) && value >= 0 && value < 2 ** 31))
      throw fileInvalid(path, `row ${i}`, `${array.data[i]} is not a number of a cluster`)
    ids[i] = value
  }
  return ids
}

const checkCount = (path: string, array: NpyArray, count: number) => {
  if (array.data.length !== count)
    throw fileInvalid(path, 'shape', `${array.data.length} spikes, but spike_times.npy has ${count}`)
}

const checkTemplates = async (directory: string, templates: Int32Array, own: boolean) => {
  const path = join(directory, 'templates.npy')
  if (!own || !(await exists(path))) return
  const count = (await readNpyHeader(path)).shape[0] ?? 0
  const row = templates.findIndex((template) => template >= count)
  if (row >= 0)
    throw fileInvalid(
      join(directory, 'spike_templates.npy'),
      `row ${row}`,
      `${templates[row]} is not one of ${count} templates`,
    )
}

const timeOrder = (samples: Float64Array): Uint32Array => {
  const rows = Uint32Array.from(samples, (_, i) => i)
  const inOrder = samples.every((sample, i) => i === 0 || samples[i - 1]! <= sample)
  return inOrder ? rows : rows.sort((a, b) => samples[a]! - samples[b]! || a - b)
}

const pick = <T extends Float64Array | Int32Array>(values: T, rows: Uint32Array): T => {
  const result = new (values.constructor as new (length: number) => T)(rows.length)
  for (let i = 0; i < rows.length; i++) result[i] = values[rows[i]!]!
  return result
}

const readReals = async (
  directory: string,
  name: string,
  count: number,
  problems: Problem[],
): Promise<Float64Array | null> => {
  const array = await readVector(directory, name)
  if (!array) return null
  if (array.data.length === count) return Float64Array.from(toNumbers(array))
  problems.push({
    level: 'warning',
    message: `${join(directory, `${name}.npy`)} has ${array.data.length} values for ${count} spikes: left out.`,
  })
  return null
}

const readSeconds = async (directory: string, count: number, problems: Problem[]): Promise<Float64Array | null> => {
  for (const name of ['spike_times_sec_adj', 'spike_times_sec']) {
    const seconds = await readReals(directory, name, count, problems)
    if (seconds?.every((value) => Number.isFinite(value) && value >= 0)) return seconds
    if (seconds) problems.push({ level: 'warning', message: `${name}.npy has values that are not times: left out.` })
  }
  return null
}

const positionDepths = async (path: string, rows: Uint32Array): Promise<Float32Array> => {
  const array = await readNpy(path, { maxBytes })
  const [count, width] = array.shape
  if (count !== rows.length || !(width! >= 2))
    throw fileInvalid(path, 'shape', `(${array.shape}) for ${rows.length} spikes`)
  const values = array.data as ArrayLike<number>
  return Float32Array.from(rows, (row) => values[row * width! + 1]!)
}

const block = 50_000

/** Read in blocks, because the features of a long recording are larger than memory. */
const featureDepths = async (
  featuresPath: string,
  channelsPath: string,
  spikes: Pick<Spikes, 'templates' | 'rows'>,
  positions: readonly (readonly [number, number])[],
): Promise<Float32Array | null> => {
  const { shape } = await readNpyHeader(featuresPath)
  const channels = await readNpy(channelsPath)
  const [templates, width] = [channels.shape[0] ?? 0, channels.shape[1] ?? 0]
  if (shape.length !== 3 || shape[2] !== width || shape[0] !== spikes.rows.length) return null
  const depthOf = (index: number) => positions[Number(channels.data[index])]?.[1] ?? 0
  const channelDepths = Float64Array.from({ length: templates * width }, (_, index) => depthOf(index))
  const templateOfRow = new Int32Array(spikes.rows.length)
  spikes.rows.forEach((row, i) => {
    templateOfRow[row] = spikes.templates[i]!
  })
  const byRow = new Float32Array(spikes.rows.length)
  for (let start = 0; start < byRow.length; start += block) {
    const { data } = await readNpyRows(featuresPath, start, block)
    const features = { data: data as ArrayLike<number>, components: shape[1]!, width }
    const end = Math.min(byRow.length, start + block)
    for (let row = start; row < end; row++)
      byRow[row] = centreOfMass(features, row - start, channelDepths, templateOfRow[row]! * width)
  }
  return Float32Array.from(spikes.rows, (row) => byRow[row]!)
}

type Features = { readonly data: ArrayLike<number>; readonly components: number; readonly width: number }

/** Negative first components count as nothing; a spike without any has the mean depth of its channels. */
const centreOfMass = (
  { data, components, width }: Features,
  row: number,
  depths: Float64Array,
  from: number,
): number => {
  let [weight, sum, plain] = [0, 0, 0]
  for (let c = 0; c < width; c++) {
    const feature = Math.max(0, data[row * components * width + c]!)
    const depth = depths[from + c] ?? 0
    weight += feature * feature
    sum += feature * feature * depth
    plain += depth
  }
  return weight > 0 ? sum / weight : plain / width
}
