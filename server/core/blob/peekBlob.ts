import { BlobReader, defaultLimits, type LengthBytes } from './blobReader.ts'
import { rawLengthOf } from './decodeBlob.ts'
import { readArrayHeader, readShape } from './readArrays.ts'
import { hasBlobMagic, magic, startsWith, typeCodes, zlibHeaderBytes } from './typeCodes.ts'

/** Inflates as much as the beginning of a zlib stream gives. */
export type InflatePrefix = (stream: Uint8Array) => Uint8Array

/**
 * Text such as `float64 [81234], 650 kB` from the first bytes of a blob (256 are plenty), of `totalBytes` in the database. The
 * size is that of the value before compression. Never throws: what is damaged or no blob is summed up as bytes.
 */
export const peekBlob = (prefix: Uint8Array, totalBytes: number, inflatePrefix: InflatePrefix): string => {
  try {
    if (hasBlobMagic(prefix)) return peek(prefix, totalBytes, inflatePrefix)
  } catch {
    // What cannot be looked into is still shown with its size.
  }
  return `bytes, ${printBytes(totalBytes)}`
}

const peek = (prefix: Uint8Array, totalBytes: number, inflatePrefix: InflatePrefix): string => {
  const compressed = startsWith(prefix, magic.zlib)
  const raw = compressed ? inflatePrefix(prefix.subarray(zlibHeaderBytes)) : prefix
  const bytes = compressed ? rawLengthOf(prefix) : totalBytes
  return `${summarize(raw, 8) ?? summarize(raw, 4)}, ${printBytes(bytes)}`
}

/** Undefined when the bytes make no sense with lengths of so many bytes. */
const summarize = (raw: Uint8Array, lengthBytes: LengthBytes): string | undefined => {
  try {
    const reader = new BlobReader(raw, defaultLimits, () => null, lengthBytes)
    reader.take(magic.mYm.length)
    return summarizeElement(reader)
  } catch (error) {
    if (lengthBytes === 4) throw error
    return undefined
  }
}

const { array, cell, struct, recarray, tuple, list, set, dict } = typeCodes

/** Containers begin with their extent, everything else is small enough for its kind to say it. */
const summarizeElement = (reader: BlobReader): string => {
  const code = reader.u8()
  if (code === array) return summarizeArray(reader)
  if (code === cell || code === struct) return `${nameOf(code)} ${printShape(readShape(reader))}`
  if (code === recarray) return `structured array of ${reader.u32()} fields`
  if (code === tuple || code === list || code === set || code === dict) return `${nameOf(code)} of ${reader.length()}`
  return nameOf(code)
}

const summarizeArray = (reader: BlobReader): string => {
  const { shape, layout } = readArrayHeader(reader)
  return shape.length === 0 ? layout.dtype : `${layout.dtype} ${printShape(shape)}`
}

const nameOf = (code: number): string =>
  Object.entries(typeCodes).find(([, each]) => each === code)?.[0] ?? `type 0x${code.toString(16)}`

const printShape = (shape: readonly number[]): string => `[${shape.join(' × ')}]`

/** `650 kB`, decimal prefixes */
export const printBytes = (bytes: number): string => {
  const power = Math.min(4, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const scaled = bytes / 1000 ** power
  return `${power > 0 && scaled < 10 ? scaled.toFixed(1) : Math.round(scaled)} ${['B', 'kB', 'MB', 'GB', 'TB'][power]}`
}
