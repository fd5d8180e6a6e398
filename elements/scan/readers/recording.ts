import type { Problem } from '#elements/contract.ts'

/** A two-photon recording, told from the headers of its files. Plain data: it survives JSON and threads. */
export type ScanRecording = {
  /** As in the lookup table AcquisitionSoftware. */
  readonly software: 'ScanImage'
  /** `3.8`, `2023.0.0` */
  readonly version: string
  /** In the order of acquisition. */
  readonly files: readonly ScanFile[]
  /** Local time, ISO without zone. */
  readonly startedAt: string | null
  /** Of a page, in pixels. */
  readonly height: number
  readonly width: number
  readonly pixelType: 'uint8' | 'int8' | 'uint16' | 'int16' | 'uint32' | 'int32' | 'float32'
  /** Numbers of the saved channels, counted from 1 as on the instrument. */
  readonly channels: readonly number[]
  /** Images written for each channel, flyback and averaged repeats included. */
  readonly frameCount: number
  /** Depths of one volume; 1 for a movie of a plane. */
  readonly sliceCount: number
  /** Images of one slice that follow each other. */
  readonly framesPerSlice: number
  /** Images behind each volume that show no slice. */
  readonly flybackCount: number
  /** Whole volumes: the number of time points of each field. */
  readonly volumeCount: number
  /** Images per second, as written: after averaging. */
  readonly frameRate: number | null
  /** Time points of a field per second: of volumes where there are slices. */
  readonly volumeRate: number | null
  readonly durationSeconds: number | null
  readonly zoom: number | null
  /** What the microscope's scanner was called in the program's settings. */
  readonly imagingSystem: string | null
  readonly bidirectional: boolean
  /** Seconds. */
  readonly linePeriod: number | null
  readonly fillFraction: number | null
  /** µm of the stage. */
  readonly motor: { readonly x: number; readonly y: number; readonly z: number } | null
  /** One for each imaged rectangle and depth, by depth first. */
  readonly fields: readonly ScanField[]
  /** Number of rectangles when several were scanned, else 0. */
  readonly roiCount: number
  readonly problems: readonly Problem[]
}

export type ScanFile = {
  readonly path: string
  /** Images of all channels. */
  readonly pageCount: number
}

export type ScanField = {
  readonly index: number
  /** Counted from 0 within the volume. */
  readonly slice: number
  /** Counted from 0; null unless several rectangles were scanned. */
  readonly roi: number | null
  /** Pixels. */
  readonly height: number
  readonly width: number
  /** First row of the page that belongs to this field. */
  readonly firstRow: number
  /** µm; null without the objective's resolution. */
  readonly heightUm: number | null
  readonly widthUm: number | null
  /** Centre, µm: from the middle of the scanned field, and from the stack's zero. */
  readonly x: number | null
  readonly y: number | null
  readonly z: number | null
}

/** What one image of the file is. */
export type ScanPage = {
  /** Counted from 0. */
  readonly frame: number
  /** Position among the saved channels. */
  readonly channel: number
  readonly volume: number
  /** null during flyback. */
  readonly slice: number | null
  /** Which of a slice's images in a row. */
  readonly repeat: number
}

/** What page `page` (counted over all files) shows. */
export const locatePage = (recording: ScanRecording, page: number): ScanPage => {
  const frame = Math.floor(page / recording.channels.length)
  const { volume, slice, repeat } = locateFrame(recording, frame)
  return { frame, channel: page % recording.channels.length, volume, slice, repeat }
}

/** The page that shows this slice of this volume. The inverse of `locatePage`. */
export const pageOf = (
  recording: ScanRecording,
  { volume, slice, channel = 0, repeat = 0 }: { volume: number; slice: number; channel?: number; repeat?: number },
): number => {
  const frame = volume * framesPerVolume(recording) + slice * recording.framesPerSlice + repeat
  return frame * recording.channels.length + channel
}

/** Images from one volume's first to the next one's, of one channel. */
export const framesPerVolume = ({
  sliceCount,
  framesPerSlice,
  flybackCount,
}: Pick<ScanRecording, 'sliceCount' | 'framesPerSlice' | 'flybackCount'>): number =>
  sliceCount * framesPerSlice + flybackCount

const locateFrame = (recording: ScanRecording, frame: number): Omit<ScanPage, 'frame' | 'channel'> => {
  const period = framesPerVolume(recording)
  const within = frame % period
  const slice = Math.floor(within / recording.framesPerSlice)
  return {
    volume: Math.floor(frame / period),
    slice: slice < recording.sliceCount ? slice : null,
    repeat: slice < recording.sliceCount ? within % recording.framesPerSlice : 0,
  }
}
