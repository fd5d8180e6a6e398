/**
 * A ScanImage 2021 recording: BigTIFF, little-endian.
 *
 * | byte | field                                                                                     |
 * |------|-------------------------------------------------------------------------------------------|
 * | 0    | II, 43, 8, 0, u64 offset of the first directory                                           |
 * | 16   | u32 117637889, u32 3, u32 length of the lines, u32 length of the rectangles' JSON, both texts |
 * | then | for each page a directory of 20-byte entries and its description, one after the other;    |
 * |      | its tags 305 and 315 point at the two texts of the header                                 |
 * | then | the images, int16, one strip each                                                         |
 */
import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { drawBackground, drawFrame } from './drawPlane.ts'
import type { DemoPlane } from './simulateCells.ts'

export type DemoScan = {
  /** One, or the slices of a volume. */
  readonly planes: readonly DemoPlane[]
  /** ISO without zone. */
  readonly startedAt: string
}

/**
 * Writes the movie of its true length as a sparse file: the first `drawn` images of each plane are there, the others are
 * zero, which saves the disk of whoever only tries LabBook.
 */
export const writeScanImage = async (path: string, scan: DemoScan, drawn: number): Promise<void> => {
  await mkdir(dirname(path), { recursive: true })
  const { planes } = scan
  const { size, frames } = planes[0]!
  const header = headerOf(scan)
  const imageBytes = 2 * size * size
  const pages = frames * planes.length
  const images = align(header.bytes.length + pages * directoryBytes)
  const file = await open(path, 'w')
  try {
    const directories = Buffer.alloc(images)
    header.bytes.copy(directories)
    for (let page = 0; page < pages; page++)
      writeDirectory(directories, header, page, pages, images + page * imageBytes, scan)
    await file.write(directories, 0, images, 0)
    const backgrounds = planes.map(drawBackground)
    for (let page = 0; page < Math.min(drawn * planes.length, pages); page++) {
      const plane = page % planes.length
      const counts = drawFrame(planes[plane]!, backgrounds[plane]!, Math.floor(page / planes.length))
      await file.write(new Uint8Array(counts.buffer), 0, imageBytes, images + page * imageBytes)
    }
    await file.truncate(images + pages * imageBytes)
  } finally {
    await file.close()
  }
}

const align = (bytes: number): number => Math.ceil(bytes / 4096) * 4096

type Header = {
  readonly bytes: Buffer
  /** Where the two texts are, which every page repeats by pointing at them. */
  readonly lines: Place
  readonly rois: Place
}
type Place = { readonly offset: number; readonly length: number }

const headerOf = (scan: DemoScan): Header => {
  const lines = Buffer.from(`${headerLines(scan).join('\n')}\n\0`)
  const rois = Buffer.from('{"RoiGroups": {}}\0')
  const head = Buffer.alloc(32)
  head.write('II', 'latin1')
  head.writeUInt16LE(43, 2)
  head.writeUInt16LE(8, 4)
  for (const [index, value] of [117_637_889, 3, lines.length, rois.length].entries())
    head.writeUInt32LE(value, 16 + 4 * index)
  const texts = Buffer.concat([head, lines, rois])
  const padded = Buffer.concat([texts, Buffer.alloc((16 - (texts.length % 16)) % 16)])
  padded.writeBigUInt64LE(BigInt(padded.length), 8)
  const lineTexts = { offset: head.length, length: lines.length }
  return { bytes: padded, lines: lineTexts, rois: { offset: head.length + lines.length, length: rois.length } }
}

const headerLines = ({ planes }: DemoScan): string[] => {
  const { size, fps, frames } = planes[0]!
  const isVolume = planes.length > 1
  const values: Record<string, string | number> = {
    VERSION_MAJOR: 2021,
    VERSION_MINOR: 1,
    'hChannels.channelSave': 1,
    'hFastZ.enable': String(isVolume),
    'hFastZ.numDiscardFlybackFrames': 0,
    'hMotors.motorPosition': '[1250.5 -830.25 -180]',
    'hRoiManager.imagingFovUm': '[-160 -160;160 -160;160 160;-160 160]',
    'hRoiManager.linePeriod': 6.3e-5,
    'hRoiManager.linesPerFrame': size,
    'hRoiManager.mroiEnable': 'false',
    'hRoiManager.pixelsPerLine': size,
    'hRoiManager.scanFrameRate': fps * planes.length,
    'hRoiManager.scanVolumeRate': fps,
    'hRoiManager.scanZoomFactor': 2,
    'hScan2D.bidirectional': 'true',
    'hScan2D.fillFractionTemporal': 0.7127,
    'hScan2D.logAverageFactor': 1,
    'hStackManager.actualNumSlices': planes.length,
    'hStackManager.enable': String(isVolume),
    'hStackManager.framesPerSlice': isVolume ? 1 : frames,
    'hStackManager.numFramesPerVolume': planes.length,
    'hStackManager.numFramesPerVolumeWithFlyback': planes.length,
    'hStackManager.numSlices': planes.length,
    'hStackManager.numVolumes': isVolume ? frames : 1,
    imagingSystem: "'rig2-scope'",
    'hStackManager.zs': `[${planes.map((_, index) => 40 * index).join(' ')}]`,
  }
  return Object.entries(values).map(([name, value]) => `SI.${name} = ${value}`)
}

const tags = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  description: 270,
  strip: 273,
  samples: 277,
  rows: 278,
  stripBytes: 279,
  software: 305,
  artist: 315,
  format: 339,
} as const
const entryBytes = 20
const tagCount = Object.keys(tags).length
/** Number of entries, entries, offset of the next one; then the text, in room for the longest. */
const textAt = 8 + tagCount * entryBytes + 8
const textBytes = 240
const directoryBytes = textAt + textBytes

const writeDirectory = (
  bytes: Buffer,
  header: Header,
  page: number,
  pages: number,
  strip: number,
  { planes, startedAt }: DemoScan,
): void => {
  const at = header.bytes.length + page * directoryBytes
  const { size, fps } = planes[0]!
  const text = `${descriptionOf(page, page / planes.length / fps, startedAt)}\0`
  bytes.writeBigUInt64LE(BigInt(tagCount), at)
  const entries: [tag: number, type: number, count: number, value: number][] = [
    [tags.width, 4, 1, size],
    [tags.height, 4, 1, size],
    [tags.bits, 3, 1, 16],
    [tags.compression, 3, 1, 1],
    [tags.photometric, 3, 1, 1],
    [tags.description, 2, text.length, at + textAt],
    [tags.strip, 16, 1, strip],
    [tags.samples, 3, 1, 1],
    [tags.rows, 4, 1, size],
    [tags.stripBytes, 16, 1, 2 * size * size],
    [tags.software, 2, header.lines.length, header.lines.offset],
    [tags.artist, 2, header.rois.length, header.rois.offset],
    [tags.format, 3, 1, 2],
  ]
  for (const [index, [tag, type, count, value]] of entries.entries()) {
    const entry = at + 8 + index * entryBytes
    bytes.writeUInt16LE(tag, entry)
    bytes.writeUInt16LE(type, entry + 2)
    bytes.writeBigUInt64LE(BigInt(count), entry + 4)
    bytes.writeBigUInt64LE(BigInt(value), entry + 12)
  }
  const next = page + 1 < pages ? at + directoryBytes : 0
  bytes.writeBigUInt64LE(BigInt(next), at + 8 + tagCount * entryBytes)
  bytes.write(text, at + textAt, 'latin1')
}

const descriptionOf = (page: number, seconds: number, startedAt: string): string =>
  [
    `frameNumbers = ${page + 1}`,
    'acquisitionNumbers = 1',
    `frameNumberAcquisition = ${page + 1}`,
    `frameTimestamps_sec = ${seconds.toFixed(6)}`,
    `epoch = [${startedAt.split(/\D/).map(Number).join(' ')}]`,
    '',
  ].join('\n')
