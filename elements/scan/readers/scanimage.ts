import { basename } from 'node:path'
import type { Problem } from '#elements/contract.ts'
import { fileInvalid } from '#elements/formats/fileInvalid.ts'
import { type OpenTiff, openTiff, type Pixels, tiffTags, withTiff } from '#elements/formats/tiff.ts'
import { framesPerVolume, pageOf, type ScanField, type ScanRecording } from './recording.ts'
import { type Acquisition, acquisitionOf, isoTime } from './scanimageAcquisition.ts'
import { fieldsOf } from './scanimageFields.ts'
import { matlabNumbers, parseLines, readScanImageHeader, type ScanImageHeader } from './scanimageHeader.ts'

/**
 * The files of one acquisition, in any order, without their pixels. See scanimageHeader.ts for the versions.
 * @throws FILE_INVALID for other TIFFs, and for files of different acquisitions
 */
export const readScanImage = async (paths: readonly string[]): Promise<ScanRecording> => {
  if (paths.length === 0) throw fileInvalid('', 'files', 'there is none')
  const read: FileFacts[] = []
  for (const path of paths) read.push(await withTiff(path, factsOf))
  const files = inOrder(read)
  const first = files[0]!
  const header = first.header
  if (!header) throw fileInvalid(first.path, 'description', 'is not ScanImage’s')
  const problems = [...first.problems, ...files.slice(1).flatMap((file) => continues(first, file))]
  const acquisition = acquisitionOf(header)
  const pageCount = files.reduce((sum, file) => sum + file.pageCount, 0)
  const channels = channelsOf(acquisition, pageCount, first.path, problems)
  const { fields, roiCount, problems: odd } = fieldsOf(acquisition, header.roiJson, first)
  problems.push(...odd, ...gaps(files, channels.length))
  return {
    software: 'ScanImage',
    version: acquisition.version,
    files: files.map((file) => ({ path: file.path, pageCount: file.pageCount })),
    startedAt: acquisition.startedAt ?? first.startedAt ?? unknownStart(problems),
    height: first.height,
    width: first.width,
    pixelType: first.pixelType,
    channels,
    ...extentOf(acquisition, pageCount, channels.length, problems),
    zoom: acquisition.zoom,
    imagingSystem: acquisition.imagingSystem,
    bidirectional: acquisition.bidirectional,
    linePeriod: acquisition.linePeriod,
    fillFraction: acquisition.fillFraction,
    motor: acquisition.motor,
    fields,
    roiCount,
    problems,
  }
}

/** Is this a TIFF of ScanImage? Never throws. */
export const isScanImage = (path: string): Promise<boolean> =>
  withTiff(path, (tiff) => readScanImageHeader(tiff) !== null).catch(() => false)

/**
 * Names of one folder by acquisition: `mouse_00001_00001.tif` and `mouse_00001_00002.tif` belong together,
 * `mouse_00001.tif` and `mouse_00002.tif` do not.
 */
export const groupScanFiles = (names: readonly string[]): string[][] => {
  const groups = new Map<string, string[]>()
  for (const name of names.filter((name) => /\.tiff?$/i.test(name))) {
    const stem = name.replace(/\.tiff?$/i, '')
    const series = /^(.*_\d{3,6})_\d{3,6}$/.exec(stem)?.[1]
    const key = series === undefined ? stem : `${series}_`
    groups.set(key, [...(groups.get(key) ?? []), name])
  }
  return [...groups.values()].map((group) => group.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })))
}

/**
 * Seconds from the start of the acquisition to each image of the first channel, `frameCount` of them; NaN where an image does
 * not say. null for versions that write no times. @throws FILE_INVALID
 */
export const readFrameTimes = async (recording: ScanRecording): Promise<Float64Array | null> => {
  const times = new Float64Array(recording.frameCount).fill(Number.NaN)
  let page = 0
  for (const file of recording.files)
    await withTiff(file.path, async (tiff) => {
      for (let i = 0; i < file.pageCount; i++, page++) {
        const frame = page / recording.channels.length
        if (Number.isInteger(frame) && frame < times.length)
          times[frame] = timeOf(tiff.readText(i, tiffTags.description))
        if (i % pagesAtATime === 0) await new Promise(setImmediate)
      }
    })
  return times.some((time) => !Number.isNaN(time)) ? times : null
}

/** Pages between which others get their turn. */
const pagesAtATime = 500

/** The pixels of a recording. */
export type OpenScan = {
  /** Page counted over all files, row-major. @throws FILE_INVALID */
  readPage(page: number): Promise<Pixels>
  /** What one field looked like at one time, `height · width` pixels. @throws FILE_INVALID */
  readField(field: ScanField, volume: number, channel?: number): Promise<Pixels>
}

/** Opens the files one by one as they are needed, for `work`, and closes them again. @throws FILE_INVALID */
export const withScan = async <T>(recording: ScanRecording, work: (scan: OpenScan) => Promise<T>): Promise<T> => {
  const open = new Map<string, Awaited<ReturnType<typeof openTiff>>>()
  const readPage = async (page: number) => {
    const { path, within } = fileOf(recording, page)
    const tiff = open.get(path) ?? (await openTiff(path))
    open.set(path, tiff)
    return tiff.readPage(within)
  }
  try {
    return await work({
      readPage,
      readField: async (field, volume, channel = 0) => {
        const pixels = await readPage(pageOf(recording, { volume, slice: field.slice, channel }))
        return pixels.slice(
          field.firstRow * recording.width,
          (field.firstRow + field.height) * recording.width,
        ) as Pixels
      },
    })
  } finally {
    for (const tiff of open.values()) tiff.close()
  }
}

const fileOf = (recording: ScanRecording, page: number): { path: string; within: number } => {
  let within = page
  for (const { path, pageCount } of recording.files) {
    if (within >= 0 && within < pageCount) return { path, within }
    within -= pageCount
  }
  throw fileInvalid(recording.files[0]!.path, `page ${page}`, 'the recording has fewer pages')
}

type FileFacts = Pick<ScanRecording, 'height' | 'width' | 'pixelType' | 'startedAt'> & {
  readonly path: string
  readonly pageCount: number
  readonly header: ScanImageHeader | null
  /** Number of the first image of the acquisition that is in this file. */
  readonly firstFrame: number | null
  readonly problems: readonly Problem[]
}

const factsOf = (tiff: OpenTiff): FileFacts => {
  const { height, width, pixelType } = tiff.page(0)
  const name = basename(tiff.path)
  if (tiff.differsAt !== null)
    throw fileInvalid(tiff.path, `page ${tiff.differsAt}`, 'is of another size or pixel type than page 0')
  const page = parseLines(tiff.readText(0, tiffTags.description) ?? '', /^scanimage\.SI\d?\./)
  return {
    path: tiff.path,
    height,
    width,
    pixelType,
    pageCount: tiff.pageCount,
    header: readScanImageHeader(tiff),
    startedAt: isoTime(matlabNumbers(page.get('epoch')) ?? []),
    firstFrame: matlabNumbers(page.get('frameNumbers'))?.[0] ?? null,
    problems: tiff.problems.map(({ level, message }) => ({ level, message: `${name}: ${message}` })),
  }
}

/** By the number of their first image where all have one, else by name. */
const inOrder = (files: readonly FileFacts[]): FileFacts[] => {
  const byName = files.toSorted((a, b) => basename(a.path).localeCompare(basename(b.path), 'en', { numeric: true }))
  if (files.some(({ firstFrame }) => firstFrame === null)) return byName
  return byName.sort((a, b) => a.firstFrame! - b.firstFrame!)
}

const continues = (first: FileFacts, file: FileFacts): readonly Problem[] => {
  const isAlike = file.height === first.height && file.width === first.width && file.pixelType === first.pixelType
  if (!isAlike || !file.header || file.startedAt !== first.startedAt)
    throw fileInvalid(file.path, 'file', `is not of the same acquisition as ${basename(first.path)}`)
  return file.problems
}

const warning = (message: string): Problem => ({ level: 'warning', message })

const unknownStart = (problems: Problem[]): null => {
  problems.push(warning('The files do not say when the recording began.'))
  return null
}

/** Images are numbered through the files of an acquisition: a missing file leaves a hole. */
const gaps = (files: readonly FileFacts[], channels: number): Problem[] =>
  files.slice(1).flatMap((file, i) => {
    const before = files[i]!
    if (file.firstFrame === null || before.firstFrame === null) return []
    const expected = before.firstFrame + before.pageCount / channels
    if (file.firstFrame === expected) return []
    return [
      warning(
        `${basename(file.path)} begins with image ${file.firstFrame}, but ${basename(before.path)} ends before image ${expected}: a file is missing or cut.`,
      ),
    ]
  })

const channelsOf = (
  { channels }: Acquisition,
  pageCount: number,
  path: string,
  problems: Problem[],
): readonly number[] => {
  if (channels?.every((channel) => Number.isInteger(channel) && channel >= 1 && channel <= 64)) {
    if (channels.length <= pageCount) return channels
    throw fileInvalid(path, 'channelSave', `${channels.length} channels in ${pageCount} pages`)
  }
  problems.push(warning('The header does not say which channels were saved: taken as channel 1.'))
  return [1]
}

type Extent = Pick<
  ScanRecording,
  | 'frameCount'
  | 'sliceCount'
  | 'framesPerSlice'
  | 'flybackCount'
  | 'volumeCount'
  | 'frameRate'
  | 'volumeRate'
  | 'durationSeconds'
>

const extentOf = (acquisition: Acquisition, pageCount: number, channels: number, problems: Problem[]): Extent => {
  const { sliceCount, framesPerSlice, flybackCount, frameRate, volumeRate } = acquisition
  const frameCount = Math.floor(pageCount / channels)
  const period = framesPerVolume(acquisition)
  const kept = period - flybackCount
  // A recording may end before the flyback of its last volume.
  const volumeCount = Math.floor(frameCount / period) + (frameCount % period >= kept ? 1 : 0)
  if (pageCount % channels !== 0)
    problems.push(warning(`The last image lacks channels: ${pageCount} pages are not a multiple of ${channels}.`))
  if (frameCount % period !== 0 && frameCount % period < kept)
    problems.push(warning(`The last volume has ${frameCount % period} of ${kept} images and is left out.`))
  if (volumeRate === null) problems.push(warning('The header has no frame rate.'))
  const durationSeconds = volumeRate === null ? null : volumeCount / volumeRate
  return { frameCount, sliceCount, framesPerSlice, flybackCount, volumeCount, frameRate, volumeRate, durationSeconds }
}

const timeOf = (description: string | null): number => {
  const found = /(?:frameTimestamps_sec|Frame Timestamp\(s\))\s*=\s*(\S+)/.exec(description ?? '')?.[1]
  return found === undefined ? Number.NaN : Number(found)
}
