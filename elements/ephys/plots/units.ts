import type { FetchedRow, Frame, Key, PlotContext, Table } from '#elements/contract.ts'
import { definePlot } from '#elements/contract.ts'
import { nearestDescendant, numbersOf } from '#elements/plotData/index.ts'
import { countShorter } from './binning.ts'
import { loadSites } from './electrodeSites.ts'
import { loadSpikeTrains, type SpikeTrains, sortingKey, unitAttribute } from './spikeTrains.ts'

/**
 * All units of a sorting, one element per unit in every array: `unit`, `label` (index into meta.labels), `electrode` (-1 when
 * unknown), `depth` µm of the peak electrode, `rate` Hz, `spikes`, `isi_violations` (% of intervals below refractoryMs),
 * `amplitude` µV peak to trough. NaN stands for what is not known.
 */
export const unitsPlot = definePlot({
  name: 'ephys.units',
  title: 'Units',
  version: 1,
  needs: ['spike_times'],
  defaults: { refractoryMs: 1.5 },
  async load(table, key, { refractoryMs }, context): Promise<Frame> {
    const trains = await loadSpikeTrains(table, key, context)
    const sites = await loadSites(table, trains.units[0]?.row, context)
    const amplitudes = await loadAmplitudes(table, key, context)
    const refractory = await allViolations(trains, refractoryMs, context)
    const depth = (electrode: number | null) =>
      electrode === null ? Number.NaN : (sites.get(electrode)?.y ?? Number.NaN)
    return {
      meta: {
        labels: labelsOf(trains),
        unitAttribute: unitAttribute(table),
        duration: trains.duration,
        refractoryMs,
        note: `${trains.units.length} units, ${countSpikes(trains).toLocaleString('en')} spikes`,
      },
      arrays: [
        column(
          'unit',
          '1',
          Int32Array.from(trains.units, ({ unit }) => unit),
        ),
        column('label', '1', labelIndices(trains)),
        column(
          'electrode',
          '1',
          Int32Array.from(trains.units, ({ electrode }) => electrode ?? -1),
        ),
        column(
          'depth',
          'µm',
          Float32Array.from(trains.units, ({ electrode }) => depth(electrode)),
        ),
        column(
          'rate',
          'Hz',
          Float32Array.from(trains.times, (times) => meanRate(times, trains.duration)),
        ),
        column(
          'spikes',
          '1',
          Uint32Array.from(trains.times, (times) => times.length),
        ),
        column('isi_violations', '%', refractory),
        column(
          'amplitude',
          'µV',
          Float32Array.from(trains.units, ({ unit }) => amplitudes.get(unit) ?? Number.NaN),
        ),
      ],
    }
  },
})

/** % of the intervals of a train that are shorter than the refractory period; NaN without an interval. */
export const violations = (times: Float64Array, refractoryMs: number): number =>
  times.length < 2 ? Number.NaN : (100 * countShorter(times, refractoryMs / 1000)) / (times.length - 1)

/** Of each unit. */
const allViolations = async ({ times }: SpikeTrains, refractoryMs: number, context: PlotContext) => {
  const found = new Float32Array(times.length)
  for (const [unit, train] of times.entries()) {
    found[unit] = violations(train, refractoryMs)
    await context.pause?.()
  }
  return found
}

const meanRate = (times: Float64Array, duration: number): number =>
  duration > 0 ? times.length / duration : Number.NaN

const countSpikes = ({ times }: SpikeTrains): number => times.reduce((sum, train) => sum + train.length, 0)

const column = (name: string, unit: string, data: Int32Array | Uint16Array | Uint32Array | Float32Array) => ({
  name,
  unit,
  shape: [data.length],
  data,
})

const labelsOf = ({ units }: SpikeTrains): string[] => [...new Set(units.map(({ label }) => label))].sort()

const labelIndices = (trains: SpikeTrains): Uint16Array => {
  const labels = labelsOf(trains)
  return Uint16Array.from(trains.units, ({ label }) => labels.indexOf(label))
}

/** Peak to trough of the mean waveform at the peak electrode, µV, by unit. */
const loadAmplitudes = async (table: Table, key: Key, context: PlotContext): Promise<ReadonlyMap<number, number>> => {
  const waveforms = nearestDescendant(table, ['peak_electrode_waveform'], context)
  if (!waveforms) return new Map()
  const own = unitAttribute(table)
  const rows = await context.fetch(waveforms.name, sortingKey(table, key), [own, 'peak_electrode_waveform'])
  return new Map(rows.map((row) => [Number(row[own]), peakToTrough(row.peak_electrode_waveform)]))
}

const peakToTrough = (value: FetchedRow[string] | undefined): number => {
  const samples = numbersOf(value)
  return samples.length === 0 ? Number.NaN : Math.max(...samples) - Math.min(...samples)
}
