import { matlabNumbers, matlabText, type ScanImageHeader } from './scanimageHeader.ts'

/** How an acquisition was set up, the same for all versions of ScanImage. null is unknown. */
export type Acquisition = {
  readonly version: string
  readonly channels: readonly number[] | null
  readonly sliceCount: number
  readonly framesPerSlice: number
  readonly flybackCount: number
  /** Hz, after averaging. */
  readonly frameRate: number | null
  readonly volumeRate: number | null
  readonly zoom: number | null
  readonly imagingSystem: string | null
  readonly bidirectional: boolean
  /** Seconds. */
  readonly linePeriod: number | null
  readonly fillFraction: number | null
  readonly motor: { readonly x: number; readonly y: number; readonly z: number } | null
  /** µm: size, and centre from the middle of the scanner's range. */
  readonly fov: { readonly width: number; readonly height: number; readonly x: number; readonly y: number } | null
  /** µm, one for each slice or each image of a volume. */
  readonly zs: readonly number[]
  readonly multiRoi: boolean
  /** µm a degree. */
  readonly objectiveResolution: number | null
  /** ISO without zone, where the header has it. */
  readonly startedAt: string | null
}

export const acquisitionOf = (header: ScanImageHeader): Acquisition => {
  if (header.family === 'state') return ofVersion3(header.values)
  return header.family === 'SI4' ? ofVersion4(header.values) : ofVersion5(header.values)
}

type Values = ScanImageHeader['values']

const reader = (values: Values) => {
  const numbers = (...names: string[]) => names.map((name) => matlabNumbers(values.get(name))).find((found) => found)
  return {
    numbers,
    /** The first of these names with a finite number. */
    number: (...names: string[]): number | null => {
      const value = numbers(...names)?.[0]
      return value !== undefined && Number.isFinite(value) ? value : null
    },
    flag: (...names: string[]) => numbers(...names)?.[0] === 1,
    has: (name: string) => values.has(name),
  }
}

const positive = (value: number | null): number | null => (value !== null && value > 0 ? value : null)
const whole = (value: number | null): number => (value !== null && value >= 1 ? Math.round(value) : 1)

const ofVersion5 = (values: Values): Acquisition => {
  const { numbers, number, flag } = reader(values)
  const average = positive(number('hScan2D.logAverageFactor')) ?? 1
  const volume = volumeOfVersion5(values, average)
  const frameRate = divided(positive(number('hRoiManager.scanFrameRate', 'scanFrameRate')), average)
  return {
    version: version5(values),
    channels: numbers('hChannels.channelSave', 'channelsSave') ?? null,
    ...volume,
    frameRate,
    volumeRate: volumeRate(volume, frameRate, divided(positive(number('hRoiManager.scanVolumeRate')), average)),
    zoom: number('hRoiManager.scanZoomFactor', 'scanZoomFactor'),
    imagingSystem: matlabText(values.get('imagingSystem')) || null,
    bidirectional: flag('hScan2D.bidirectional'),
    linePeriod: positive(number('hRoiManager.linePeriod', 'hScan2D.linePeriod', 'linePeriod')),
    fillFraction: positive(number('hScan2D.fillFractionTemporal', 'fillFractionTemporal')),
    motor: flag('hMotors.errorTf')
      ? null
      : position(numbers('hMotors.motorPosition', 'hMotors.samplePosition', 'hMotors.axesPosition')),
    fov: fovOf(numbers('hRoiManager.imagingFovUm')),
    zs: numbers('hStackManager.zs', 'hFastZ.userZs') ?? [],
    multiRoi: flag('hRoiManager.mroiEnable'),
    objectiveResolution: positive(number('objectiveResolution')),
    startedAt: null,
  }
}

const divided = (rate: number | null, by: number) => (rate === null ? null : rate / by)

type Volume = Pick<Acquisition, 'sliceCount' | 'framesPerSlice' | 'flybackCount'>

/** A movie of a single plane, whatever number of frames a slice was set to have. */
const plane: Volume = { sliceCount: 1, framesPerSlice: 1, flybackCount: 0 }

const volumeOfVersion5 = (values: Values, average: number): Volume => {
  const { number, flag, has } = reader(values)
  const isStack = has('hStackManager.enable') ? flag('hStackManager.enable') : true
  const sliceCount = isStack ? whole(number('hStackManager.actualNumSlices', 'hStackManager.numSlices')) : 1
  if (sliceCount === 1) return plane
  const isFast = flag('hFastZ.enable')
  const kept = number('hStackManager.numFramesPerVolume')
  const withFlyback = number('hStackManager.numFramesPerVolumeWithFlyback')
  const perSlice = kept ? kept / sliceCount : isFast ? 1 : (number('hStackManager.framesPerSlice') ?? 1) / average
  const flyback = kept && withFlyback ? withFlyback - kept : isFast ? number('hFastZ.numDiscardFlybackFrames') : 0
  return { sliceCount, framesPerSlice: whole(perSlice), flybackCount: Math.max(0, Math.round(flyback ?? 0)) }
}

/** Of volumes where there are slices: as the header says, else from the rate of images. */
const volumeRate = (volume: Volume, frameRate: number | null, stated: number | null): number | null => {
  if (volume.sliceCount === 1) return frameRate
  return stated ?? divided(frameRate, volume.sliceCount * volume.framesPerSlice + volume.flybackCount)
}

const version5 = (values: Values): string => {
  const parts = ['VERSION_MAJOR', 'VERSION_MINOR', 'VERSION_UPDATE'].map((name) => matlabText(values.get(name)))
  return parts.filter((part) => part !== undefined && part !== '[]').join('.')
}

const position = (numbers: readonly number[] | undefined): Acquisition['motor'] => {
  const [x, y, z] = numbers ?? []
  return [x, y, z].every((value) => Number.isFinite(value)) ? { x: x!, y: y!, z: z! } : null
}

/** Of the four corners (x, y), row by row. */
const fovOf = (corners: readonly number[] | undefined): Acquisition['fov'] => {
  if (corners?.length !== 8 || !corners.every(Number.isFinite)) return null
  const [xs, ys] = [corners.filter((_, i) => i % 2 === 0), corners.filter((_, i) => i % 2 === 1)]
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  return right > left && bottom > top
    ? { width: right - left, height: bottom - top, x: (left + right) / 2, y: (top + bottom) / 2 }
    : null
}

/** Names by ScanImage 4's documentation; no file of it was at hand. */
const ofVersion4 = (values: Values): Acquisition => {
  const { numbers, number, flag } = reader(values)
  const average = positive(number('acqNumAveragedFrames')) ?? 1
  const frameRate = divided(positive(number('scanFrameRate')), average)
  const sliceCount = whole(number('stackNumSlices'))
  const isFast = flag('fastZEnable')
  const volume: Volume =
    sliceCount === 1
      ? plane
      : {
          sliceCount,
          framesPerSlice: isFast ? 1 : whole((number('acqNumFrames') ?? 1) / average),
          flybackCount: isFast ? Math.max(0, number('fastZNumDiscardFrames') ?? 0) : 0,
        }
  return {
    version: matlabText(values.get('versionMajor')) ?? '4',
    channels: numbers('channelsSave') ?? null,
    ...volume,
    frameRate,
    volumeRate: volumeRate(volume, frameRate, null),
    zoom: number('scanZoomFactor'),
    imagingSystem: null,
    bidirectional: /bidi/i.test(values.get('scanMode') ?? ''),
    linePeriod: positive(number('scanLinePeriod')),
    fillFraction: positive(number('scanFillFraction')),
    motor: position(numbers('motorPosition')),
    fov: null,
    zs: [],
    multiRoi: false,
    objectiveResolution: null,
    startedAt: null,
  }
}

const ofVersion3 = (values: Values): Acquisition => {
  const { number, flag } = reader(values)
  const average = flag('acq.averaging') ? whole(number('acq.numAvgFramesSave')) : 1
  const frameRate = divided(positive(number('acq.frameRate')), average)
  const sliceCount = whole(number('acq.numberOfZSlices'))
  const volume: Volume =
    sliceCount === 1
      ? plane
      : { sliceCount, framesPerSlice: whole((number('acq.numberOfFrames') ?? 1) / average), flybackCount: 0 }
  const saved = [1, 2, 3, 4].filter((channel) => flag(`acq.savingChannel${channel}`))
  const milliseconds = positive(number('acq.msPerLine'))
  return {
    version: matlabText(values.get('software.version')) ?? '3',
    channels: saved.length > 0 ? saved : null,
    ...volume,
    frameRate,
    volumeRate: volumeRate(volume, frameRate, null),
    zoom: number('acq.zoomFactor'),
    imagingSystem: null,
    bidirectional: flag('acq.bidirectionalScan'),
    linePeriod: divided(milliseconds, 1000),
    fillFraction: positive(number('acq.fillFraction')),
    motor: position(['X', 'Y', 'Z'].map((axis) => number(`motor.abs${axis}Position`) ?? Number.NaN)),
    fov: null,
    zs: [],
    multiRoi: false,
    objectiveResolution: null,
    startedAt: americanTime(matlabText(values.get('internal.triggerTimeString'))),
  }
}

/** `10/9/2017 16:57:07.967`: month first. */
const americanTime = (text: string | undefined): string | null => {
  const [month, day, year, hour, minute, second] = text?.match(/\d+(?:\.\d+)?/g)?.map(Number) ?? []
  return isoTime([year, month, day, hour, minute, second])
}

/** Year, month, day, hour, minute, second as ISO text to the millisecond; null when they are no time. */
export const isoTime = (parts: readonly (number | undefined)[]): string | null => {
  const [year, month, day, hour, minute, second] = parts as number[]
  if (parts.length < 6 || !parts.every((part) => Number.isFinite(part))) return null
  const time = new Date(Date.UTC(year!, month! - 1, day!, hour!, minute!, 0, Math.round(second! * 1000)))
  const isReal = !Number.isNaN(time.getTime()) && time.getUTCMonth() === month! - 1 && time.getUTCFullYear() >= 1980
  return isReal ? time.toISOString().replace(/\.?0*Z$/, '') : null
}
