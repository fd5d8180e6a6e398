import { chooseIndices, seededRandom } from '#elements/random/index.ts'

/** Reads int16 samples `start` to `start + count` of some channels, time-major. */
export type SampleSource = {
  readonly sampleCount: number
  readSamples(start: number, count: number, channels: readonly number[]): Int16Array
}

/** Samples before and after that of the spike, which is the last of `before` + 1. */
export type Window = { readonly before: number; readonly after: number }

export type UnitWaveforms = {
  /** µV, [channel, sample]. */
  readonly mean: Float32Array
  /** µV at the first channel, [spike, sample]. */
  readonly snippets: Float32Array
  /** Spikes that were averaged. */
  readonly used: number
}

/** At 30 kHz 82 samples, as ecephys_spike_sorting cuts them, the spike at sample 30: 1 ms before to 1.7 ms after it. */
export const windowAt = (samplingRate: number): Window => ({
  before: Math.round(0.001 * samplingRate),
  after: Math.round((51 / 30_000) * samplingRate),
})

export const maxWaveforms = 500
/** Candidates beyond those replace spikes that fall into gaps or over an end of the file. */
export const maxCandidates = 2000

/** Random spikes of a unit, the same every time; in the order in which they are to be tried. */
export const chooseSpikes = (unit: number, times: Float64Array): Float64Array =>
  Float64Array.from(
    chooseIndices(times.length, maxCandidates, seededRandom(`waveforms/${unit}`)),
    (spike) => times[spike]!,
  )

/**
 * Mean waveform of up to `maxWaveforms` of the candidate spikes (samples). From each snippet and channel the mean of its first
 * half millisecond is taken off. Snippets that leave the file, and those that are 0 throughout (gaps that CatGT or lost packets
 * filled with zeros), are passed over.
 */
export const extractWaveforms = (
  source: SampleSource,
  candidates: ArrayLike<number>,
  channels: readonly number[],
  microvoltsPerBit: readonly number[],
  window: Window,
): UnitWaveforms => {
  const length = window.before + window.after + 1
  const snippets = collectSnippets(source, candidates, channels, window)
  const mean = new Float64Array(channels.length * length)
  const first = new Float32Array(snippets.length * length)
  for (const [spike, raw] of snippets.entries())
    for (let channel = 0; channel < channels.length; channel++) {
      const baseline = baselineOf(raw, channel, channels.length, Math.max(1, Math.round(window.before / 2)))
      for (let sample = 0; sample < length; sample++) {
        const value = (raw[sample * channels.length + channel]! - baseline) * microvoltsPerBit[channel]!
        mean[channel * length + sample]! += value
        if (channel === 0) first[spike * length + sample] = value
      }
    }
  return { mean: Float32Array.from(mean, (sum) => sum / snippets.length), snippets: first, used: snippets.length }
}

/** Tries the candidates in portions, each in the order of the file, until there are enough. */
const collectSnippets = (
  source: SampleSource,
  candidates: ArrayLike<number>,
  channels: readonly number[],
  { before, after }: Window,
): Int16Array[] => {
  const length = before + after + 1
  const snippets: Int16Array[] = []
  for (let from = 0; from < candidates.length && snippets.length < maxWaveforms; ) {
    const to = Math.min(candidates.length, from + maxWaveforms - snippets.length)
    const portion = Array.from({ length: to - from }, (_, index) => Math.round(candidates[from + index]!))
    for (const spike of portion.sort((a, b) => a - b)) {
      if (spike < before || spike + after >= source.sampleCount) continue
      const raw = source.readSamples(spike - before, length, channels)
      if (raw.some((value) => value !== 0)) snippets.push(raw)
    }
    from = to
  }
  return snippets
}

const baselineOf = (raw: Int16Array, channel: number, channels: number, samples: number): number => {
  let sum = 0
  for (let sample = 0; sample < samples; sample++) sum += raw[sample * channels + channel]!
  return sum / samples
}
