/**
 * SpikeGLX recordings: pairs of files with the same stem.
 *
 * | file   | content                                                                                              |
 * |--------|------------------------------------------------------------------------------------------------------|
 * | .meta  | text, see spikeglxMeta.ts                                                                            |
 * | .bin   | int16, little-endian, no header: sample t of channel c at byte 2 (t · nSavedChans + c)               |
 * | .cbin  | the same compressed by mtscomp: recognised, not decoded                                              |
 *
 * Order of channels: AP, LF, SY for a probe; MN, MA, XA, DW for nidq; XA, DW, SY for a OneBox. The length of a recording
 * is that of its .bin; the header's is the fallback. Volts = value · imAiRangeMax / imMaxInt / gain.
 */
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Problem } from '#elements/contract.ts'
import { fileInvalid } from '#elements/formats/fileInvalid.ts'
import { readTextFile } from '#elements/formats/textFile.ts'
import { findLayout, type Layout, type Site } from '#elements/probe/index.ts'
import { type Imro, parseImro } from './imro.ts'
import { type Meta, metaNumber, metaNumbers, parseChannelSubset, parseMeta } from './spikeglxMeta.ts'
import { channelSites } from './spikeglxSites.ts'

export { parseMeta } from './spikeglxMeta.ts'

export type SpikeGlxChannel = {
  /** Position in the .bin. */
  readonly index: number
  /** Number among the acquired channels. */
  readonly original: number
  /** `AP0`, `LF0`, `XA0` */
  readonly name: string
  /** null where gain or range are unknown, and for digital words. */
  readonly microvoltsPerBit: number | null
  /** Of a probe's channels; undefined when no table of the file tells. */
  readonly site?: Site
}

export type SpikeGlxProbe = {
  readonly serial: string
  readonly partNumber: string
  readonly type: string
  /** Name of the probe type as upstream's readers give it, at most 32 characters. */
  readonly typeName: string
}

export type SpikeGlxRecording = {
  readonly metaPath: string
  /** File name without `.meta`. */
  readonly stem: string
  readonly kind: 'ap' | 'lf' | 'nidq' | 'obx'
  readonly binPath: string | null
  /** `.cbin` beside it, when there is no .bin. */
  readonly compressedPath: string | null
  /** Hz, as written. */
  readonly samplingRate: number
  readonly nSavedChannels: number
  /** Acquired number of each channel of the .bin. */
  readonly savedChannels: readonly number[]
  /** Per channel; null when neither file nor header tells. */
  readonly sampleCount: number | null
  readonly durationSeconds: number | null
  /** ISO without zone. */
  readonly startedAt: string | null
  /** Sample of the stream at which the file starts. */
  readonly firstSample: number | null
  readonly probe: SpikeGlxProbe | null
  /** Channels that carry volts, without sync and digital words. */
  readonly channels: readonly SpikeGlxChannel[]
  readonly syncChannels: number
  readonly softwareVersion: string
  readonly problems: readonly Problem[]
}

/** Everything about a recording that can be told without reading its data. @throws FILE_INVALID */
export const readSpikeGlx = async (metaPath: string): Promise<SpikeGlxRecording> => {
  if (!/\.meta$/i.test(metaPath)) throw fileInvalid(metaPath, 'file', 'is not a .meta file')
  const meta = parseMeta(await readTextFile(metaPath))
  const problems: Problem[] = []
  const stream = streamOf(meta, metaPath)
  const samplingRate = positive(meta, stream.rateKey, metaPath)
  const nSavedChannels = channelCount(meta, metaPath)
  const savedChannels = savedNumbers(meta, stream.saved, nSavedChannels, problems)
  const probe = stream.type === 'imec' ? probeOf(meta, problems) : null
  return {
    metaPath,
    stem: basename(withoutMeta(metaPath)),
    kind: stream.kind,
    samplingRate,
    nSavedChannels,
    savedChannels,
    ...(await extent(meta, metaPath, nSavedChannels, samplingRate, problems)),
    startedAt: startOf(meta, problems),
    firstSample: metaNumber(meta, 'firstSample') ?? null,
    probe,
    channels: probe
      ? probeChannels(meta, stream, savedChannels, probe, problems)
      : analogChannels(meta, stream, savedChannels),
    syncChannels: stream.type === 'nidq' ? 0 : (stream.saved[2] ?? 0),
    softwareVersion: meta.get('appVersion') ?? '',
    problems,
  }
}

const withoutMeta = (metaPath: string) => metaPath.slice(0, -'.meta'.length)

const warning = (message: string): Problem => ({ level: 'warning', message })

type Stream = {
  readonly type: 'imec' | 'nidq' | 'obx'
  readonly kind: SpikeGlxRecording['kind']
  readonly rateKey: string
  /** Saved channels of each kind. */
  readonly saved: readonly number[]
  readonly acquired: readonly number[]
}

const streamKeys = {
  imec: { rateKey: 'imSampRate', saved: 'snsApLfSy', acquired: 'acqApLfSy' },
  nidq: { rateKey: 'niSampRate', saved: 'snsMnMaXaDw', acquired: 'acqMnMaXaDw' },
  obx: { rateKey: 'obSampRate', saved: 'snsXaDwSy', acquired: 'acqXaDwSy' },
} as const

const streamOf = (meta: Meta, metaPath: string): Stream => {
  const type = meta.get('typeThis') as keyof typeof streamKeys | undefined
  if (!type || !(type in streamKeys))
    throw fileInvalid(metaPath, 'typeThis', `"${type ?? ''}" is none of imec, nidq, obx`)
  const keys = streamKeys[type]
  const saved = metaNumbers(meta, keys.saved)
  if (!saved) throw fileInvalid(metaPath, keys.saved, `"${meta.get(keys.saved) ?? ''}" is not a list of counts`)
  const kind = type !== 'imec' ? type : saved[0] === 0 && saved[1]! > 0 ? 'lf' : 'ap'
  return { type, kind, rateKey: keys.rateKey, saved, acquired: metaNumbers(meta, keys.acquired) ?? saved }
}

const positive = (meta: Meta, key: string, metaPath: string): number => {
  const value = metaNumber(meta, key)
  if (value === undefined || value <= 0)
    throw fileInvalid(metaPath, key, `"${meta.get(key) ?? ''}" is not a positive number`)
  return value
}

/** More than any probe has is a damaged header. */
const maxChannels = 20_000

const channelCount = (meta: Meta, metaPath: string): number => {
  const count = positive(meta, 'nSavedChans', metaPath)
  if (Number.isInteger(count) && count <= maxChannels) return count
  throw fileInvalid(metaPath, 'nSavedChans', `"${meta.get('nSavedChans')}" is not a number of channels`)
}

const savedNumbers = (meta: Meta, saved: readonly number[], count: number, problems: Problem[]): number[] => {
  const total = saved.reduce((a, b) => a + b, 0)
  if (total !== count) problems.push(warning(`nSavedChans is ${count}, but the kinds of channels add up to ${total}.`))
  const text = meta.get('snsSaveChanSubset')
  const subset = parseChannelSubset(text)
  if (subset?.length === count) return subset
  if (text !== undefined && text !== 'all')
    problems.push(
      warning(`snsSaveChanSubset "${text.slice(0, 60)}" does not name ${count} channels; taken as 0:${count - 1}.`),
    )
  return Array.from({ length: count }, (_, i) => i)
}

/** The first of these that is a file. */
const existing = async (base: string, extensions: readonly string[]) => {
  for (const extension of extensions) {
    const path = base + extension
    const found = await stat(path).catch(() => null)
    if (found?.isFile()) return { path, size: found.size }
  }
  return undefined
}

type Extent = Pick<SpikeGlxRecording, 'binPath' | 'compressedPath' | 'sampleCount' | 'durationSeconds'>

const extent = async (
  meta: Meta,
  metaPath: string,
  channels: number,
  rate: number,
  problems: Problem[],
): Promise<Extent> => {
  const base = withoutMeta(metaPath)
  const found = (await existing(base, ['.bin', '.BIN'])) ?? null
  const compressedPath = found ? null : ((await existing(base, ['.cbin', '.CBIN']))?.path ?? null)
  const bin = found && found.size > 0 ? found : null
  const fromHeader = headerSamples(meta, channels, rate)
  if (bin) problems.push(...sizeProblems(bin.size, metaNumber(meta, 'fileSizeBytes'), channels, rate))
  else problems.push(warning(withoutData(base, found !== null, compressedPath, fromHeader)))
  const sampleCount = bin ? Math.floor(bin.size / (2 * channels)) : fromHeader
  const durationSeconds = sampleCount === null ? null : sampleCount / rate
  return { binPath: bin?.path ?? null, compressedPath, sampleCount, durationSeconds }
}

const headerSamples = (meta: Meta, channels: number, rate: number): number | null => {
  const bytes = metaNumber(meta, 'fileSizeBytes')
  if (bytes !== undefined) return Math.floor(bytes / (2 * channels))
  const seconds = metaNumber(meta, 'fileTimeSecs')
  return seconds === undefined ? null : Math.round(seconds * rate)
}

const withoutData = (base: string, isEmpty: boolean, compressed: string | null, samples: number | null) => {
  const what = compressed
    ? `${basename(compressed)} is compressed and is not read.`
    : isEmpty
      ? `${basename(base)}.bin is empty.`
      : `There is no ${basename(base)}.bin beside the header.`
  if (samples === null) return `${what} The header has no length either: it may still be recording.`
  return `${what} The length is taken from the header.`
}

const sizeProblems = (size: number, stated: number | undefined, channels: number, rate: number): Problem[] => {
  const frame = 2 * channels
  const seconds = (bytes: number) => (bytes / frame / rate).toFixed(3)
  const problems: Problem[] = []
  if (stated === undefined) problems.push(warning('The header has no length: it may still be recording.'))
  else if (stated !== size)
    problems.push(
      warning(
        `The header says ${stated} bytes (${seconds(stated)} s), the file holds ${size} (${seconds(size)} s): the file counts.`,
      ),
    )
  if (size % frame !== 0)
    problems.push(warning(`The file ends within a sample: ${size} bytes are not a multiple of ${frame}.`))
  return problems
}

const startOf = (meta: Meta, problems: Problem[]): string | null => {
  const text = meta.get('fileCreateTime_original') ?? meta.get('fileCreateTime') ?? ''
  const match = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/.exec(text)
  if (match && !Number.isNaN(Date.parse(`${match[0].replace(' ', 'T')}Z`))) return match[0].replace(' ', 'T')
  problems.push(warning(`fileCreateTime "${text}" is not a date and time.`))
  return null
}

/** SpikeGLX writes question marks or nothing where the probe's memory could not be read. */
const clean = (text: string | undefined) => (text && /^[\w.-]{1,32}$/.test(text) ? text : '')

const probeOf = (meta: Meta, problems: Problem[]): SpikeGlxProbe => {
  const partNumber = clean(meta.get('imDatPrb_pn'))
  const type = meta.get('imDatPrb_type') ?? ''
  const serial = clean(meta.get('imDatPrb_sn') ?? meta.get('imProbeSN'))
  if (!serial || /^0+$/.test(serial))
    problems.push(warning(`The header has no serial number of the probe ("${serial}").`))
  return { serial: /^0*$/.test(serial) ? '' : serial, partNumber, type, typeName: typeName(meta, partNumber, type) }
}

const namesByType: Readonly<Record<string, string>> = {
  '1100': 'neuropixels UHD',
  '21': 'neuropixels 2.0 - SS',
  '24': 'neuropixels 2.0 - MS',
}

const typeName = (meta: Meta, partNumber: string, type: string): string => {
  if (!meta.has('imDatPrb_pn') && !type) return 'neuropixels 1.0 - 3A'
  if (partNumber === 'NP1010') return 'neuropixels 1.0'
  if (namesByType[type]) return namesByType[type]
  if (partNumber) return partNumber
  return type === '0' || type === '' ? 'neuropixels 1.0 - 3B' : `neuropixels type ${type}`.slice(0, 32)
}

const probeChannels = (
  meta: Meta,
  stream: Stream,
  savedChannels: readonly number[],
  probe: SpikeGlxProbe,
  problems: Problem[],
): SpikeGlxChannel[] => {
  const imro = parseImro(meta.get('~imroTbl'))
  if (!imro) problems.push(warning('There is no readable ~imroTbl: gains and sites may be unknown.'))
  const isLf = stream.kind === 'lf'
  const count = stream.saved[isLf ? 1 : 0]!
  const offset = isLf ? stream.acquired[0]! : 0
  const originals = savedChannels.slice(0, count).map((number) => number - offset)
  const sites = channelSites(
    { meta, imro, layout: layoutOf(probe), originals, acquired: stream.acquired[0]! },
    problems,
  )
  const channels = originals.map((original, index) => ({
    index,
    original,
    name: `${isLf ? 'LF' : 'AP'}${original}`,
    microvoltsPerBit: probeScale(meta, imro, probe, original, isLf),
    ...(sites[index] && { site: sites[index] }),
  }))
  if (channels.some(({ microvoltsPerBit }) => microvoltsPerBit === null))
    problems.push(warning('The gain of some channels is unknown: their waveforms cannot be given in µV.'))
  return channels
}

const layoutOf = (probe: SpikeGlxProbe): Layout | undefined =>
  findLayout(probe.typeName) ?? findLayout(probe.partNumber)

const npTwoTypes: Readonly<Record<string, { readonly maxInt: number; readonly gain: number }>> = {
  '21': { maxInt: 8192, gain: 80 },
  '24': { maxInt: 8192, gain: 80 },
  ...Object.fromEntries(
    ['2003', '2004', '2013', '2014', '2020', '2021'].map((type) => [type, { maxInt: 2048, gain: 100 }]),
  ),
}

const probeScale = (meta: Meta, imro: Imro | undefined, probe: SpikeGlxProbe, channel: number, isLf: boolean) => {
  const npTwo = npTwoTypes[probe.type] ?? npTwoTypes[imro?.type.replace(/^NP/, '') ?? '']
  const entry = imro?.entries.get(channel)
  const gain =
    metaNumber(meta, `imChan${channel}${isLf ? 'lf' : 'ap'}Gain`) ??
    (isLf ? entry?.lfGain : entry?.apGain) ??
    npTwo?.gain ??
    metaNumber(meta, `imChan0${isLf ? 'lf' : 'ap'}Gain`)
  return scale(metaNumber(meta, 'imAiRangeMax'), metaNumber(meta, 'imMaxInt') ?? npTwo?.maxInt ?? 512, gain)
}

const scale = (range: number | undefined, maxInt: number, gain: number | undefined): number | null =>
  range && maxInt > 0 && gain ? ((range / maxInt) * 1e6) / gain : null

const analogChannels = (meta: Meta, stream: Stream, savedChannels: readonly number[]): SpikeGlxChannel[] => {
  const isNidq = stream.type === 'nidq'
  const prefix = isNidq ? 'ni' : 'ob'
  const [range, maxInt] = [metaNumber(meta, `${prefix}AiRangeMax`), metaNumber(meta, `${prefix}MaxInt`) ?? 32768]
  const kinds = isNidq
    ? [
        { name: 'MN', gain: metaNumber(meta, 'niMNGain') },
        { name: 'MA', gain: metaNumber(meta, 'niMAGain') },
        { name: 'XA', gain: 1 },
      ]
    : [{ name: 'XA', gain: 1 }]
  const all = kinds.flatMap(({ name, gain }, kind) =>
    Array.from({ length: stream.saved[kind] ?? 0 }, (_, i) => ({
      name: `${name}${i}`,
      microvoltsPerBit: scale(range, maxInt, gain),
    })),
  )
  return all.map((channel, index) => ({ index, original: savedChannels[index] ?? index, ...channel }))
}
