import type { NdArray } from '#core/blob/value.ts'
import { type ComputeContext, defineMake, type FetchContext, type InsertRow, type Key } from '#elements/contract.ts'
import { readKilosort } from '../readers/kilosort.ts'
import { loadMeanWaveforms, meanWaveformRow } from '../readers/kilosortTemplates.ts'
import { readSpikeGlx } from '../readers/spikeglx.ts'
import { openBin } from '../readers/spikeglxBin.ts'
import { chooseSpikes, extractWaveforms, windowAt } from './extractWaveforms.ts'

export type WaveformUnit = {
  readonly unit: number
  readonly electrode: number
  /** s, of the candidates for extraction; none without raw data. */
  readonly times: Float64Array
}

export type WaveformWork = {
  readonly units: readonly WaveformUnit[]
  /** Recorded channels with their place on the probe, µm. */
  readonly channels: readonly {
    readonly channel: number
    readonly electrode: number
    readonly x: number
    readonly y: number
  }[]
  readonly electrodeConfig: { readonly electrode_config_hash: string; readonly probe_type: string }
  /** Header of the recording; null when its raw data are not on this machine. */
  readonly metaPath: string | null
  /** Folder of the sorting; null when it is not there any more. */
  readonly sortingPath: string | null
  readonly samplingRate: number
}

export type FoundWaveforms = {
  readonly unit: number
  /** The peak first. */
  readonly electrodes: readonly number[]
  /** µV, [electrode, sample]. */
  readonly mean: Float32Array
  /** µV at the peak electrode, [spike, sample]; empty when only means are known. */
  readonly snippets: Float32Array
  readonly used: number
}

export type WaveformResult = {
  readonly electrodeConfig: WaveformWork['electrodeConfig']
  readonly samples: number
  readonly units: readonly FoundWaveforms[]
}

/** Sites around the peak that are stored. */
export const storedSites = 32

/**
 * Mean waveforms in µV at the 32 sites around the peak of each unit: cut out of the raw data, else from mean_waveforms.npy of
 * the sorting's folder. With neither the set has no rows: a sorter's templates are in arbitrary units and are shown as such.
 */
export const makeWaveformSet = defineMake<WaveformWork, WaveformResult>({
  table: 'ephys.WaveformSet',

  async fetch(key, context) {
    const { electrode_config_hash, sampling_rate } = await context.fetch1('ephys.EphysRecording', key)
    const metaPath = await findMeta(key, context)
    const config = { electrode_config_hash: String(electrode_config_hash) }
    const { probe_type } = await context.fetch1('probe.ElectrodeConfig', config)
    return {
      units: await fetchUnits(key, metaPath !== null, context),
      channels: await fetchChannels(key, String(probe_type), context),
      electrodeConfig: { ...config, probe_type: String(probe_type) },
      metaPath,
      sortingPath: await findSorting(key, context),
      samplingRate: Number(sampling_rate),
    }
  },

  async compute(work, context) {
    const found = (await fromRawData(work, context)) ?? (await fromMeans(work)) ?? { samples: 0, units: [] }
    if (found.samples === 0 && work.units.length > 0)
      context.warn('There are neither raw data nor mean_waveforms.npy: no waveforms in µV.')
    const empty = work.units.length - found.units.length
    if (found.samples > 0 && empty > 0)
      context.warn(`${empty} units have no waveform: no spike of theirs lies in the data.`)
    return { electrodeConfig: work.electrodeConfig, ...found }
  },

  async insert(key, { electrodeConfig, samples, units }, context) {
    await context.insert('ephys.WaveformSet', [key])
    for (const found of units) {
      const unitKey = { ...key, unit: found.unit }
      const peak = found.mean.slice(0, samples)
      await context.insert('ephys.WaveformSet.PeakWaveform', [{ ...unitKey, peak_electrode_waveform: vector(peak) }])
      await context.insert('ephys.WaveformSet.Waveform', siteRows(unitKey, electrodeConfig, found, samples))
    }
  },
})

const fetchUnits = async (key: Key, withTimes: boolean, context: FetchContext): Promise<WaveformUnit[]> => {
  const rows = await context.fetch('ephys.CuratedClustering.Unit', key, ['unit', 'electrode'])
  const units: WaveformUnit[] = []
  for (const row of rows) {
    const unit = Number(row.unit)
    const times = withTimes ? await fetchCandidates({ ...key, unit }, unit, context) : new Float64Array(0)
    units.push({ unit, electrode: Number(row.electrode), times })
  }
  return units
}

const fetchCandidates = async (key: Key, unit: number, context: FetchContext): Promise<Float64Array> => {
  const { spike_times } = await context.fetch1('ephys.CuratedClustering.Unit', key, ['spike_times'])
  return chooseSpikes(unit, Float64Array.from((spike_times as NdArray).data as ArrayLike<number>))
}

const fetchChannels = async (
  key: Key,
  probe_type: string,
  context: FetchContext,
): Promise<WaveformWork['channels']> => {
  const sites = await context.fetch('probe.ProbeType.Electrode', { probe_type })
  const places = new Map(sites.map(({ electrode, x_coord, y_coord }) => [electrode, [x_coord, y_coord].map(Number)]))
  const channels = await context.fetch('ephys.EphysRecording.Channel', key)
  return channels.map(({ channel_idx, electrode }) => {
    const [x = 0, y = 0] = places.get(electrode!) ?? []
    return { channel: Number(channel_idx), electrode: Number(electrode), x, y }
  })
}

/** The header, if the raw data lie beside it. */
const findMeta = async (key: Key, context: FetchContext): Promise<string | null> => {
  const files = await context.fetch('ephys.EphysRecording.EphysFile', key, ['file_path'])
  const meta = files.map(({ file_path }) => String(file_path)).find((path) => /\.meta$/i.test(path))
  if (meta === undefined) return null
  for (const extension of ['.bin', '.BIN'])
    if (await context.findFile(meta.replace(/\.meta$/i, extension)).catch(() => null))
      return context.findFile(meta).catch(() => null)
  return null
}

const findSorting = async (key: Key, context: FetchContext): Promise<string | null> => {
  const { clustering_output_dir } = await context.fetch1('ephys.ClusteringTask', key)
  return context.findFile(String(clustering_output_dir)).catch(() => null)
}

type Found = Pick<WaveformResult, 'samples' | 'units'>

const fromRawData = async (work: WaveformWork, context: ComputeContext): Promise<Found | null> => {
  const recording = work.metaPath ? await readSpikeGlx(work.metaPath) : null
  if (!recording?.binPath) return null
  const scales = new Map(recording.channels.map(({ index, microvoltsPerBit }) => [index, microvoltsPerBit]))
  const rate = (await sortingRate(work)) ?? recording.samplingRate
  const window = windowAt(rate)
  const bin = openBin(recording)
  try {
    const units = work.units.flatMap((unit, index) => {
      const sites = sitesAround(work, unit.electrode).filter(({ channel }) => typeof scales.get(channel) === 'number')
      context.progress((index + 1) / work.units.length, `waveforms of unit ${unit.unit}`)
      if (sites.length === 0 || sites[0]!.electrode !== unit.electrode) return []
      const channels = sites.map(({ channel }) => channel)
      const samples = unit.times.map((time) => time * rate)
      const cut = extractWaveforms(
        bin,
        samples,
        channels,
        channels.map((channel) => scales.get(channel)!),
        window,
      )
      return cut.used === 0 ? [] : [{ unit: unit.unit, electrodes: sites.map(({ electrode }) => electrode), ...cut }]
    })
    return { samples: window.before + window.after + 1, units }
  } finally {
    bin.close()
  }
}

/** Times of units are samples over the rate that the sorter was told: the same rate leads back to the samples. */
const sortingRate = async ({ sortingPath }: WaveformWork): Promise<number | null> => {
  const sorting = sortingPath ? await readKilosort(sortingPath).catch(() => null) : null
  return sorting?.samplingRate ?? null
}

const fromMeans = async ({ units, ...work }: WaveformWork): Promise<Found | null> => {
  const means = work.sortingPath ? await loadMeanWaveforms(work.sortingPath) : null
  if (!means) return null
  const { clusterIds } = await readKilosort(work.sortingPath!)
  const found = units.flatMap(({ unit, electrode }): FoundWaveforms[] => {
    const row = meanWaveformRow(means, clusterIds, unit)
    const sites = sitesAround(work, electrode).filter(({ channel }) => channel < means.channels)
    if (row === undefined || sites[0]?.electrode !== electrode) return []
    const mean = new Float32Array(sites.length * means.samples)
    for (const [index, { channel }] of sites.entries()) {
      const start = (row * means.channels + channel) * means.samples
      mean.set(means.data.subarray(start, start + means.samples), index * means.samples)
    }
    const electrodes = sites.map((site) => site.electrode)
    return [{ unit, electrodes, mean, snippets: new Float32Array(0), used: 0 }]
  })
  return { samples: means.samples, units: found }
}

/** The recorded sites nearest to an electrode, itself first. */
export const sitesAround = ({ channels }: Pick<WaveformWork, 'channels'>, electrode: number) => {
  const peak = channels.find((channel) => channel.electrode === electrode)
  if (!peak) return []
  const distance = ({ x, y }: { x: number; y: number }) => Math.hypot(x - peak.x, y - peak.y)
  const others = channels.filter((channel) => channel !== peak).sort((a, b) => distance(a) - distance(b))
  return [peak, ...others].slice(0, storedSites)
}

const siteRows = (
  unitKey: Key,
  electrodeConfig: WaveformWork['electrodeConfig'],
  { electrodes, mean, snippets, used }: FoundWaveforms,
  samples: number,
): InsertRow[] =>
  electrodes.map((electrode, index) => ({
    ...unitKey,
    ...electrodeConfig,
    electrode,
    waveform_mean: vector(mean.slice(index * samples, (index + 1) * samples)),
    waveforms: index === 0 && used > 0 ? matrix(snippets, used, samples) : null,
  }))

const vector = (data: Float32Array): NdArray => ({ kind: 'ndarray', dtype: 'float32', shape: [data.length], data })

/** Blobs hold arrays column-major. */
const matrix = (rows: Float32Array, count: number, samples: number): NdArray => {
  const data = new Float32Array(rows.length)
  for (let row = 0; row < count; row++)
    for (let sample = 0; sample < samples; sample++) data[sample * count + row] = rows[row * samples + sample]!
  return { kind: 'ndarray', dtype: 'float32', shape: [count, samples], data }
}
