import type { Frame } from '#elements/contract.ts'
import { definePlot } from '#elements/contract.ts'
import { binCentres, countPerBin } from './binning.ts'
import { loadSpikeTrains, selectUnits } from './spikeTrains.ts'

/** Firing rate over the recording: `time` s (middle of the bin), `rate` Hz; of all units together when the key names none. */
export const firingRatePlot = definePlot({
  name: 'ephys.firingRate',
  title: 'Firing rate',
  version: 1,
  needs: ['spike_times'],
  defaults: { t0: 0, t1: null as number | null, bins: 300 },
  async load(table, key, params, context): Promise<Frame> {
    const trains = await loadSpikeTrains(table, key, context)
    const t0 = Math.max(0, params.t0)
    const t1 = Math.max(t0 + 1e-3, params.t1 ?? trains.duration)
    const bins = Math.max(1, Math.min(10_000, Math.round(params.bins)))
    const selected = selectUnits(table, key, trains).map((index) => trains.times[index]!)
    const counts = sumCounts(selected, t0, t1, bins)
    const binSeconds = (t1 - t0) / bins
    const spikes = counts.reduce((sum, count) => sum + count, 0)
    return {
      meta: {
        t0,
        t1,
        binSeconds,
        spikes,
        units: selected.length,
        note: `${spikes.toLocaleString('en')} spikes in bins of ${binSeconds.toPrecision(3)} s`,
      },
      arrays: [
        { name: 'time', unit: 's', shape: [bins], data: binCentres({ from: t0, to: t1, bins }) },
        { name: 'rate', unit: 'Hz', shape: [bins], data: Float32Array.from(counts, (count) => count / binSeconds) },
      ],
    }
  },
})

const sumCounts = (trains: readonly Float64Array[], t0: number, t1: number, bins: number): Uint32Array => {
  const sum = new Uint32Array(bins)
  for (const times of trains) {
    const counts = countPerBin(times, t0, t1, bins)
    for (let bin = 0; bin < bins; bin++) sum[bin]! += counts[bin]!
  }
  return sum
}
