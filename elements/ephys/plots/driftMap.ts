import type { Frame } from '#elements/contract.ts'
import { definePlot } from '#elements/contract.ts'
import { type Axis, addToImage } from './binning.ts'
import { loadSpikeDepths, loadSpikeTrains, selectUnits } from './spikeTrains.ts'

/**
 * Spikes of a sorting over time and depth: `rate` [depth bin, time bin] in spikes/s; bin edges lie evenly between meta.t0 and
 * meta.t1 (s), meta.depth0 and meta.depth1 (µm above the lowest row of sites; the first row of the image is the deepest).
 */
export const driftMapPlot = definePlot({
  name: 'ephys.driftMap',
  title: 'Drift map',
  version: 1,
  needs: ['spike_times', 'spike_depths'],
  defaults: { t0: 0, t1: null as number | null, timeBins: 600, depthBinUm: 10 },
  async load(table, key, params, context): Promise<Frame> {
    const trains = await loadSpikeTrains(table, key, context)
    const depths = await loadSpikeDepths(table, key, trains, context)
    const withDepth = selectUnits(table, key, trains).filter((index) => depths[index])
    const timeAxis = timeAxisOf(params.t0, params.t1 ?? trains.duration, params.timeBins)
    const depthBinUm = Math.max(1, params.depthBinUm)
    const depthAxis = depthAxisOf(
      withDepth.map((index) => depths[index]!),
      depthBinUm,
    )
    const image = new Uint32Array(timeAxis.bins * depthAxis.bins)
    for (const index of withDepth) {
      addToImage(image, trains.times[index]!, depths[index]!, timeAxis, depthAxis)
      await context.pause?.()
    }
    const shown = image.reduce((sum, count) => sum + count, 0)
    const binSeconds = (timeAxis.to - timeAxis.from) / timeAxis.bins
    return {
      meta: {
        t0: timeAxis.from,
        t1: timeAxis.to,
        depth0: depthAxis.from,
        depth1: depthAxis.to,
        binSeconds,
        depthBinUm,
        spikes: shown,
        note: noteOf(shown, withDepth.length),
      },
      arrays: [
        {
          name: 'rate',
          unit: 'Hz',
          shape: [depthAxis.bins, timeAxis.bins],
          data: Float32Array.from(image, (count) => count / binSeconds),
        },
      ],
    }
  },
})

const noteOf = (spikes: number, unitsWithDepth: number): string =>
  unitsWithDepth === 0 ? 'The sorting has no depths of spikes.' : `density of ${spikes.toLocaleString('en')} spikes`

const timeAxisOf = (t0: number, t1: number, bins: number): Axis => {
  const from = Math.max(0, t0)
  return { from, to: Math.max(from + 1e-3, t1), bins: Math.max(1, Math.min(4000, Math.round(bins))) }
}

/** Whole bins around the middle 99.8 % of the spikes, so that a stray spike does not stretch the map. */
const depthAxisOf = (depths: readonly Float32Array[], binUm: number): Axis => {
  const [low, high] = middleRange(depths)
  const from = Math.floor(low / binUm) * binUm
  const bins = Math.max(1, Math.min(2000, Math.ceil((high - from) / binUm + 1e-9)))
  return { from, to: from + bins * binUm, bins }
}

const middleRange = (depths: readonly Float32Array[]): [number, number] => {
  const total = depths.reduce((sum, values) => sum + values.length, 0)
  const step = Math.max(1, Math.floor(total / 100_000))
  const sample = Float32Array.from(depths.flatMap((values) => everyNth(values, step))).sort()
  const finite = sample.filter(Number.isFinite)
  if (finite.length === 0) return [0, 1]
  const cut = Math.floor(finite.length * 0.001)
  return [finite[cut]!, finite[finite.length - 1 - cut]!]
}

const everyNth = (values: Float32Array, step: number): number[] =>
  Array.from({ length: Math.ceil(values.length / step) }, (_, index) => values[index * step]!)
