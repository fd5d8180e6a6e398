import type { Frame, FrameArray } from './frame.ts'
import {
  aligned,
  dtypeOf,
  elementCount,
  type FrameHeader,
  type FrameHeaderArray,
  frameMagic,
  invalidFrame,
  prefixBytes,
} from './frameLayout.ts'

/** A frame as bytes, laid out as frameLayout.ts says. @throws FRAME_INVALID when a shape does not fit its numbers */
export const encodeFrame = (frame: Frame): Uint8Array => {
  const arrays = placeArrays(frame.arrays)
  const header = encodeHeader({ meta: frame.meta, arrays })
  const payload = prefixBytes + header.length
  const last = frame.arrays.at(-1)
  const bytes = new Uint8Array(payload + (last ? arrays.at(-1)!.offset + last.data.byteLength : 0))
  for (let index = 0; index < frameMagic.length; index++) bytes[index] = frameMagic.charCodeAt(index)
  new DataView(bytes.buffer).setUint32(frameMagic.length, header.length, true)
  bytes.set(header, prefixBytes)
  for (const [index, { data }] of frame.arrays.entries())
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), payload + arrays[index]!.offset)
  return bytes
}

const placeArrays = (arrays: readonly FrameArray[]): FrameHeaderArray[] => {
  let end = 0
  return arrays.map(({ name, shape, unit, data }) => {
    if (elementCount(shape) !== data.length)
      throw invalidFrame(`the array "${name}" of shape [${shape}] has ${data.length} numbers`)
    const offset = aligned(end)
    end = offset + data.byteLength
    return { name, dtype: dtypeOf(data), shape, unit, offset }
  })
}

const encodeHeader = (header: FrameHeader): Uint8Array => {
  const text = new TextEncoder().encode(JSON.stringify(header))
  const padded = new Uint8Array(aligned(text.length)).fill(' '.charCodeAt(0))
  padded.set(text)
  return padded
}
