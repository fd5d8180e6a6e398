import { type Random, seededRandom } from '#elements/random/index.ts'
import { absoluteX, type DemoChannel } from './demoProbe.ts'
import type { DemoTemplates } from './kilosortTemplates.ts'
import { driftAt } from './simulateSpikes.ts'
import { attenuation, type DemoUnit } from './simulateUnits.ts'
import type { DemoRecording } from './writeSpikeGlx.ts'

export type SpikeFeatures = {
  /** First principal component on the nearest channels: [spike, rank]. */
  readonly first: Float32Array
  readonly ranks: number
  /** µm, x and y: [spike, 2]. */
  readonly positions: Float32Array
  /** Whitened units. */
  readonly amplitudes: Float32Array
}

/** What a sorter measures of each spike; the features follow the drift of the tissue. */
export const measureSpikes = (recording: DemoRecording, templates: DemoTemplates, ranks: number): SpikeFeatures => {
  const { spikes, units, channels, sampleRate, drift } = recording
  const random = seededRandom(`${recording.seed}/features`)
  const count = spikes.times.length
  const first = new Float32Array(count * ranks)
  const positions = new Float32Array(count * 2)
  const amplitudes = new Float32Array(count)
  for (let spike = 0; spike < count; spike++) {
    const unit = units[spikes.units[spike]!]!
    const movement = driftAt(drift, spikes.times[spike]! / sampleRate)
    amplitudes[spike] = spikes.scale[spike]! * templates.norms[unit.template]!
    positions[2 * spike] = unit.x + 3 * random.normal()
    positions[2 * spike + 1] = unit.y + movement + 3 * random.normal()
    const nearest = templates.nearest[unit.template]!
    for (let rank = 0; rank < ranks; rank++)
      first[spike * ranks + rank] =
        projection(recording, unit, channels[nearest[rank]!]!, movement, amplitudes[spike]!) + random.normal()
  }
  return { first, ranks, positions, amplitudes }
}

/** Features of KS4, [spike, component, rank]: later components hold noise. */
export const allComponents = (seed: string, { first, ranks }: SpikeFeatures, components: number): Float32Array => {
  const random: Random = seededRandom(`${seed}/components`)
  const count = first.length / ranks
  const features = new Float32Array(count * components * ranks)
  for (let spike = 0; spike < count; spike++)
    for (let component = 0; component < components; component++)
      for (let rank = 0; rank < ranks; rank++)
        features[(spike * components + component) * ranks + rank] =
          component === 0 ? first[spike * ranks + rank]! : random.normal()
  return features
}

const projection = (
  { probe }: DemoRecording,
  unit: DemoUnit,
  channel: DemoChannel,
  movement: number,
  amplitude: number,
): number => amplitude * attenuation(unit, absoluteX(probe, channel), channel.y, movement)
