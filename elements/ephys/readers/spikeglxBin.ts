import { closeSync, openSync, readSync } from 'node:fs'
import { fileInvalid } from '#elements/formats/fileInvalid.ts'
import type { SpikeGlxRecording } from './spikeglx.ts'

/** An open .bin. Synchronous, for the worker threads that cut thousands of short pieces out of it. */
export type OpenBin = {
  readonly channelCount: number
  readonly sampleCount: number
  /**
   * Samples `start` to `start + count` of these channels (positions in the file; all unless told), time-major:
   * element `t · channels + c`. Parts outside the file are 0.
   */
  readSamples(start: number, count: number, channels?: readonly number[]): Int16Array
  close(): void
}

/** @throws FILE_INVALID when the recording has no .bin */
export const openBin = (
  recording: Pick<SpikeGlxRecording, 'binPath' | 'metaPath' | 'nSavedChannels' | 'sampleCount'>,
): OpenBin => {
  const { binPath, metaPath, nSavedChannels, sampleCount } = recording
  if (binPath === null || sampleCount === null) throw fileInvalid(metaPath, 'file', 'there is no .bin beside it')
  return openInt16(binPath, nSavedChannels, sampleCount)
}

/** Any int16 file of interleaved channels, from byte `offset`. @throws FILE_INVALID */
export const openInt16 = (path: string, channelCount: number, sampleCount: number, offset = 0): OpenBin => {
  const descriptor = openDescriptor(path)
  return {
    channelCount,
    sampleCount,
    readSamples(start, count, channels) {
      const all = readFrames(descriptor, { path, channelCount, sampleCount, offset }, start, count)
      return channels ? pickChannels(all, channelCount, channels) : all
    },
    close: () => closeSync(descriptor),
  }
}

const openDescriptor = (path: string): number => {
  try {
    return openSync(path, 'r')
  } catch (cause) {
    throw fileInvalid(path, 'file', `cannot be opened (${(cause as NodeJS.ErrnoException).code})`, cause)
  }
}

type Extent = {
  readonly path: string
  readonly channelCount: number
  readonly sampleCount: number
  readonly offset: number
}

const readFrames = (descriptor: number, extent: Extent, start: number, count: number): Int16Array => {
  const frames = new Int16Array(count * extent.channelCount)
  const first = Math.max(0, start)
  const last = Math.min(extent.sampleCount, start + count)
  if (last <= first) return frames
  const bytes = new Uint8Array(
    frames.buffer,
    (first - start) * extent.channelCount * 2,
    (last - first) * extent.channelCount * 2,
  )
  fill(descriptor, bytes, extent.offset + first * extent.channelCount * 2, extent.path)
  return frames
}

const fill = (descriptor: number, bytes: Uint8Array, position: number, path: string) => {
  for (let done = 0; done < bytes.length; ) {
    const read = readSync(descriptor, bytes, done, bytes.length - done, position + done)
    if (read === 0)
      throw fileInvalid(path, 'data', `ends at byte ${position + done}: it became shorter while it was read`)
    done += read
  }
}

const pickChannels = (frames: Int16Array, channelCount: number, channels: readonly number[]): Int16Array => {
  const count = frames.length / channelCount
  const picked = new Int16Array(count * channels.length)
  for (let t = 0; t < count; t++)
    for (let i = 0; i < channels.length; i++) picked[t * channels.length + i] = frames[t * channelCount + channels[i]!]!
  return picked
}
