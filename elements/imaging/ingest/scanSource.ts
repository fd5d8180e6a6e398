import { LabBookError } from '#core/errors.ts'
import type { InsertRow, Problem } from '#elements/contract.ts'
import type { FoundScan } from '#elements/scan/index.ts'
import type { FoundResult, ImagingFolder } from './imagingFolder.ts'

/** Everything that a row of scan.ScanInfo and its parts are made of. */
export type ScanSource = {
  /** First file of the recording, or the result where the recording is not there: POSIX, relative to the session folder. */
  readonly path: string
  readonly software: string
  /** For lab.Device; null where the files name none. */
  readonly device: string | null
  /** Attributes of scan.ScanInfo without its key. */
  readonly info: InsertRow
  /** Attributes of scan.ScanInfo.Field without the key of the scan. */
  readonly fields: readonly InsertRow[]
  /** POSIX, relative to the session folder. */
  readonly files: readonly string[]
  readonly problems: readonly Problem[]
}

/** Scans of a folder, and results that were made from a scan that is not there. */
export const scanSources = ({ scans, results }: ImagingFolder): ScanSource[] => [
  ...scans.filter(({ recording }) => !isBroken(recording)).map(sourceOfRecording),
  ...results.filter(({ scan, segmentation }) => !scan && !isBroken(segmentation)).map(sourceOfResult),
]

const isBroken = ({ problems }: { readonly problems: readonly Problem[] }): boolean =>
  problems.some(({ level }) => level === 'error')

/** What the tables know of a scan without a row in scan.ScanInfo; paths are relative to the session folder. */
export type KnownScan = {
  readonly notes: string
  /** Results that are registered for it. */
  readonly results: readonly string[]
  /** Files and results that other scans of the session have. */
  readonly claimed: readonly string[]
  /** Which of the remaining sources it is, where nothing else tells. */
  readonly place: number
}

/**
 * The source that a scan's notes name; else the one that its results were made from, or are; else, of those that no other scan
 * has, the one at `place`. @throws FILE_MISSING
 */
export const chooseSource = (folder: ImagingFolder, { notes, results, claimed, place }: KnownScan): ScanSource => {
  const sources = scanSources(folder)
  const [named] = sources
    .filter(({ path }) => path !== '.' && notes.includes(path))
    .sort((a, b) => b.path.length - a.path.length)
  const owners = folder.results.filter(({ path }) => results.includes(path)).map(({ path, scan }) => scan ?? path)
  const free = sources.filter(({ path, files }) => ![path, ...files].some((each) => claimed.includes(each)))
  const chosen = named ?? sources.find(({ path }) => owners.includes(path)) ?? free[place]
  if (chosen) return chosen
  throw new LabBookError('FILE_MISSING', {
    file: 'a scan that is not registered yet',
    roots: 'the folder of the session',
  })
}

const sourceOfRecording = ({ path, files, recording }: FoundScan): ScanSource => {
  const fps = recording.volumeRate ?? recording.frameRate
  return {
    path,
    software: recording.software,
    device: recording.imagingSystem?.slice(0, 32) ?? null,
    files,
    problems: [
      ...recording.problems,
      ...(fps ? [] : [{ level: 'warning' as const, message: `${path} does not tell its frame rate: 0 is stored.` }]),
    ],
    info: {
      nfields: recording.fields.length,
      nchannels: recording.channels.length,
      ndepths: recording.sliceCount,
      nframes: recording.volumeCount,
      nrois: recording.roiCount,
      x: recording.motor?.x ?? null,
      y: recording.motor?.y ?? null,
      z: recording.motor?.z ?? null,
      fps: fps ?? 0,
      bidirectional: Number(recording.bidirectional),
      usecs_per_line: recording.linePeriod === null ? null : recording.linePeriod * 1e6,
      fill_fraction: recording.fillFraction,
      scan_datetime: recording.startedAt?.slice(0, 'yyyy-mm-ddThh:mm:ss'.length) ?? null,
      scan_duration: recording.durationSeconds ?? (fps ? recording.volumeCount / fps : null),
    },
    fields: recording.fields.map((field) => ({
      field_idx: field.index,
      px_height: field.height,
      px_width: field.width,
      um_height: field.heightUm,
      um_width: field.widthUm,
      field_x: onStage(field.x, recording.motor?.x),
      field_y: onStage(field.y, recording.motor?.y),
      field_z: onStage(field.z, recording.motor?.z),
      roi: field.roi,
    })),
  }
}

/** From the middle of the scanner's range, or of the stack, to the stage's coordinates where those are known. */
const onStage = (place: number | null, stage: number | undefined): number | null =>
  place === null ? null : place + (stage ?? 0)

/** What a result tells of the scan it was made from. */
const sourceOfResult = ({ path, segmentation: { planes } }: FoundResult): ScanSource => {
  const frames = Math.max(0, ...planes.map(({ frameCount }) => frameCount))
  const fps = planes[0]?.frameRate ?? 0
  return {
    path,
    software: 'unknown',
    device: null,
    files: [],
    problems: [
      {
        level: 'warning',
        message: `The recording of ${path} is not in this folder: the scan is made from the result.`,
      },
    ],
    info: {
      nfields: planes.length,
      nchannels: planes[0]?.channelCount ?? 1,
      ndepths: planes.length,
      nframes: frames,
      nrois: 0,
      fps,
      bidirectional: 0,
      scan_duration: fps > 0 ? frames / fps : null,
    },
    fields: planes.map(({ index, height, width }) => ({ field_idx: index, px_height: height, px_width: width })),
  }
}
