import { promisify } from 'node:util'
import { constants, deflateSync, inflate, inflateSync, type ZlibOptions } from 'node:zlib'
import { assertSize, decodeBlob } from '#core/blob/decodeBlob.ts'
import { encodeBlob } from '#core/blob/encodeBlob.ts'
import { peekBlob } from '#core/blob/peekBlob.ts'
import { hasBlobMagic, magic, startsWith, zlibHeaderBytes } from '#core/blob/typeCodes.ts'
import type { BlobValue } from '#core/blob/value.ts'

/** Packs a value for a blob column as DataJoint's clients read it: more than 1000 bytes are compressed where a fifth is saved. */
export const packBlob = (value: BlobValue): Uint8Array => encodeBlob(value, deflateIfWorthIt)

/**
 * The value in a blob column. Bytes that are no DataJoint blob (older clients wrote text into such columns) come back as
 * they are. Arrays may be views of `bytes`.
 * @throws BLOB_INVALID
 */
export const unpackBlob = (bytes: Uint8Array): BlobValue =>
  hasBlobMagic(bytes) ? decodeBlob(bytes, inflateBounded) : bytes

/** Below this, handing the work to another thread costs more than it saves. */
const worthAThread = 2 ** 18

/** `unpackBlob` that inflates long blobs outside the event loop. @throws BLOB_INVALID */
export const unpackBlobAsync = async (bytes: Uint8Array): Promise<BlobValue> => {
  if (!startsWith(bytes, magic.zlib) || bytes.length < worthAThread) return unpackBlob(bytes)
  const length = assertSize(bytes)
  const stream = bytes.subarray(zlibHeaderBytes)
  const outcome = await inflateInThread(stream, inflateOptions(length)).catch((problem: Error) => problem)
  return decodeBlob(bytes, () => {
    if (outcome instanceof Error) throw outcome
    return outcome
  })
}

/** `float64 [81234], 650 kB` from the first bytes (256 are plenty) of a blob that has `totalBytes`. */
export const peekPackedBlob = (prefix: Uint8Array, totalBytes: number): string =>
  peekBlob(prefix, totalBytes, (stream) => inflateSync(stream, { finishFlush: constants.Z_SYNC_FLUSH }))

const inflateInThread = promisify(inflate) as (bytes: Uint8Array, options: ZlibOptions) => Promise<Uint8Array>

const inflateBounded = (stream: Uint8Array, length: number): Uint8Array => inflateSync(stream, inflateOptions(length))

/** One chunk of the announced size spares zlib's piecing together; a stream that gives more is an error. */
const inflateOptions = (length: number): ZlibOptions => ({
  maxOutputLength: Math.max(1, length),
  chunkSize: Math.max(64, length + 1),
})

/** What level 6 saves over it is at most three hundredths of the measured kinds of data, for up to seven times the time. */
const compressionLevel = 1
const probeBytes = 2 ** 16
const probePieces = 4
/** A blob that does not shrink by a fifth (traces, noise) is read and written faster as it is. */
const worthwhileRatio = 0.8

const deflateIfWorthIt = (raw: Uint8Array): Uint8Array | undefined =>
  raw.length > probeBytes && !deflateToWorth(probeOf(raw)) ? undefined : deflateToWorth(raw)

const deflateToWorth = (raw: Uint8Array): Uint8Array | undefined => {
  const stream = deflateSync(raw, { level: compressionLevel })
  return stream.length <= worthwhileRatio * raw.length ? stream : undefined
}

/** Pieces from the first byte to the last: templates begin with noise and end in zeros, or the reverse. */
const probeOf = (raw: Uint8Array): Uint8Array => {
  const piece = probeBytes / probePieces
  const starts = Array.from({ length: probePieces }, (_, i) =>
    Math.floor((i * (raw.length - piece)) / (probePieces - 1)),
  )
  return Buffer.concat(starts.map((start) => raw.subarray(start, start + piece)))
}
