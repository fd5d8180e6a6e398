import type { Frame } from '#elements/contract.ts'
import { definePlot } from '#elements/contract.ts'
import { countShorter, histogram, intervals } from './binning.ts'
import { loadSpikeTrains, selectTrain } from './spikeTrains.ts'

/**
 * Histogram of the intervals between neighbouring spikes of one unit: `edge` ms (one more than counts), `count`. scale
 * `linear`: bins of binMs up to maxMs; `log`: 20 bins a decade from 0.1 ms to 100 s. meta has the refractory violations.
 */
export const isiPlot = definePlot({
  name: 'ephys.isi',
  title: 'Interspike intervals',
  version: 1,
  needs: ['spike_times'],
  defaults: { maxMs: 100, binMs: 1, scale: 'linear' as string, refractoryMs: 1.5 },
  async load(table, key, params, context): Promise<Frame> {
    const trains = await loadSpikeTrains(table, key, context)
    const times = selectTrain(table, key, trains)
    const edges = params.scale === 'log' ? logEdges() : linearEdges(params.maxMs, params.binMs)
    const gaps = intervals(times).map((seconds) => seconds * 1000)
    const count = histogram(gaps, edges)
    const violations = countShorter(times, params.refractoryMs / 1000)
    const shown = count.reduce((sum, value) => sum + value, 0)
    return {
      meta: {
        scale: params.scale === 'log' ? 'log' : 'linear',
        refractoryMs: params.refractoryMs,
        intervals: gaps.length,
        violations,
        violationPercent: gaps.length > 0 ? (100 * violations) / gaps.length : null,
        note: `${shown.toLocaleString('en')} of ${gaps.length.toLocaleString('en')} intervals shown`,
      },
      arrays: [
        { name: 'edge', unit: 'ms', shape: [edges.length], data: edges },
        { name: 'count', unit: '1', shape: [count.length], data: count },
      ],
    }
  },
})

const linearEdges = (maxMs: number, binMs: number): Float64Array => {
  const width = Math.max(0.01, binMs)
  const bins = Math.max(1, Math.min(10_000, Math.round(maxMs / width)))
  return Float64Array.from({ length: bins + 1 }, (_, index) => index * width)
}

const logEdges = (): Float64Array => Float64Array.from({ length: 121 }, (_, index) => 10 ** (-1 + index / 20))
