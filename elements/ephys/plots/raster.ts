import type { FrameArray } from '#core/frame/frame.ts'
import type { Frame } from '#elements/contract.ts'
import { definePlot } from '#elements/contract.ts'
import { countPerBin, lowerBound } from './binning.ts'
import { loadSites, type Site } from './electrodeSites.ts'
import { loadSpikeTrains, type SpikeTrains, selectUnits } from './spikeTrains.ts'

/** More ticks than this are shown as a density, and so are rows where most pixels would hold one. */
const maxTicks = 50_000
const maxTicksPerPixel = 0.15

/**
 * Spikes of all units (or the one in the key) between t0 and t1 (s; null is the end of the recording), one row per unit.
 * meta.mode `ticks`: `time` s and `row` of every spike. meta.mode `density`: `density` [row, bin], spikes per bin of
 * meta.binSeconds. Either way `unit` and `depth` µm per row; row 0 is the lowest when ordered by depth.
 */
export const rasterPlot = definePlot({
  name: 'ephys.raster',
  title: 'Spike raster',
  version: 2,
  needs: ['spike_times'],
  defaults: { t0: 0, t1: null as number | null, widthPx: 1200, order: 'depth' as string },
  async load(table, key, params, context): Promise<Frame> {
    const trains = await loadSpikeTrains(table, key, context)
    const sites = await loadSites(table, trains.units[0]?.row, context)
    const rows = orderRows(selectUnits(table, key, trains), trains, sites, params.order)
    const t0 = Math.max(0, params.t0)
    const t1 = Math.max(t0 + 1e-3, Math.min(params.t1 ?? trains.duration, trains.duration))
    const bins = Math.max(1, Math.min(4000, Math.round(params.widthPx)))
    const shown = rows.map((row) => trains.times[row]!)
    const drawn = await drawRows(shown, t0, t1, bins, context.pause)
    return {
      meta: { t0, t1, duration: trains.duration, rows: rows.length, order: params.order, ...drawn.meta },
      arrays: [
        ...drawn.arrays,
        {
          name: 'unit',
          unit: '1',
          shape: [rows.length],
          data: Int32Array.from(rows, (row) => trains.units[row]!.unit),
        },
        {
          name: 'depth',
          unit: 'µm',
          shape: [rows.length],
          data: Float32Array.from(rows, (row) => depthOf(row, trains, sites)),
        },
      ],
    }
  },
})

/** Ticks while there are few enough, otherwise spikes per unit and bin; the note says which. */
export const drawRows = async (
  trains: readonly Float64Array[],
  t0: number,
  t1: number,
  bins: number,
  pause: () => Promise<void> = async () => {},
): Promise<{ meta: Readonly<Record<string, string | number>>; arrays: FrameArray[] }> => {
  const slices = trains.map((times) => times.subarray(lowerBound(times, t0), lowerBound(times, t1)))
  const total = slices.reduce((sum, slice) => sum + slice.length, 0)
  const count = total.toLocaleString('en')
  return total <= Math.min(maxTicks, Math.max(1000, maxTicksPerPixel * bins * trains.length))
    ? { meta: { mode: 'ticks', spikes: total, note: `${count} spikes` }, arrays: ticks(slices, total) }
    : {
        meta: { mode: 'density', spikes: total, binSeconds: (t1 - t0) / bins, note: `density of ${count} spikes` },
        arrays: [await density(slices, t0, t1, bins, pause)],
      }
}

const ticks = (slices: readonly Float64Array[], total: number): FrameArray[] => {
  const time = new Float64Array(total)
  const row = new Uint16Array(total)
  let next = 0
  for (const [index, slice] of slices.entries()) {
    time.set(slice, next)
    row.fill(index, next, next + slice.length)
    next += slice.length
  }
  return [
    { name: 'time', unit: 's', shape: [total], data: time },
    { name: 'row', unit: '1', shape: [total], data: row },
  ]
}

const density = async (
  slices: readonly Float64Array[],
  t0: number,
  t1: number,
  bins: number,
  pause: () => Promise<void>,
): Promise<FrameArray> => {
  const data = new Uint32Array(slices.length * bins)
  for (const [index, slice] of slices.entries()) {
    data.set(countPerBin(slice, t0, t1, bins), index * bins)
    await pause()
  }
  return { name: 'density', unit: '1', shape: [slices.length, bins], data: narrowed(data) }
}

/** Counts in as few bytes as they need: an image of 600 units is then not three megabytes but less than one. */
const narrowed = (counts: Uint32Array): Uint32Array | Uint16Array | Uint8Array => {
  const highest = counts.reduce((most, count) => Math.max(most, count), 0)
  if (highest < 2 ** 8) return Uint8Array.from(counts)
  return highest < 2 ** 16 ? Uint16Array.from(counts) : counts
}

const orderRows = (
  rows: readonly number[],
  trains: SpikeTrains,
  sites: ReadonlyMap<number, Site>,
  order: string,
): number[] => {
  const value = (row: number): number => {
    if (order === 'rate') return trains.times[row]!.length
    if (order === 'unit') return trains.units[row]!.unit
    const depth = depthOf(row, trains, sites)
    return Number.isNaN(depth) ? Number.POSITIVE_INFINITY : depth
  }
  return [...rows].sort((a, b) => compare(value(a), value(b)) || a - b)
}

const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1)

const depthOf = (row: number, { units }: SpikeTrains, sites: ReadonlyMap<number, Site>): number => {
  const electrode = units[row]!.electrode
  return electrode === null ? Number.NaN : (sites.get(electrode)?.y ?? Number.NaN)
}
