import fc from 'fast-check'
import { LabBookError } from '../../errors.ts'
import { blobValues } from '../blobArbitrary.ts'
import { decodeBlob, type Inflate } from '../decodeBlob.ts'
import { type Deflate, encodeBlob } from '../encodeBlob.ts'
import { magic, zlibHeaderBytes } from '../typeCodes.ts'
import type { BlobValue } from '../value.ts'

export type FuzzResult = {
  readonly cases: number
  /** Damaged blobs that still were blobs. */
  readonly accepted: number
  readonly slowestMs: number
}

type Zlib = { readonly inflate: Inflate; readonly deflate: Deflate }

/** Values of every kind, packed; the damage is done to these. */
const corpusSize = 300

/**
 * Decodes damaged blobs: bits turned, lengths made huge, ends cut off, pieces of others put in, compressed and not.
 * @throws Error with the blob in hexadecimal when one fails with anything but BLOB_INVALID, or gives more than its bytes can hold
 */
export const fuzzBlobs = (cases: number, seed: number, zlib: Zlib): FuzzResult => {
  const random = randomNumbers(seed)
  const corpus = fc.sample(blobValues, { seed, numRuns: corpusSize }).map((value) => encodeBlob(value))
  let accepted = 0
  let slowestMs = 0
  for (let index = 0; index < cases; index++) {
    const damaged = damage(pick(corpus, random), corpus, random, zlib.deflate)
    const started = performance.now()
    if (decodes(damaged, zlib.inflate)) accepted++
    slowestMs = Math.max(slowestMs, performance.now() - started)
  }
  return { cases, accepted, slowestMs }
}

const decodes = (bytes: Uint8Array, inflate: Inflate): boolean => {
  let inflated = bytes.length
  const counting: Inflate = (stream, length) => {
    const raw = inflate(stream, length)
    inflated = raw.length
    return raw
  }
  try {
    const size = sizeOf(decodeBlob(bytes, counting))
    if (size <= mostPerByte * inflated + 1024) return true
    throw new Error(`it gives ${size} bytes`)
  } catch (error) {
    if (error instanceof LabBookError && error.code === 'BLOB_INVALID') return false
    throw new Error(`${(error as Error).stack}\nfrom the blob ${hexOf(bytes)}`, { cause: error })
  }
}

/** An int8 of a complex array becomes eight bytes; every value of its own has nine bytes at least. */
const mostPerByte = 16

const sizeOf = (value: BlobValue): number => {
  if (typeof value === 'string') return 2 * value.length
  if (value === null || typeof value !== 'object') return 16
  if (value instanceof Uint8Array) return value.byteLength
  if (!('kind' in value)) return sum(value)
  if (value.kind === 'ndarray')
    return value.dtype === 'object' ? sum(value.data as readonly BlobValue[]) : (value.data as Uint8Array).byteLength
  if ('items' in value) return sum(value.items)
  if (value.kind === 'dict') return sum(value.entries.flat())
  if (value.kind === 'struct') return sum(value.records.flat())
  return value.kind === 'recarray' ? sum(value.fields.map(([, field]) => field)) : 32
}

const sum = (values: readonly BlobValue[]): number =>
  values.reduce<number>((total, each) => total + sizeOf(each) + 16, 0)

type Random = (below: number) => number

const damage = (blob: Uint8Array, corpus: readonly Uint8Array[], random: Random, deflate: Deflate): Uint8Array => {
  const whole = random(4) === 0 ? compressed(blob, random, deflate) : blob.slice()
  let bytes = whole
  for (let left = 1 + random(4); left > 0; left--) bytes = pick(damages, random)(bytes, random, corpus)
  return bytes
}

/** In an envelope that announces the right length, or another one. */
const compressed = (blob: Uint8Array, random: Random, deflate: Deflate): Uint8Array => {
  const stream = deflate(blob) ?? blob
  const envelope = new Uint8Array(zlibHeaderBytes + stream.length)
  envelope.set(new TextEncoder().encode(magic.zlib))
  const length = random(3) === 0 ? pick(lengths, random) : BigInt(blob.length)
  new DataView(envelope.buffer).setBigUint64(magic.zlib.length, length, true)
  envelope.set(stream, zlibHeaderBytes)
  return envelope
}

const lengths = [0n, 1n, 9n, 255n, 65_536n, 2n ** 31n - 1n, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n] as const

type Damage = (bytes: Uint8Array, random: Random, corpus: readonly Uint8Array[]) => Uint8Array

const turnBit: Damage = (bytes, random) => {
  if (bytes.length > 0) bytes[random(bytes.length)]! ^= 1 << random(8)
  return bytes
}
const setLength: Damage = (bytes, random) => {
  if (bytes.length < 12) return bytes
  new DataView(bytes.buffer).setBigUint64(4 + random(bytes.length - 11), pick(lengths, random), true)
  return bytes
}
const setByte: Damage = (bytes, random) => {
  if (bytes.length > 0) bytes[random(bytes.length)] = random(256)
  return bytes
}
const cut: Damage = (bytes, random) => bytes.slice(0, random(bytes.length + 1))
/** Behind the magic, so that the decoder looks at it. */
const splice: Damage = (bytes, random, corpus) => {
  const other = pick(corpus, random)
  const at = Math.min(bytes.length, 4 + random(bytes.length + 1))
  const piece = other.subarray(random(other.length), other.length)
  const joined = new Uint8Array(at + piece.length)
  joined.set(bytes.subarray(0, at))
  joined.set(piece, at)
  return joined
}
const damages: readonly Damage[] = [turnBit, turnBit, setByte, setLength, setLength, cut, splice]

const pick = <T>(items: readonly T[], random: Random): T => items[random(items.length)]!

/** Mulberry32: the same numbers for the same seed, on every machine. */
const randomNumbers = (seed: number): Random => {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const hexOf = (bytes: Uint8Array): string =>
  [...bytes.subarray(0, 4000)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
