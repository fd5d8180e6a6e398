import { join } from 'node:path'
import type { Problem } from '#elements/contract.ts'
import { fileInvalid } from '#elements/formats/fileInvalid.ts'
import { grouped, groupSpikes } from '../readers/groupSpikes.ts'
import { type KilosortSorting, readKilosort } from '../readers/kilosort.ts'
import { loadDepths } from '../readers/kilosortDepths.ts'
import { loadSpikes, type Spikes } from '../readers/kilosortSpikes.ts'
import { loadTemplates, mostFrequent, peakChannels } from '../readers/kilosortTemplates.ts'

export type SortedUnit = {
  readonly unit: number
  readonly label: string
  /** Channel of the raw file at which the template of most of its spikes is largest. */
  readonly peakChannel: number
  /** s, ascending. */
  readonly times: Float64Array
  /** Per spike, the channel of the raw file at which its template is largest. */
  readonly sites: Int32Array
  /** µm above the lowest row of sites; null where the folder does not tell. */
  readonly depths: Float32Array | null
}

export type UnitsOptions = {
  /** Hz, for folders without params.py. */
  readonly samplingRate: number
  progress(fraction: number, message: string): void
  warn(message: string): void
}

/**
 * Units of a Kilosort folder with their spikes, ordered by id; clusters without spikes are left out. Arrays of all units of a
 * kind share one buffer. @throws FILE_INVALID
 */
export const readUnits = async (directory: string, options: UnitsOptions): Promise<SortedUnit[]> => {
  const sorting = await readKilosort(directory)
  if (sorting.spikeCount === 0) return []
  const peaks = await rawPeaks(sorting)
  options.progress(0.1, `reading ${sorting.spikeCount.toLocaleString('en')} spikes`)
  const spikes = await loadSpikes(directory)
  for (const { message } of [...sorting.problems, ...spikes.problems, ...peaks.problems(spikes.templates)])
    options.warn(message)
  options.progress(0.4, 'depths of spikes')
  const depths = await loadDepths(directory, spikes, sorting.channelPositions)
  if (!depths && sorting.has.pcFeatures)
    options.warn(
      'pc_features.npy, pc_feature_ind.npy and channel_positions.npy do not fit the spikes: no depths of spikes.',
    )
  options.progress(0.8, 'grouping spikes by unit')
  const { ids, ...units } = groupByUnit(spikes, depths, sorting.samplingRate ?? options.samplingRate)
  return Array.from(ids, (unit, index) => ({
    unit,
    label: sorting.labels.get(unit) ?? 'n.a.',
    peakChannel: peaks.of(mostFrequent(units.templates[index]!)),
    times: units.times[index]!,
    sites: peaks.replace(units.templates[index]!),
    depths: units.depths?.[index] ?? null,
  }))
}

const groupByUnit = (spikes: Spikes, depths: Float32Array | null, samplingRate: number) => {
  const { clusters, templates } = spikes
  const groups = groupSpikes(clusters)
  return {
    ids: groups.ids,
    times: grouped(groups, clusters, inSeconds(spikes, samplingRate)),
    templates: grouped(groups, clusters, templates),
    depths: depths && grouped(groups, clusters, depths),
  }
}

/**
 * Times that a tool left in seconds are taken as they are; samples are divided, in place, by the rate that the sorter was
 * told.
 */
const inSeconds = ({ seconds, times }: Spikes, samplingRate: number): Float64Array => {
  if (seconds) return seconds
  for (let spike = 0; spike < times.length; spike++) times[spike]! /= samplingRate
  return times
}

/** Channel of the raw file at which each template is largest. */
const rawPeaks = async ({ directory, channelMap, channelPositions }: KilosortSorting) => {
  const path = join(directory, 'templates.npy')
  const templates = await loadTemplates(directory, channelPositions?.length)
  if (!templates) throw fileInvalid(path, 'file', 'is missing, so the peak electrodes of units cannot be told')
  const peaks = peakChannels(templates)
  const channels = peaks.map((peak) => channelMap?.[Math.max(0, peak)] ?? Math.max(0, peak))
  const of = (template: number): number => {
    const channel = channels[template]
    if (channel !== undefined) return channel
    throw fileInvalid(path, 'shape', `there are spikes of template ${template}, but only ${channels.length} templates`)
  }
  return {
    of,
    problems(used: Int32Array): Problem[] {
      const flat = peaks.some((peak) => peak < 0)
        ? groupSpikes(used).ids.filter((template) => peaks[template]! < 0)
        : []
      const message = `${path}: templates ${flat.join(', ')} are flat or not numbers; their spikes are put at the first channel.`
      return flat.length > 0 ? [{ level: 'warning', message }] : []
    },
    /** Channels instead of templates, in place. */
    replace(numbers: Int32Array): Int32Array {
      for (let spike = 0; spike < numbers.length; spike++) numbers[spike] = of(numbers[spike]!)
      return numbers
    },
  }
}
