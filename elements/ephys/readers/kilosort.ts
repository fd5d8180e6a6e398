/**
 * Folders of Kilosort 2 to 4, and of phy: .npy arrays, .tsv tables, params.py.
 *
 * | file                            | Kilosort 2, 2.5, 3               | Kilosort 4                       |
 * |---------------------------------|----------------------------------|----------------------------------|
 * | spike_times                     | uint64 (n, 1), samples           | int64 (n)                        |
 * | spike_clusters, spike_templates | uint32 (n, 1)                    | int32 (n)                        |
 * | amplitudes                      | float64 (n, 1)                   | float32 (n)                      |
 * | templates                       | float32 (T, 82, channels), whitened | float32 (T, 61, channels)     |
 * | channel_map                     | int32 (1, n) or (n, 1): channel of the raw file | int32 (n)         |
 * | channel_positions               | float64 (n, 2), µm               | float32 (n, 2)                   |
 * | pc_features, pc_feature_ind     | (n, 3, 32), (T, 32)              | (n, PCs, 10), (T, 10)            |
 * | only there                      | rez.mat, template_features       | kept_spikes, spike_positions, ops.npy, kilosort4.log |
 *
 * Vectors come in any of the three shapes, in C and in Fortran order. Checked on files of both kinds.
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Problem } from '#elements/contract.ts'
import { fileInvalid } from '#elements/formats/fileInvalid.ts'
import { type NpyHeader, readNpy, readNpyHeader, withNpy } from '#elements/formats/npy.ts'
import { toNumbers } from '#elements/formats/npyNumbers.ts'
import { readIds } from '#elements/formats/npyVector.ts'
import { groupSpikes } from './groupSpikes.ts'
import { readCuration } from './kilosortCuration.ts'
import { readLabels } from './kilosortLabels.ts'
import { findRawFile, type KilosortParams, readParams } from './kilosortParams.ts'
import { guessSorter } from './kilosortSorter.ts'

export type KilosortSorting = {
  readonly directory: string
  readonly params: KilosortParams | null
  /** Hz; null without params.py. */
  readonly samplingRate: number | null
  readonly spikeCount: number
  /** Sample of the last spike of spike_times.npy; null without spikes, and when it is no number. */
  readonly lastSample: number | null
  /** Sorted numbers of the clusters that have spikes. */
  readonly clusterIds: readonly number[]
  readonly templateCount: number | null
  /** Channel of the raw file for each sorted channel. */
  readonly channelMap: readonly number[] | null
  /** µm, as Kilosort was told: x across, y up from the tip. */
  readonly channelPositions: readonly (readonly [x: number, y: number])[] | null
  /** Shank of each sorted channel, where the folder tells. */
  readonly channelShanks: readonly number[] | null
  /** Lower case; clusters without a verdict are missing. */
  readonly labels: ReadonlyMap<number, string>
  readonly labelFiles: readonly string[]
  /** A person merged, split or judged clusters in phy. */
  readonly curated: boolean
  /** Last curation, else when the result was written; local ISO time without zone. */
  readonly modifiedAt: string
  /** A name of ephys.ClusteringMethod: `kilosort2.5`, `kilosort4`; `kilosort` where the version cannot be told. */
  readonly method: string
  /** Version of the program where it says so, else empty. */
  readonly version: string
  /** Absolute path of the raw file that was sorted, when it can be found. */
  readonly rawPath: string | null
  readonly has: { readonly pcFeatures: boolean; readonly spikePositions: boolean; readonly meanWaveforms: boolean }
  readonly problems: readonly Problem[]
}

/** A folder is a sorting when it holds these, whatever else is missing. */
export const isSortingFolder = (names: readonly string[]): boolean =>
  (names.includes('spike_times.npy') &&
    (names.includes('spike_clusters.npy') || names.includes('spike_templates.npy'))) ||
  (names.includes('params.py') && names.some((name) => sortingFiles.has(name)))

const sortingFiles = new Set(['spike_times.npy', 'spike_clusters.npy', 'spike_templates.npy', 'templates.npy'])

/** Indexes a sorting folder: headers, labels, clusters; spikes are not loaded. @throws FILE_INVALID when it cannot be used */
export const readKilosort = async (directory: string): Promise<KilosortSorting> => {
  const problems: Problem[] = []
  const names = await readdir(directory).catch((cause) => {
    throw fileInvalid(directory, 'folder', `cannot be read (${(cause as NodeJS.ErrnoException).code})`, cause)
  })
  const headers = await readHeaders(directory, names)
  const spikeCount = countSpikes(directory, headers, problems)
  const params = await readParams(join(directory, 'params.py'), problems)
  if (!params?.samplingRate)
    problems.push(warning('There is no params.py with a sample_rate: the recording must tell the rate.'))
  const { labels, files, judged } = await readLabels(directory, problems)
  if (labels.size === 0) problems.push(warning('There are no labels: units will have the label n.a.'))
  const curation = await readCuration(directory, judged)
  return {
    directory,
    params,
    samplingRate: params?.samplingRate ?? null,
    spikeCount,
    lastSample: spikeCount === 0 ? null : await readLast(join(directory, 'spike_times.npy')),
    clusterIds: await clusterIds(directory, headers),
    templateCount: headers.get('templates')?.shape[0] ?? null,
    ...(await readChannels(directory, headers, problems)),
    labels,
    labelFiles: files,
    ...curation,
    ...(await guessSorter({ directory, names, headers, params })),
    rawPath: await findRawFile(directory, params?.datPaths ?? []),
    has: {
      pcFeatures: headers.has('pc_features') && headers.has('pc_feature_ind'),
      spikePositions: headers.has('spike_positions'),
      meanWaveforms: headers.has('mean_waveforms'),
    },
    problems,
  }
}

const warning = (message: string): Problem => ({ level: 'warning', message })

const arrays = [
  'spike_times',
  'spike_clusters',
  'spike_templates',
  'templates',
  'channel_map',
  'channel_positions',
  'channel_shanks',
  'pc_features',
  'pc_feature_ind',
  'spike_positions',
  'mean_waveforms',
] as const

export type SortingArray = (typeof arrays)[number]
export type SortingHeaders = ReadonlyMap<SortingArray, NpyHeader>

const readHeaders = async (directory: string, names: readonly string[]): Promise<SortingHeaders> => {
  const present = arrays.filter((name) => names.includes(`${name}.npy`))
  const headers = await Promise.all(present.map((name) => readNpyHeader(join(directory, `${name}.npy`))))
  return new Map(present.map((name, i) => [name, headers[i]!]))
}

/** The arrays over spikes must agree; one of them names the clusters. */
const countSpikes = (directory: string, headers: SortingHeaders, problems: Problem[]): number => {
  const times = headers.get('spike_times')
  if (!times) throw fileInvalid(directory, 'spike_times.npy', 'is missing')
  if (!headers.has('spike_clusters') && !headers.has('spike_templates'))
    throw fileInvalid(directory, 'spike_clusters.npy', 'is missing, and so is spike_templates.npy')
  for (const name of ['spike_clusters', 'spike_templates'] as const) {
    const header = headers.get(name)
    if (header && header.count !== times.count)
      throw fileInvalid(
        join(directory, `${name}.npy`),
        'shape',
        `${header.count} spikes, but spike_times.npy has ${times.count}`,
      )
  }
  if (times.count === 0) problems.push(warning('The sorting has no spikes.'))
  return times.count
}

const readLast = async (path: string): Promise<number | null> => {
  const last = await withNpy(path, ({ header, elements }) => elements(header.count - 1, 1))
  const sample = Number(last[0])
  return Number.isFinite(sample) ? sample : null
}

const clusterIds = async (directory: string, headers: SortingHeaders): Promise<number[]> => {
  const name = headers.has('spike_clusters') ? 'spike_clusters' : 'spike_templates'
  return Array.from(groupSpikes(await readIds(join(directory, `${name}.npy`))).ids)
}

type Channels = Pick<KilosortSorting, 'channelMap' | 'channelPositions' | 'channelShanks'>

const readChannels = async (directory: string, headers: SortingHeaders, problems: Problem[]): Promise<Channels> => {
  const numbers = async (name: SortingArray) =>
    headers.has(name) ? toNumbers(await readNpy(join(directory, `${name}.npy`), { maxBytes: 2 ** 22 })) : null
  const [channelMap, flat, channelShanks] = [
    await numbers('channel_map'),
    await numbers('channel_positions'),
    await numbers('channel_shanks'),
  ]
  const channelPositions =
    flat && Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i]!, flat[2 * i + 1]!] as const)
  checkChannelMap(join(directory, 'channel_map.npy'), channelMap)
  checkChannels(directory, channelMap?.length, channelPositions, templateChannels(directory, headers), problems)
  return { channelMap, channelPositions, channelShanks }
}

const templateChannels = (directory: string, headers: SortingHeaders): number | undefined => {
  const shape = headers.get('templates')?.shape
  if (shape && shape.length !== 3)
    throw fileInvalid(join(directory, 'templates.npy'), 'shape', `(${shape}) is not templates x samples x channels`)
  return shape?.[2]
}

const checkChannelMap = (path: string, channelMap: readonly number[] | null) => {
  const position = channelMap?.findIndex((channel) => !(Number.isInteger(channel) && channel >= 0)) ?? -1
  if (position >= 0) throw fileInvalid(path, `row ${position}`, `${channelMap![position]} is not a channel`)
}

const checkChannels = (
  directory: string,
  mapped: number | undefined,
  positions: readonly (readonly [number, number])[] | null,
  templateChannels: number | undefined,
  problems: Problem[],
) => {
  if (!positions) problems.push(warning('There is no channel_positions.npy: the depth of units is unknown.'))
  else if (positions.flat().some((value) => !Number.isFinite(value)))
    throw fileInvalid(join(directory, 'channel_positions.npy'), 'position', 'is not a number')
  if (mapped === undefined) problems.push(warning('There is no channel_map.npy: channels are taken in order.'))
  if (mapped !== undefined && positions && mapped !== positions.length)
    throw fileInvalid(
      join(directory, 'channel_map.npy'),
      'shape',
      `${mapped} channels, but channel_positions.npy has ${positions.length}`,
    )
  if (templateChannels !== undefined && positions && templateChannels > positions.length)
    throw fileInvalid(
      join(directory, 'templates.npy'),
      'shape',
      `${templateChannels} channels, but there are positions of ${positions.length}`,
    )
}
