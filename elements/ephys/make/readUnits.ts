import { join } from 'node:path'
import { LabBookError } from '#core/errors.ts'
import { type KilosortSorting, readKilosort } from '../readers/kilosort.ts'
import { loadDepths, loadSpikes, type Spikes } from '../readers/kilosortSpikes.ts'
import { clusterTemplates, loadTemplates } from '../readers/kilosortTemplates.ts'
import { grouped, groupSpikes } from './groupSpikes.ts'

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
  options.progress(0.1, `reading ${sorting.spikeCount.toLocaleString('en')} spikes`)
  const spikes = await loadSpikes(directory)
  for (const { message } of [...sorting.problems, ...spikes.problems]) options.warn(message)
  const peakOf = await rawPeaks(sorting)
  options.progress(0.4, 'depths of spikes')
  const depths = await loadDepths(directory, spikes, sorting.channelPositions)
  options.progress(0.8, 'grouping spikes by unit')
  const groups = groupSpikes(spikes.clusters)
  const times = grouped(groups, secondsOf(spikes, sorting.samplingRate ?? options.samplingRate))
  const sites = grouped(groups, spikes.templates.map(peakOf))
  const depthsOfUnits = depths && grouped(groups, depths)
  const templates = clusterTemplates(spikes)
  return Array.from(groups.ids, (unit, index) => ({
    unit,
    label: sorting.labels.get(unit) ?? 'n.a.',
    peakChannel: peakOf(templates.get(unit)!),
    times: times[index]!,
    sites: sites[index]!,
    depths: depthsOfUnits?.[index] ?? null,
  }))
}

/** Times that a tool left in seconds are taken as they are; samples are divided by the rate that the sorter was told. */
const secondsOf = ({ seconds, times }: Spikes, samplingRate: number): Float64Array =>
  seconds ?? times.map((sample) => sample / samplingRate)

/** Channel of the raw file at which a template is largest. */
const rawPeaks = async ({ directory, channelMap, channelPositions }: KilosortSorting) => {
  const templates = await loadTemplates(directory, channelPositions?.length)
  if (!templates)
    throw new LabBookError('FILE_INVALID', {
      file: join(directory, 'templates.npy'),
      field: 'file',
      problem: 'is missing, so the peak electrodes of units cannot be told',
    })
  const channels = templates.peakChannels.map((channel) => channelMap?.[channel] ?? channel)
  return (template: number): number => {
    const channel = channels[template]
    if (channel !== undefined) return channel
    throw new LabBookError('FILE_INVALID', {
      file: join(directory, 'templates.npy'),
      field: 'shape',
      problem: `there are spikes of template ${template}, but only ${templates.count} templates`,
    })
  }
}
