import type { NdArray } from '#core/blob/value.ts'
import { type ComputeContext, defineMake, type Key } from '#elements/contract.ts'
import { fileInvalid } from '#elements/formats/fileInvalid.ts'
import type { ScanField, ScanRecording } from '../readers/recording.ts'
import { type OpenScan, readScanImage, withScan } from '../readers/scanimage.ts'
import { frameStatistics } from './frameStatistics.ts'

export type FieldWork = {
  readonly field: number
  /** Files of the scan on this machine, in any order. */
  readonly files: readonly string[]
}

/** One value per frame. */
export type ChannelQuality = {
  readonly min: Float32Array
  readonly mean: Float32Array
  readonly max: Float32Array
  readonly contrast: Float32Array
}

/** Reads the movie of a field image by image: how bright its frames are, in each channel. */
export const makeScanQualityMetrics = defineMake<FieldWork, readonly ChannelQuality[]>({
  table: 'scan.ScanQualityMetrics',

  async fetch(key, context) {
    const { field_idx, ...scan } = key
    const files = await context.fetch('scan.ScanInfo.ScanFile', scan as Key)
    return {
      field: Number(field_idx),
      files: await Promise.all(files.map(({ file_path }) => context.findFile(String(file_path)))),
    }
  },

  async compute({ field, files }, context) {
    const recording = await readScanImage(files)
    const found = recording.fields[field]
    if (!found) throw fileInvalid(files[0]!, 'fields', `there are ${recording.fields.length}, none of number ${field}`)
    return withScan(recording, (scan) => qualityOf(scan, recording, found, context))
  },

  async insert(key, channels, context) {
    await context.insert('scan.ScanQualityMetrics', [key])
    await context.insert(
      'scan.ScanQualityMetrics.Frames',
      channels.map(({ min, mean, max, contrast }, channel) => ({
        ...key,
        channel,
        min_intensity: vector(min),
        mean_intensity: vector(mean),
        max_intensity: vector(max),
        contrast: vector(contrast),
      })),
    )
  },
})

const qualityOf = async (
  scan: OpenScan,
  { channels, volumeCount }: ScanRecording,
  field: ScanField,
  context: ComputeContext,
): Promise<ChannelQuality[]> => {
  const look = frameStatistics()
  const found = channels.map(() => emptyQuality(volumeCount))
  for (let volume = 0; volume < volumeCount; volume++) {
    if (volume % framesATime === 0) context.progress(volume / volumeCount, `frame ${volume} of ${volumeCount}`)
    for (const [channel, quality] of found.entries()) {
      const { min, mean, max, contrast } = look(await scan.readField(field, volume, channel))
      quality.min[volume] = min
      quality.mean[volume] = mean
      quality.max[volume] = max
      quality.contrast[volume] = contrast
    }
  }
  return found
}

/** Frames between which is told how far it is. */
const framesATime = 500

const emptyQuality = (frames: number): ChannelQuality => ({
  min: new Float32Array(frames),
  mean: new Float32Array(frames),
  max: new Float32Array(frames),
  contrast: new Float32Array(frames),
})

const vector = (data: Float32Array): NdArray => ({ kind: 'ndarray', dtype: 'float32', shape: [data.length], data })
