import { LabBookError } from '#core/errors.ts'
import { defineMake, type InsertRow } from '#elements/contract.ts'
import { readUnits, type SortedUnit } from './readUnits.ts'

export type SortingFolder = {
  /** POSIX, below the data roots. */
  readonly directory: string
  readonly absolute: string
  /** Hz, of the recording. */
  readonly samplingRate: number
  /** s */
  readonly duration: number
  /** Electrode of each channel of the raw file. */
  readonly channels: readonly { readonly channel: number; readonly electrode: number }[]
  readonly electrodeConfig: { readonly electrode_config_hash: string; readonly probe_type: string }
}

export type CuratedUnits = {
  readonly electrodeConfig: SortingFolder['electrodeConfig']
  /** Sites are electrodes here. */
  readonly units: readonly (SortedUnit & { readonly electrode: number })[]
}

/** Loads the units of a sorting: every spike's time, electrode and depth. A sorting without units has its master row only. */
export const makeCuratedClustering = defineMake<SortingFolder, CuratedUnits>({
  table: 'ephys.CuratedClustering',
  writes: ['ephys.ClusterQualityLabel'],

  async fetch(key, context) {
    const { clustering_output_dir } = await context.fetch1('ephys.ClusteringTask', key)
    const { sampling_rate, recording_duration, electrode_config_hash } = await context.fetch1(
      'ephys.EphysRecording',
      key,
    )
    const channels = await context.fetch('ephys.EphysRecording.Channel', key)
    const { probe_type } = await context.fetch1('probe.ElectrodeConfig', {
      electrode_config_hash: String(electrode_config_hash),
    })
    const directory = String(clustering_output_dir)
    return {
      directory,
      absolute: await context.findFile(directory),
      samplingRate: Number(sampling_rate),
      duration: Number(recording_duration),
      channels: channels.map(({ channel_idx, electrode }) => ({
        channel: Number(channel_idx),
        electrode: Number(electrode),
      })),
      electrodeConfig: { electrode_config_hash: String(electrode_config_hash), probe_type: String(probe_type) },
    }
  },

  async compute(folder, context) {
    const electrodes = new Map(folder.channels.map(({ channel, electrode }) => [channel, electrode]))
    const units = await readUnits(folder.absolute, { samplingRate: folder.samplingRate, ...context })
    if (units.length === 0) context.warn(`${folder.directory} has no units.`)
    const late = lateSpikes(units, folder)
    if (late) context.warn(late)
    return {
      electrodeConfig: folder.electrodeConfig,
      units: units.map((unit) => onElectrodes(unit, electrodes, folder)),
    }
  },

  async insert(key, { electrodeConfig, units }, context) {
    await context.insert('ephys.CuratedClustering', [key])
    const labels = [...new Set(units.map(({ label }) => label))]
    await context.insert('ephys.ClusterQualityLabel', labels.map(newLabel), { skipDuplicates: true })
    for (const unit of units)
      await context.insert('ephys.CuratedClustering.Unit', [{ ...key, ...electrodeConfig, ...unitRow(unit) }])
  },
})

/** The duration is stored in single precision: a millisecond more is no disagreement. */
const lateSpikes = (units: readonly SortedUnit[], { duration, directory }: SortingFolder): string | undefined => {
  const last = units.reduce((latest, { times }) => Math.max(latest, times.at(-1) ?? 0), 0)
  if (!(last > duration * (1 + 1e-6) + 0.001)) return undefined
  return `${directory} has spikes up to ${last.toFixed(3)} s, but the recording is ${duration.toFixed(3)} s long.`
}

const newLabel = (label: string) => ({
  cluster_quality_label: label,
  cluster_quality_description: 'label found in the files of a sorting',
})

const unitRow = ({ unit, label, electrode, times, sites, depths }: CuratedUnits['units'][number]): InsertRow => ({
  unit,
  electrode,
  cluster_quality_label: label,
  spike_count: times.length,
  spike_times: { kind: 'ndarray', dtype: 'float64', shape: [times.length], data: times },
  spike_sites: { kind: 'ndarray', dtype: 'int32', shape: [sites.length], data: sites },
  spike_depths: depths && { kind: 'ndarray', dtype: 'float32', shape: [depths.length], data: depths },
})

const onElectrodes = (unit: SortedUnit, electrodes: ReadonlyMap<number, number>, { directory }: SortingFolder) => {
  const electrodeOf = (channel: number): number => {
    const electrode = electrodes.get(channel)
    if (electrode !== undefined) return electrode
    throw new LabBookError('FILE_INVALID', {
      file: `${directory}/channel_map.npy`,
      field: 'channel',
      problem: `${channel} of unit ${unit.unit} is not a channel of the recording (it has ${electrodes.size})`,
    })
  }
  return { ...unit, electrode: electrodeOf(unit.peakChannel), sites: unit.sites.map(electrodeOf) }
}
