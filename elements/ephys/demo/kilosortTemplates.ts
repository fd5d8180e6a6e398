import { absoluteX, type DemoChannel, type DemoProbe, microvoltsPerBit } from './demoProbe.ts'
import { attenuation, type DemoUnit, unitWaveform } from './simulateUnits.ts'
import type { DemoRecording } from './writeSpikeGlx.ts'

/** What a sorter learnt about its clusters: unit-norm templates in whitened space. */
export type DemoTemplates = {
  readonly count: number
  readonly samples: number
  readonly channels: number
  /** [template, sample, channel] */
  readonly templates: Float32Array
  /** Norm of each whitened waveform: the mean of the spikes' amplitudes. */
  readonly norms: Float64Array
  /** Whitened units per step of the file. */
  readonly whitening: number
  /** [template, rank]: channels from the nearest on. */
  readonly nearest: readonly (readonly number[])[]
}

/** Background of the recording in steps of the file, which whitening brings to 1. */
const backgroundMicrovolts = 8

/** Templates of all units, and a last one that has lost all its spikes to its neighbour. */
export const learnTemplates = (recording: DemoRecording, samples: number, peak: number): DemoTemplates => {
  const { probe, channels } = recording
  const units = [...recording.units, recording.units[0]!]
  const templates = new Float32Array(units.length * samples * channels.length)
  const perMicrovolt = 1 / backgroundMicrovolts
  const norms = Float64Array.from(units, (unit, index) =>
    fillTemplate(templates, index * samples * channels.length, unit, recording, samples, peak, perMicrovolt),
  )
  return {
    count: units.length,
    samples,
    channels: channels.length,
    templates,
    norms,
    whitening: microvoltsPerBit(probe) * perMicrovolt,
    nearest: units.map((unit) => nearestChannels(unit, probe, channels)),
  }
}

/** Mean waveforms in µV as ecephys_spike_sorting computes them: [cluster, channel, sample]. */
export const meanWaveforms = (recording: DemoRecording, clusters: readonly number[], samples: number, peak: number) => {
  const { channels, probe, units } = recording
  const data = new Float64Array(clusters.length * channels.length * samples)
  let next = 0
  for (const cluster of clusters) {
    const shape = unitWaveform(units[cluster]!, samples, peak)
    for (const channel of channels) {
      const share = attenuation(units[cluster]!, absoluteX(probe, channel), channel.y)
      for (const value of shape) data[next++] = share * value
    }
  }
  return { data, shape: [clusters.length, channels.length, samples] }
}

/** Cosine of every pair of templates, row-major. */
export const similarTemplates = ({ templates, count, samples, channels }: DemoTemplates): Float32Array => {
  const size = samples * channels
  const similar = new Float32Array(count * count)
  for (let first = 0; first < count; first++)
    for (let second = 0; second < count; second++) {
      let product = 0
      for (let index = 0; index < size; index++)
        product += templates[first * size + index]! * templates[second * size + index]!
      similar[first * count + second] = product
    }
  return similar
}

/** Writes one unit-norm template and returns the norm that it had. */
const fillTemplate = (
  templates: Float32Array,
  offset: number,
  unit: DemoUnit,
  { probe, channels }: DemoRecording,
  samples: number,
  peak: number,
  perMicrovolt: number,
): number => {
  const shape = unitWaveform(unit, samples, peak)
  const weights = channels.map((channel) => attenuation(unit, absoluteX(probe, channel), channel.y) * perMicrovolt)
  const norm = Math.hypot(...shape) * Math.hypot(...weights)
  for (const [sample, value] of shape.entries())
    for (const [channel, weight] of weights.entries())
      templates[offset + sample * channels.length + channel] = (value * weight) / norm
  return norm
}

const nearestChannels = (unit: DemoUnit, probe: DemoProbe, channels: readonly DemoChannel[]): number[] => {
  const distances = channels.map((channel) => Math.hypot(absoluteX(probe, channel) - unit.x, channel.y - unit.y))
  return distances.map((_, index) => index).sort((a, b) => distances[a]! - distances[b]!)
}
