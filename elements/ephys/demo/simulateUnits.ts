import { type Random, seededRandom } from '#elements/random/index.ts'
import { absoluteX, type DemoChannel, type DemoProbe } from './demoProbe.ts'

export type DemoUnit = {
  /** Index of the template in the sorter's output. */
  readonly template: number
  readonly label: 'good' | 'mua'
  /** Mean rate in Hz. */
  readonly rate: number
  /** Seconds after a spike in which the cell is silent. */
  readonly refractory: number
  /** Probability that a spike is followed by another 4 ms later. */
  readonly burst: number
  /** Share of the spikes that belong to a neighbour and ignore the refractory period. */
  readonly contamination: number
  /** µm, with shanks side by side. */
  readonly x: number
  readonly y: number
  /** µV from baseline to trough at the cell. */
  readonly amplitude: number
  /** µm over which the amplitude falls to half. */
  readonly reach: number
  /** Samples: width of the trough, and delay, width and relative height of the repolarisation. */
  readonly shape: { readonly trough: number; readonly delay: number; readonly width: number; readonly peak: number }
}

/** Cells along the recorded channels: mostly slow regular cells, some fast narrow ones, some multi-unit clusters. */
export const simulateUnits = (
  seed: string,
  count: number,
  probe: DemoProbe,
  channels: readonly DemoChannel[],
): DemoUnit[] => {
  const random = seededRandom(`${seed}/units`)
  return Array.from({ length: count }, (_, template) => {
    const home = channels[Math.floor(((template + random.uniform()) * channels.length) / count)]!
    return {
      template,
      ...(template % 5 === 3 ? multiUnit(random) : template % 5 === 1 ? fastCell(random) : regularCell(random)),
      x: absoluteX(probe, home) + 8 * random.normal(),
      y: home.y + 5 * random.normal(),
      reach: 25 + 15 * random.uniform(),
    }
  })
}

/** µV over the samples around a spike at unit distance weight 1; the trough lies at `peak`. */
export const unitWaveform = (unit: DemoUnit, samples: number, peak: number): Float64Array => {
  const { trough, delay, width, peak: height } = unit.shape
  return Float64Array.from({ length: samples }, (_, sample) => {
    const time = sample - peak
    return unit.amplitude * (height * bell((time - delay) / width) - bell(time / trough))
  })
}

/** Share of the amplitude that reaches an electrode, with the tissue moved up by `drift` µm. */
export const attenuation = (unit: DemoUnit, x: number, y: number, drift = 0): number => {
  const distance = Math.hypot(x - unit.x, y - unit.y - drift)
  return 1 / (1 + (distance / unit.reach) ** 2)
}

const regularCell = (random: Random) => ({
  label: 'good' as const,
  rate: 0.6 * Math.exp(1.6 * random.uniform()),
  refractory: 0.003,
  burst: random.uniform() < 0.4 ? 0.15 : 0.02,
  contamination: 0,
  amplitude: 80 + 120 * random.uniform(),
  shape: { trough: 4.5 + random.uniform(), delay: 17 + 4 * random.uniform(), width: 9, peak: 0.32 },
})

const fastCell = (random: Random) => ({
  label: 'good' as const,
  rate: 5 * Math.exp(1.4 * random.uniform()),
  refractory: 0.002,
  burst: 0,
  contamination: 0.002,
  amplitude: 70 + 80 * random.uniform(),
  shape: { trough: 2.8 + 0.5 * random.uniform(), delay: 8 + 2 * random.uniform(), width: 4, peak: 0.5 },
})

const multiUnit = (random: Random) => ({
  label: 'mua' as const,
  rate: 2 + 4 * random.uniform(),
  refractory: 0.001,
  burst: 0.02,
  contamination: 0.25,
  amplitude: 40 + 25 * random.uniform(),
  shape: { trough: 4, delay: 15, width: 8, peak: 0.3 },
})

const bell = (z: number): number => Math.exp(-0.5 * z * z)
