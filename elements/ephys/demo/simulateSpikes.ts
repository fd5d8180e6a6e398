import { seededRandom } from '#elements/random/index.ts'
import type { DemoUnit } from './simulateUnits.ts'

export type DemoSpikes = {
  /** Sample of the trough, ascending. */
  readonly times: Uint32Array
  /** Index of the unit of each spike. */
  readonly units: Uint16Array
  /** Size of each spike relative to the unit's mean. */
  readonly scale: Float32Array
}

/** Samples at either end that stay empty, so that every spike has its whole waveform in the file. */
const margin = 100

/** The spikes of all units over a recording. */
export const simulateSpikes = (
  seed: string,
  units: readonly DemoUnit[],
  samples: number,
  sampleRate: number,
): DemoSpikes => {
  const trains = units.map((unit) => spikeTrain(`${seed}/${unit.template}`, unit, samples, sampleRate))
  const total = trains.reduce((sum, train) => sum + train.length, 0)
  const packed = new Float64Array(total)
  let next = 0
  for (const [index, train] of trains.entries()) for (const time of train) packed[next++] = time * 1024 + index
  packed.sort()
  const random = seededRandom(`${seed}/scale`)
  return {
    times: Uint32Array.from(packed, (value) => Math.floor(value / 1024)),
    units: Uint16Array.from(packed, (value) => value % 1024),
    scale: Float32Array.from(packed, () => Math.max(0.5, 1 + 0.12 * random.normal())),
  }
}

/** Up and down movement of the tissue in µm at a time in s: a slow slide and a settling after insertion. */
export const driftAt = (micrometres: number, seconds: number): number =>
  micrometres * (0.6 * Math.sin((2 * Math.PI * seconds) / 240) + 0.8 * Math.exp(-seconds / 60))

/** A renewal process with a refractory period, bursts, a slow change of rate, and spikes of a neighbour mixed in. */
const spikeTrain = (seed: string, unit: DemoUnit, samples: number, sampleRate: number): number[] => {
  const random = seededRandom(seed)
  const train: number[] = []
  const phase = 2 * Math.PI * random.uniform()
  const end = (samples - margin) / sampleRate
  let time = margin / sampleRate + random.exponential() / unit.rate
  while (time < end) {
    train.push(Math.round(time * sampleRate))
    const rate = unit.rate * (1 + 0.5 * Math.sin((2 * Math.PI * time) / 97 + phase))
    const pause = random.uniform() < unit.burst ? 0.001 + 0.001 * random.exponential() : random.exponential() / rate
    time += unit.refractory + pause
  }
  const foreign = Math.floor(train.length * unit.contamination)
  for (let spike = 0; spike < foreign; spike++) train.push(margin + random.integer(Math.floor(samples - 2 * margin)))
  return train
}
