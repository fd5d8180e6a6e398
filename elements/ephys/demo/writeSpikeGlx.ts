import { mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Random, seededRandom } from '#elements/random/index.ts'
import { absoluteX, type DemoChannel, type DemoProbe, microvoltsPerBit } from './demoProbe.ts'
import { type DemoSpikes, driftAt } from './simulateSpikes.ts'
import { attenuation, type DemoUnit, unitWaveform } from './simulateUnits.ts'

export type DemoRecording = {
  readonly seed: string
  readonly probe: DemoProbe
  /** The saved channels, in the order of the file. */
  readonly channels: readonly DemoChannel[]
  readonly units: readonly DemoUnit[]
  readonly spikes: DemoSpikes
  readonly sampleRate: number
  /** Samples in the file. */
  readonly samples: number
  /** µm of tissue movement. */
  readonly drift: number
  /** `2025-03-04T10:15:00` */
  readonly startedAt: string
  readonly run: string
  /** Number of the probe in the run. */
  readonly imec: number
}

/** Samples of a written window before and after the trough. */
export const windowBefore = 34
export const windowAfter = 56
/** Standard deviation of the background, µV. */
const noise = 8
/** Value of the sync line in the last word of a sample: bit 6. */
const syncHigh = 64

/** The folder of the probe below the run's, `RUN_g0/RUN_g0_imec0`, and the stem of its files. */
export const spikeGlxPaths = ({ run, imec }: Pick<DemoRecording, 'run' | 'imec'>) => ({
  folder: `${run}_g0/${run}_g0_imec${imec}`,
  stem: `${run}_g0_t0.imec${imec}.ap`,
})

/**
 * Writes the .ap.meta and, with `spikesPerUnit` above 0, the .ap.bin of its true length. The .bin is a sparse file: noise and
 * waveforms are written around evenly chosen spikes of every unit, zeros elsewhere (as CatGT leaves gaps).
 */
export const writeSpikeGlx = async (
  sessionFolder: string,
  recording: DemoRecording,
  spikesPerUnit: number,
): Promise<void> => {
  const { folder, stem } = spikeGlxPaths(recording)
  await mkdir(join(sessionFolder, folder), { recursive: true })
  await writeFile(join(sessionFolder, folder, `${stem}.meta`), metaText(recording))
  if (spikesPerUnit > 0) await writeBin(join(sessionFolder, folder, `${stem}.bin`), recording, spikesPerUnit)
}

const metaText = (recording: DemoRecording): string => {
  const { probe, channels } = recording
  const [ap, lf, sync] = probe.acquiredBands
  const saved = channels.length + sync
  const { folder, stem } = spikeGlxPaths(recording)
  const fields = {
    acqApLfSy: `${ap},${lf},${sync}`,
    appVersion: '20230815',
    fileCreateTime: recording.startedAt,
    fileName: `D:/data/${folder}/${stem}.bin`,
    fileSHA1: '',
    fileSizeBytes: recording.samples * saved * 2,
    fileTimeSecs: recording.samples / recording.sampleRate,
    firstSample: 412_773,
    gateMode: 'Immediate',
    imAiRangeMax: probe.range,
    imAiRangeMin: -probe.range,
    imCalibrated: 'true',
    imChan0apGain: probe.apGain,
    imDatPrb_dock: 1,
    imDatPrb_pn: probe.partNumber,
    imDatPrb_port: recording.imec + 1,
    imDatPrb_slot: 2,
    imDatPrb_sn: probe.serial,
    imDatPrb_type: probe.type,
    imMaxInt: probe.maxInt,
    imSampRate: recording.sampleRate,
    imroFile: '',
    nSavedChans: saved,
    snsApLfSy: `${channels.length},0,${sync}`,
    snsSaveChanSubset: [...ranges(channels.map((channel) => channel.acquired)), ap + lf].join(','),
    syncImInputSlot: 2,
    syncSourceIdx: 2,
    syncSourcePeriod: 1,
    trigMode: 'Immediate',
    typeImEnabled: recording.imec + 1,
    typeNiEnabled: 0,
    typeThis: 'imec',
    userNotes: '',
  }
  const lines = Object.entries(fields).map(([name, value]) => `${name}=${value}`)
  return `${[...lines, ...metaTables(probe, channels)].join('\n')}\n`
}

const metaTables = (probe: DemoProbe, channels: readonly DemoChannel[]): string[] => {
  const [ap, lf, sync] = probe.acquiredBands
  const map = channels.map(({ acquired }, index) => `(AP${acquired};${acquired}:${index})`)
  const geometry = channels.map(({ shank, x, y }) => `(${shank}:${x}:${y}:1)`)
  return [
    `~imroTbl=${probe.imroHeader}${probe.sites.map(probe.imroEntry).join('')}`,
    `~snsChanMap=(${ap},${lf},${sync})${map.join('')}(SY0;${ap + lf}:${channels.length})`,
    `~snsGeomMap=(${probe.partNumber},${probe.shanks},${probe.shankPitch},70)${geometry.join('')}`,
  ]
}

/** `3 4 5 9` as SpikeGLX writes it: `3:5`, `9`. */
const ranges = (numbers: readonly number[]): string[] => {
  const starts = numbers.filter((value, index) => index === 0 || value !== numbers[index - 1]! + 1)
  return starts.map((start, index) => {
    const nextStart = starts[index + 1]
    const end = nextStart === undefined ? numbers.at(-1)! : numbers[numbers.indexOf(nextStart) - 1]!
    return end === start ? `${start}` : `${start}:${end}`
  })
}

const writeBin = async (path: string, recording: DemoRecording, spikesPerUnit: number): Promise<void> => {
  const channelCount = recording.channels.length + 1
  const file = await open(path, 'w')
  try {
    await file.truncate(recording.samples * channelCount * 2)
    const render = renderer(recording)
    for (const window of windows(recording, spikesPerUnit)) {
      const samples = render(window.start, window.end)
      await file.write(new Uint8Array(samples.buffer), 0, samples.byteLength, window.start * channelCount * 2)
    }
  } finally {
    await file.close()
  }
}

type Window = { readonly start: number; readonly end: number }

/** The stretches to write, joined where they overlap. */
const windows = ({ spikes, units }: DemoRecording, spikesPerUnit: number): Window[] => {
  const chosen = units.flatMap((unit) => evenly(timesOf(spikes, unit.template), spikesPerUnit)).sort((a, b) => a - b)
  const joined: { start: number; end: number }[] = []
  for (const time of chosen) {
    const last = joined.at(-1)
    const [start, end] = [time - windowBefore, time + windowAfter]
    if (last && start <= last.end) last.end = end
    else joined.push({ start, end })
  }
  return joined
}

const timesOf = (spikes: DemoSpikes, unit: number): number[] =>
  Array.from(spikes.times).filter((_, spike) => spikes.units[spike] === unit)

const evenly = (times: readonly number[], count: number): number[] =>
  times.length <= count
    ? [...times]
    : Array.from({ length: count }, (_, index) => times[Math.floor(((index + 0.5) * times.length) / count)]!)

/** Renders int16 samples of a stretch: background, every spike in it, sync line. */
const renderer = (recording: DemoRecording) => {
  const { spikes, channels, probe, units } = recording
  const columns = channels.length + 1
  const length = windowBefore + windowAfter
  const shapes = units.map((unit) => unitWaveform(unit, length, windowBefore))
  const random = seededRandom(`${recording.seed}/noise`)
  return (start: number, end: number): Int16Array => {
    const microvolts = background((end - start) * columns, random)
    for (let spike = lowerBound(spikes.times, start - windowAfter); spike < spikes.times.length; spike++) {
      const time = spikes.times[spike]!
      if (time - windowBefore >= end) break
      addSpike(microvolts, recording, spike, shapes[spikes.units[spike]!]!, time - windowBefore - start)
    }
    return toInt16(microvolts, columns, microvoltsPerBit(probe), start, recording.sampleRate)
  }
}

const background = (length: number, random: Random): Float32Array => {
  const values = new Float32Array(length)
  for (let index = 0; index < length; index++) values[index] = noise * random.normal()
  return values
}

const addSpike = (
  microvolts: Float32Array,
  { probe, channels, units, spikes, sampleRate, drift }: DemoRecording,
  spike: number,
  shape: Float64Array,
  offset: number,
): void => {
  const unit = units[spikes.units[spike]!]!
  const movement = driftAt(drift, spikes.times[spike]! / sampleRate)
  const columns = channels.length + 1
  const rows = microvolts.length / columns
  for (const [column, channel] of channels.entries()) {
    const share = spikes.scale[spike]! * attenuation(unit, absoluteX(probe, channel), channel.y, movement)
    for (let sample = Math.max(0, -offset); sample < shape.length && offset + sample < rows; sample++)
      microvolts[(offset + sample) * columns + column]! += share * shape[sample]!
  }
}

const toInt16 = (
  microvolts: Float32Array,
  columns: number,
  perBit: number,
  start: number,
  sampleRate: number,
): Int16Array => {
  const samples = new Int16Array(microvolts.length)
  for (let index = 0; index < samples.length; index++) {
    const isSync = index % columns === columns - 1
    const halfSecond = Math.floor((2 * (start + Math.floor(index / columns))) / sampleRate)
    samples[index] = isSync ? (halfSecond % 2) * syncHigh : Math.round(microvolts[index]! / perBit)
  }
  return samples
}

const lowerBound = (sorted: Uint32Array, value: number): number => {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
