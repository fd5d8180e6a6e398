import { LabBookError } from '#core/errors.ts'
import type { FrameArray } from '#core/frame/frame.ts'
import type { FetchedRow, Frame, Key, PlotContext, Table } from '#elements/contract.ts'
import { definePlot } from '#elements/contract.ts'
import { nearestAncestor, nearestDescendant, numbersOf } from '#elements/plotData/index.ts'
import { loadSites, type Site } from './electrodeSites.ts'
import { unitAttribute } from './spikeTrains.ts'
import { loadTemplate } from './templateWaveform.ts'

/** Waveforms of one unit at some sites, from whatever source. */
export type SiteWaveforms = {
  readonly unit: 'µV' | 'a.u.'
  readonly electrodes: readonly number[]
  readonly waveforms: readonly Float64Array[]
  /** Single spikes at the peak electrode. */
  readonly snippets: readonly Float64Array[]
  readonly note: string
}

const maxSnippets = 50

/**
 * Mean waveform of one unit on the probe: `electrode`, `x`, `y` (µm) per site, `waveform` [site, sample] in µV, or in a.u. when
 * it is the sorter's template, `time` ms from the extremum at the peak site, `snippets` [spike, sample] at the peak site where
 * some are stored. meta.peak is the index of the peak site; meta.source is `waveforms`, `template` or `none`.
 */
export const waveformPlot = definePlot({
  name: 'ephys.waveform',
  title: 'Mean waveform',
  version: 1,
  needs: ['spike_times', 'electrode'],
  defaults: { maxSites: 32 },
  async load(table, key, { maxSites }, context): Promise<Frame> {
    if (key[unitAttribute(table)] === undefined)
      throw new LabBookError('BAD_REQUEST', { problem: 'This plot shows one unit; the key names none.' })
    const [row] = await context.fetch(table.name, key)
    if (!row) throw new LabBookError('NO_SUCH_ROW', { table: table.name, key })
    const found = (await storedWaveforms(table, key, context)) ?? (await loadTemplate(table, key, context))
    if (!found || found.electrodes.length === 0) return emptyFrame
    const sites = await loadSites(table, row, context)
    return waveformFrame(nearestToPeak(found, sites, maxSites), sites, await samplingRate(table, key, context))
  },
})

const emptyFrame: Frame = {
  meta: { source: 'none', note: 'No waveforms are stored and the folder of the sorting is not there.' },
  arrays: [],
}

/** Rows of the table below that keeps a mean waveform per electrode; null when this unit has none with a number. */
const storedWaveforms = async (table: Table, key: Key, context: PlotContext): Promise<SiteWaveforms | null> => {
  const source = nearestDescendant(table, ['electrode', 'waveform_mean'], context)
  if (!source) return null
  const rows = await context.fetch(source.name, key, ['electrode', 'waveform_mean'])
  const known = rows
    .map((row) => ({ electrode: Number(row.electrode), samples: numbersOf(row.waveform_mean) }))
    .filter(({ samples }) => samples.some(Number.isFinite))
  if (known.length === 0) return null
  const waveforms = known.map(({ samples }) => samples)
  const electrodes = known.map(({ electrode }) => electrode)
  const peak = electrodes[peakIndex(waveforms)]!
  return {
    unit: 'µV',
    electrodes,
    waveforms,
    snippets: await storedSnippets(source, { ...key, electrode: peak }, context),
    note: 'mean waveform',
  }
}

const storedSnippets = async (source: Table, key: Key, context: PlotContext): Promise<Float64Array[]> => {
  if (!source.attributes.some(({ name }) => name === 'waveforms')) return []
  const [row] = await context.fetch(source.name, key, ['waveforms'])
  return rowsOfMatrix(row?.waveforms)
}

/** Rows of a stored [spike, sample] array, evenly thinned; blobs are column-major. */
const rowsOfMatrix = (value: FetchedRow[string] | undefined): Float64Array[] => {
  if (value === null || typeof value !== 'object' || !('kind' in value) || value.kind !== 'ndarray') return []
  const [spikes = 0, samples = 0] = value.shape
  if (value.shape.length !== 2) return []
  const data = numbersOf(value)
  const step = Math.max(1, Math.ceil(spikes / maxSnippets))
  return Array.from({ length: Math.ceil(spikes / step) }, (_, index) =>
    Float64Array.from({ length: samples }, (_, sample) => data[sample * spikes + index * step]!),
  )
}

const samplingRate = async (table: Table, key: Key, context: PlotContext): Promise<number | null> => {
  const recording = nearestAncestor(table, ['sampling_rate'], context)
  const [row] = recording ? await context.fetch(recording.name, key, ['sampling_rate']) : []
  return row ? Number(row.sampling_rate) : null
}

/** The site whose waveform has the largest range; samples that are no numbers are left out. */
export const peakIndex = (waveforms: readonly Float64Array[]): number => {
  const ranges = waveforms.map((samples) => {
    const known = samples.filter(Number.isFinite)
    return Math.max(...known) - Math.min(...known)
  })
  return ranges.indexOf(Math.max(...ranges))
}

const nearestToPeak = (found: SiteWaveforms, sites: ReadonlyMap<number, Site>, maxSites: number): SiteWaveforms => {
  const peak = sites.get(found.electrodes[peakIndex(found.waveforms)]!)
  const distance = (electrode: number): number => {
    const site = sites.get(electrode)
    return peak && site ? Math.hypot(site.x - peak.x, site.y - peak.y) : 0
  }
  const order = found.electrodes
    .map((electrode, index) => ({ index, distance: distance(electrode) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, Math.max(1, maxSites))
  return {
    ...found,
    electrodes: order.map(({ index }) => found.electrodes[index]!),
    waveforms: order.map(({ index }) => found.waveforms[index]!),
  }
}

const waveformFrame = (found: SiteWaveforms, sites: ReadonlyMap<number, Site>, rate: number | null): Frame => {
  const { electrodes, waveforms, snippets } = found
  const samples = waveforms[0]!.length
  const peak = peakIndex(waveforms)
  const zero = extremum(waveforms[peak]!)
  const toMs = rate === null ? 1 : 1000 / rate
  const perSite = (name: string, value: (electrode: number) => number): FrameArray => ({
    name,
    unit: 'µm',
    shape: [electrodes.length],
    data: Float32Array.from(electrodes, value),
  })
  return {
    meta: {
      source: found.unit === 'µV' ? 'waveforms' : 'template',
      unit: found.unit,
      sampleRate: rate,
      peak,
      peakElectrode: electrodes[peak]!,
      note: found.note,
    },
    arrays: [
      { name: 'electrode', unit: '1', shape: [electrodes.length], data: Int32Array.from(electrodes) },
      perSite('x', (electrode) => sites.get(electrode)?.x ?? Number.NaN),
      perSite('y', (electrode) => sites.get(electrode)?.y ?? Number.NaN),
      {
        name: 'time',
        unit: rate === null ? 'samples' : 'ms',
        shape: [samples],
        data: Float32Array.from({ length: samples }, (_, sample) => (sample - zero) * toMs),
      },
      matrix('waveform', found.unit, waveforms, samples),
      ...(snippets.length > 0 ? [matrix('snippets', found.unit, snippets, snippets[0]!.length)] : []),
    ],
  }
}

const matrix = (name: string, unit: string, rows: readonly Float64Array[], columns: number): FrameArray => {
  const data = new Float32Array(rows.length * columns)
  for (const [index, row] of rows.entries()) data.set(row, index * columns)
  return { name, unit, shape: [rows.length, columns], data }
}

const extremum = (samples: Float64Array): number => {
  const sizes = samples.map((sample) => (Number.isFinite(sample) ? Math.abs(sample) : 0))
  return sizes.indexOf(Math.max(...sizes))
}
