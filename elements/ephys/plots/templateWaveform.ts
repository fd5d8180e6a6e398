import { join } from 'node:path'
import type { Key, PlotContext, Table } from '#elements/contract.ts'
import { modifiedTime } from '#elements/formats/fileTime.ts'
import { readIds } from '#elements/formats/npyVector.ts'
import { nearestAncestor, nearestDescendant } from '#elements/plotData/index.ts'
import { type KilosortSorting, readKilosort } from '../readers/kilosort.ts'
import { clusterTemplates, loadTemplates, type Templates, templateWaveform } from '../readers/kilosortTemplates.ts'
import { sortingKey, unitAttribute } from './spikeTrains.ts'
import type { SiteWaveforms } from './waveform.ts'

type SortingTemplates = {
  readonly sorting: KilosortSorting
  readonly templates: Templates
  /** Template that most spikes of each cluster came from. */
  readonly ofCluster: ReadonlyMap<number, number>
}

/** The sorter's template of one unit, whitening undone, in arbitrary units, from its folder; null when that is not there. */
export const loadTemplate = async (table: Table, key: Key, context: PlotContext): Promise<SiteWaveforms | null> => {
  const found = await sortingTemplates(table, key, context)
  const template = found?.ofCluster.get(Number(key[unitAttribute(table)]))
  if (!found || template === undefined) return null
  const electrodes = await electrodesOfChannels(table, key, context)
  const waveform = templateWaveform(found.templates, template)
  const sites = sortedChannels(found.sorting, found.templates.channels).flatMap((raw, channel) => {
    const electrode = electrodes.get(raw)
    return electrode === undefined ? [] : [{ electrode, trace: traceOf(waveform, found.templates.channels, channel) }]
  })
  return {
    unit: 'a.u.',
    electrodes: sites.map(({ electrode }) => electrode),
    waveforms: sites.map(({ trace }) => trace),
    snippets: [],
    note: found.templates.inverse
      ? "sorter's template, arbitrary units"
      : "sorter's whitened template, arbitrary units",
  }
}

const sortingTemplates = async (table: Table, key: Key, context: PlotContext): Promise<SortingTemplates | null> => {
  const directory = await sortingFolder(table, key, context)
  if (!directory) return null
  const curated = await modifiedTime(join(directory, 'spike_clusters.npy'))
  return context.cached(`templates ${directory} ${curated}`, templateBytes, async () => {
    const sorting = await readKilosort(directory)
    const templates = await loadTemplates(directory, sorting.channelPositions?.length)
    return templates && { sorting, templates, ofCluster: await templatesOfClusters(sorting) }
  })
}

/** Enough spikes to see which template a cluster's spikes come from, and quick to read at any length of the recording. */
const sampledSpikes = 200_000

/** From the first spikes, and from all only when some cluster is not among those. */
const templatesOfClusters = async ({ directory, clusterIds }: KilosortSorting): Promise<Map<number, number>> => {
  const sampled = await templatesOfFirst(directory, sampledSpikes)
  return clusterIds.every((cluster) => sampled.has(cluster)) ? sampled : templatesOfFirst(directory)
}

/** Without spike_templates.npy the clusters are the templates. */
const templatesOfFirst = async (directory: string, limit?: number): Promise<Map<number, number>> => {
  const read = (name: string) => readIds(join(directory, name), limit).catch(() => null)
  const [ownClusters, ownTemplates] = [await read('spike_clusters.npy'), await read('spike_templates.npy')]
  const [clusters, templates] = [ownClusters ?? ownTemplates, ownTemplates ?? ownClusters]
  return clusters && templates ? clusterTemplates({ clusters, templates }) : new Map()
}

const templateBytes = (found: SortingTemplates | null): number => found?.templates.whitened.byteLength ?? 0

const sortingFolder = async (table: Table, key: Key, context: PlotContext): Promise<string | null> => {
  const task = nearestAncestor(table, ['clustering_output_dir'], context)
  if (!task || !context.findFile) return null
  const [row] = await context.fetch(task.name, sortingKey(table, key), ['clustering_output_dir'])
  const directory = String(row?.clustering_output_dir ?? '')
  return directory ? context.findFile(directory).catch(() => null) : null
}

/** Electrode by channel of the raw file: the part of the recording that lists its channels. */
const electrodesOfChannels = async (table: Table, key: Key, context: PlotContext) => {
  const recording = nearestAncestor(table, ['sampling_rate'], context)
  const channels = recording && nearestDescendant(recording, ['channel_idx', 'electrode'], context)
  const rows = channels ? await context.fetch(channels.name, sortingKey(table, key), ['channel_idx', 'electrode']) : []
  return new Map(rows.map((row) => [Number(row.channel_idx), Number(row.electrode)]))
}

const sortedChannels = ({ channelMap }: KilosortSorting, count: number): number[] =>
  Array.from({ length: count }, (_, channel) => channelMap?.[channel] ?? channel)

const traceOf = (waveform: Float32Array, channels: number, channel: number): Float64Array =>
  Float64Array.from({ length: waveform.length / channels }, (_, sample) => waveform[sample * channels + channel]!)
