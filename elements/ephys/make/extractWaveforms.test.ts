import { expect, test } from 'vitest'
import { chooseSpikes, extractWaveforms, maxCandidates, maxWaveforms, windowAt } from './extractWaveforms.ts'

const channelCount = 3

/** A recording in memory with a triangular spike of `depth` bits on channel 1 at each of `times`, on an offset of 100. */
const recording = (samples: number, times: readonly number[], depth: number, offset = 100) => {
  const data = new Int16Array(samples * channelCount).fill(offset)
  for (const time of times)
    for (let step = -3; step <= 3; step++)
      data[(time + step) * channelCount + 1]! -= Math.round(depth * (1 - Math.abs(step) / 4))
  return source(data)
}

const source = (data: Int16Array) => ({
  sampleCount: data.length / channelCount,
  readSamples: (start: number, count: number, channels: readonly number[]) =>
    Int16Array.from({ length: count * channels.length }, (_, index) => {
      const sample = start + Math.floor(index / channels.length)
      return data[sample * channelCount + channels[index % channels.length]!]!
    }),
})

const window = { before: 10, after: 15 }

test('the mean is in µV, relative to the baseline, with the trough where the spike is', () => {
  const found = extractWaveforms(recording(400, [100, 250], 40), [100, 250], [1, 0], [2, 2], window)
  expect(found.used).toBe(2)
  expect(found.mean[10]).toBe(-80)
  expect(found.mean[0]).toBe(0)
  expect([...found.mean.subarray(26)].every((value) => value === 0)).toBe(true)
  expect(found.snippets).toHaveLength(2 * 26)
  expect(found.snippets[26 + 10]).toBe(-80)
})

test('spikes over an end of the file and in gaps of zeros are passed over', () => {
  const found = extractWaveforms(recording(400, [100], 40), [3, 100, 395], [1], [1], window)
  expect(found.used).toBe(1)
  const gap = extractWaveforms(source(new Int16Array(400 * channelCount)), [100, 200], [1], [1], window)
  expect(gap.used).toBe(0)
})

test('further candidates replace those in gaps, up to the limit', () => {
  const times = Array.from({ length: maxWaveforms + 100 }, (_, index) => 50 + 30 * index)
  const data = recording(times.length * 30 + 200, times, 40)
  const inGap = Array.from({ length: 50 }, () => 2)
  expect(extractWaveforms(data, [...inGap, ...times], [1], [1], window).used).toBe(maxWaveforms)
})

test('the window at 30 kHz has 82 samples with the spike at sample 30', () => {
  expect(windowAt(30_000)).toEqual({ before: 30, after: 51 })
})

test('the choice of spikes is the same every time and differs between units', () => {
  const times = Float64Array.from({ length: 10_000 }, (_, index) => index)
  expect(chooseSpikes(3, times)).toEqual(chooseSpikes(3, times))
  expect(chooseSpikes(4, times)).not.toEqual(chooseSpikes(3, times))
  expect(new Set(chooseSpikes(3, times)).size).toBe(maxCandidates)
})
