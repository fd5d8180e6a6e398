import type { Frame, FrameArray, FrameArrayData } from './frame.ts'
import {
  elementCount,
  type FrameHeader,
  type FrameHeaderArray,
  frameMagic,
  frameTypes,
  invalidFrame,
  prefixBytes,
} from './frameLayout.ts'

/**
 * A frame from its bytes (frameLayout.ts). The arrays are views of `bytes`, which is copied only if it does not begin at a
 * multiple of 8 in its memory. @throws FRAME_INVALID
 */
export const decodeFrame = (bytes: Uint8Array | ArrayBuffer): Frame => {
  const frame = alignedBytes(bytes)
  const { header, payload } = readHeader(frame)
  return { meta: header.meta, arrays: header.arrays.map((array) => readArray(array, payload)) }
}

const alignedBytes = (bytes: Uint8Array | ArrayBuffer): Uint8Array => {
  if (!ArrayBuffer.isView(bytes)) return new Uint8Array(bytes)
  return bytes.byteOffset % 8 === 0 ? bytes : Uint8Array.from(bytes)
}

const readHeader = (frame: Uint8Array): { header: FrameHeader; payload: Uint8Array } => {
  const begin = String.fromCharCode(...frame.subarray(0, frameMagic.length))
  if (begin !== frameMagic || frame.length < prefixBytes) throw invalidFrame(`they do not begin with ${frameMagic}`)
  const length = new DataView(frame.buffer, frame.byteOffset).getUint32(frameMagic.length, true)
  if (length % 8 !== 0 || prefixBytes + length > frame.length) throw invalidFrame('they end inside the header')
  const header = parseHeader(frame.subarray(prefixBytes, prefixBytes + length))
  return { header, payload: frame.subarray(prefixBytes + length) }
}

const parseHeader = (bytes: Uint8Array): FrameHeader => {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (isHeader(header)) return header
  } catch (cause) {
    throw invalidFrame(`the header is not JSON: ${cause instanceof Error ? cause.message : cause}`)
  }
  throw invalidFrame('the header lacks meta or arrays')
}

const isHeader = (value: unknown): value is FrameHeader =>
  isObject(value) && isObject(value.meta) && Array.isArray(value.arrays) && value.arrays.every(isArrayHeader)

const isArrayHeader = (value: unknown): boolean =>
  isObject(value) &&
  typeof value.name === 'string' &&
  typeof value.unit === 'string' &&
  typeof value.dtype === 'string' &&
  Object.hasOwn(frameTypes, value.dtype) &&
  isCount(value.offset) &&
  Array.isArray(value.shape) &&
  value.shape.every(isCount)

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

const readArray = ({ name, dtype, shape, unit, offset }: FrameHeaderArray, payload: Uint8Array): FrameArray => {
  const Numbers = frameTypes[dtype]
  const count = elementCount(shape)
  if (offset % 8 !== 0 || !(offset + count * Numbers.BYTES_PER_ELEMENT <= payload.length))
    throw invalidFrame(`the array "${name}" of shape [${shape}] lies beyond their end`)
  const data = new Numbers(payload.buffer as ArrayBuffer, payload.byteOffset + offset, count) as FrameArrayData
  return { name, shape, unit, data }
}
