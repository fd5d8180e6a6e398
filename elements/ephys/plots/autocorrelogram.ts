import type { Frame } from '#elements/contract.ts'
import { definePlot } from '#elements/contract.ts'
import { binCentres } from './binning.ts'
import { mirrored, positiveLags } from './correlogram.ts'
import { loadSpikeTrains, selectTrain } from './spikeTrains.ts'

/**
 * Autocorrelogram of one unit: `lag` ms (middle of the bin, from -windowMs to windowMs), `count` of pairs of spikes, `rate` Hz
 * (pairs per spike and second). The lag of a spike to itself is left out. meta.baseline is the mean rate in Hz.
 */
export const autocorrelogramPlot = definePlot({
  name: 'ephys.autocorrelogram',
  title: 'Autocorrelogram',
  version: 1,
  needs: ['spike_times'],
  defaults: { windowMs: 50, binMs: 1 },
  async load(table, key, params, context): Promise<Frame> {
    const trains = await loadSpikeTrains(table, key, context)
    const times = selectTrain(table, key, trains)
    const windowMs = Math.max(1, Math.min(1000, params.windowMs))
    const binMs = Math.max(0.1, Math.min(windowMs, params.binMs))
    const count = mirrored(positiveLags(times, binMs / 1000, windowMs / 1000))
    const halfWidth = (count.length / 2) * binMs
    const lag = binCentres({ from: -halfWidth, to: halfWidth, bins: count.length })
    const perSpikeSecond = 1 / (Math.max(1, times.length) * (binMs / 1000))
    return {
      meta: {
        windowMs: halfWidth,
        binMs,
        refractoryMs: 2,
        spikes: times.length,
        baseline: trains.duration > 0 ? times.length / trains.duration : 0,
        note: `${times.length.toLocaleString('en')} spikes`,
      },
      arrays: [
        { name: 'lag', unit: 'ms', shape: [lag.length], data: lag },
        { name: 'count', unit: '1', shape: [count.length], data: count },
        {
          name: 'rate',
          unit: 'Hz',
          shape: [count.length],
          data: Float32Array.from(count, (pairs) => pairs * perSpikeSecond),
        },
      ],
    }
  },
})
