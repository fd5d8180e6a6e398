import { LabBookError } from '../errors.ts'
import { type BlobLimits, BlobReader, defaultLimits, type LengthBytes, type ReadElement } from './blobReader.ts'
import { readArray, readCell, readRecarray, readStruct } from './readArrays.ts'
import {
  readBool,
  readBytes,
  readComplex,
  readDatetime,
  readDecimal,
  readDict,
  readInt,
  readList,
  readString,
  readUuid,
} from './readPython.ts'
import { magic, startsWith, typeCodes, zlibHeaderBytes } from './typeCodes.ts'
import type { BlobValue } from './value.ts'

export type { BlobLimits } from './blobReader.ts'

/** Inflates a zlib stream that must give `rawLength` bytes, and stops when it gives more. */
export type Inflate = (compressed: Uint8Array, rawLength: number) => Uint8Array

/**
 * Decodes a DataJoint blob of either protocol.
 *
 * | bytes | |
 * |---|---|
 * | `ZL123\0`, u64 length, zlib stream | optional envelope around the rest |
 * | `mYm\0` or `dj0\0` | MATLAB's protocol, and its extension for Python; one grammar |
 * | one element | type code (typeCodes.ts), payload; it ends the blob |
 *
 * Lengths are u64; old MATLAB clients wrote u32, which is tried when a blob of their protocol makes no sense otherwise.
 * All numbers are little-endian, as is every machine that runs JavaScript engines today; arrays are column-major. Arrays
 * are views of `bytes` where the alignment allows it.
 *
 * @throws BLOB_INVALID with the byte offset, quickly and without allocating what the bytes cannot back
 */
export const decodeBlob = (bytes: Uint8Array, inflate: Inflate, limits: Partial<BlobLimits> = {}): BlobValue => {
  const allowed = { ...defaultLimits, ...limits }
  const raw = openEnvelope(bytes, inflate, allowed.maxBytes)
  return startsWith(raw, magic.mYm) ? decodeMym(raw, allowed) : decodeRaw(raw, allowed, 8)
}

/** Nothing says that a blob is of an old MATLAB client, but one with short lengths makes no sense with long ones. */
const decodeMym = (raw: Uint8Array, limits: BlobLimits): BlobValue => {
  try {
    return decodeRaw(raw, limits, 8)
  } catch (error) {
    try {
      return decodeRaw(raw, limits, 4)
    } catch {
      throw error
    }
  }
}

const decodeRaw = (raw: Uint8Array, limits: BlobLimits, lengthBytes: LengthBytes): BlobValue => {
  const reader = new BlobReader(raw, limits, readElement, lengthBytes)
  if (!startsWith(raw, magic.mYm) && !startsWith(raw, magic.dj0)) reader.fail('it begins with neither mYm nor dj0')
  reader.take(magic.mYm.length)
  const value = reader.element()
  if (reader.remaining > 0) reader.fail(`${reader.remaining} bytes are left over`)
  return value
}

/** Deflate shrinks by at most a factor of 1032, so a longer claim is a lie (zlib technical notes). */
const maxDeflateRatio = 1032

const openEnvelope = (bytes: Uint8Array, inflate: Inflate, maxBytes: number): Uint8Array => {
  const length = assertSize(bytes, maxBytes)
  return startsWith(bytes, magic.zlib) ? inflateExactly(bytes.subarray(zlibHeaderBytes), length, inflate) : bytes
}

/** Bytes of a blob after decompression, which its envelope announces. @throws BLOB_INVALID if they are too many or a lie */
export const assertSize = (bytes: Uint8Array, maxBytes = defaultLimits.maxBytes): number => {
  const compressed = startsWith(bytes, magic.zlib)
  const length = compressed ? rawLengthOf(bytes) : bytes.length
  if (length > maxBytes) throw invalid(`its ${length} bytes are more than the ${maxBytes} allowed`)
  if (compressed && length > (bytes.length - zlibHeaderBytes + 1) * maxDeflateRatio)
    throw invalid(`${bytes.length} compressed bytes cannot hold the ${length} that are announced`)
  return length
}

const inflateExactly = (stream: Uint8Array, length: number, inflate: Inflate): Uint8Array => {
  let raw: Uint8Array
  try {
    raw = inflate(stream, length)
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause)
    throw invalid(`its zlib stream is broken or longer than the ${length} bytes announced: ${problem}`, cause)
  }
  if (raw.length === length) return raw
  throw invalid(`it announces ${length} bytes and inflates to ${raw.length}`)
}

/** Length after decompression that a ZL123 envelope announces. */
export const rawLengthOf = (bytes: Uint8Array): number => {
  if (bytes.length < zlibHeaderBytes) throw invalid('it ends inside its header')
  const view = new DataView(bytes.buffer, bytes.byteOffset, zlibHeaderBytes)
  return Number(view.getBigUint64(magic.zlib.length, true))
}

const invalid = (problem: string, cause?: unknown): LabBookError =>
  new LabBookError('BLOB_INVALID', { problem, offset: 0 }, { cause })

const elementReaders: Readonly<Record<number, ReadElement>> = {
  [typeCodes.array]: readArray,
  [typeCodes.cell]: readCell,
  [typeCodes.struct]: readStruct,
  [typeCodes.recarray]: readRecarray,
  [typeCodes.sparse]: (reader) => reader.fail('MATLAB sparse arrays are not supported'),
  [typeCodes.none]: () => null,
  [typeCodes.tuple]: (reader) => ({ kind: 'tuple', items: readList(reader) }),
  [typeCodes.list]: readList,
  [typeCodes.set]: (reader) => ({ kind: 'set', items: readList(reader) }),
  [typeCodes.dict]: readDict,
  [typeCodes.string]: readString,
  [typeCodes.bytes]: readBytes,
  [typeCodes.int]: readInt,
  [typeCodes.bool]: readBool,
  [typeCodes.complex]: readComplex,
  [typeCodes.float]: (reader) => reader.f64(),
  [typeCodes.decimal]: readDecimal,
  [typeCodes.datetime]: readDatetime,
  [typeCodes.uuid]: readUuid,
}

/** Reads one element, its type code included. */
export const readElement: ReadElement = (reader) => {
  const code = reader.u8()
  const read = elementReaders[code]
  return read ? read(reader) : reader.fail(`there is no type code 0x${code.toString(16).padStart(2, '0')}`)
}
