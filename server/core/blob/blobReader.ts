import { LabBookError } from '../errors.ts'
import type { TypedArrayConstructor } from './dtypes.ts'
import type { BlobValue, TypedArray } from './value.ts'

/** What a blob may cost before it is refused. */
export type BlobLimits = {
  /** Bytes after decompression. */
  readonly maxBytes: number
  /** Containers inside containers. */
  readonly maxDepth: number
  /** Elements that become JavaScript values of their own; numbers inside numeric arrays do not count. */
  readonly maxItems: number
}

export const defaultLimits: BlobLimits = { maxBytes: 2 ** 30, maxDepth: 64, maxItems: 10_000_000 }

/** Of lengths, counts and extents: 4 in what old MATLAB clients wrote, 8 in everything since. */
export type LengthBytes = 4 | 8

export type ReadElement = (reader: BlobReader) => BlobValue

/**
 * A cursor over the raw bytes of a blob. Every read is checked against the end of the element that it belongs to, and no
 * count is believed before the bytes that it promises are there.
 */
export class BlobReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #limits: BlobLimits
  readonly #readElement: ReadElement
  readonly #lengthBytes: LengthBytes
  #offset = 0
  #end: number
  #depth = 0
  #items = 0

  constructor(bytes: Uint8Array, limits: BlobLimits, readElement: ReadElement, lengthBytes: LengthBytes = 8) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#end = bytes.byteLength
    this.#limits = limits
    this.#readElement = readElement
    this.#lengthBytes = lengthBytes
  }

  get offset(): number {
    return this.#offset
  }

  get remaining(): number {
    return this.#end - this.#offset
  }

  /** @throws BLOB_INVALID at the place that has been reached */
  fail(problem: string): never {
    throw new LabBookError('BLOB_INVALID', { problem, offset: this.#offset })
  }

  u8 = (): number => this.#view.getUint8(this.#advance(1))
  u16 = (): number => this.#view.getUint16(this.#advance(2), true)
  u32 = (): number => this.#view.getUint32(this.#advance(4), true)
  i32 = (): number => this.#view.getInt32(this.#advance(4), true)
  i64 = (): bigint => this.#view.getBigInt64(this.#advance(8), true)
  f64 = (): number => this.#view.getFloat64(this.#advance(8), true)

  /** Bytes of a child's length and type code: the least that any child takes. */
  get leastChildBytes(): number {
    return this.#lengthBytes + 1
  }

  /** A length, a count or an extent: a u64 that JavaScript can hold exactly, or the u32 of old MATLAB writers. */
  length(): number {
    if (this.#lengthBytes === 4) return this.u32()
    const at = this.#advance(8)
    const value = this.#view.getUint32(at, true) + this.#view.getUint32(at + 4, true) * 2 ** 32
    return Number.isSafeInteger(value) ? value : this.fail(`the number ${value} is too big for a length`)
  }

  /** A count of things that take at least `bytesEach` bytes, all of which must still be there. */
  count(bytesEach: number, what: string): number {
    return this.assertRoom(this.length(), bytesEach, what)
  }

  assertRoom(count: number, bytesEach: number, what: string): number {
    const needed = count * bytesEach
    if (needed > this.remaining) this.fail(`${count} ${what} need ${needed} bytes and only ${this.remaining} are left`)
    return count
  }

  /** The next bytes, as a view. */
  take(length: number): Uint8Array {
    const start = this.#advance(length)
    return this.#bytes.subarray(start, start + length)
  }

  /**
   * Numbers as a typed array. It is a view where the memory is aligned and mostly theirs; otherwise one copy, so that a small
   * array keeps no big buffer alive and does not take it along to a worker.
   */
  numbers(Numbers: TypedArrayConstructor, count: number): TypedArray {
    const length = this.assertRoom(count, Numbers.BYTES_PER_ELEMENT, 'array elements') * Numbers.BYTES_PER_ELEMENT
    const absolute = this.#bytes.byteOffset + this.#advance(length)
    const { buffer } = this.#bytes
    const isOwn = 2 * length >= buffer.byteLength
    if (isOwn && absolute % Numbers.BYTES_PER_ELEMENT === 0) return new Numbers(buffer, absolute, count)
    return new Numbers(buffer.slice(absolute, absolute + length), 0, count)
  }

  text(length: number): string {
    const bytes = this.take(length)
    try {
      return utf8.decode(bytes)
    } catch {
      return this.fail('a text is not UTF-8')
    }
  }

  /** UTF-8 up to a NUL, which is consumed. */
  zeroTerminated(): string {
    const length = this.#bytes.subarray(this.#offset, this.#end).indexOf(0)
    if (length < 0) this.fail('a name has no end')
    const text = this.text(length)
    this.#advance(1)
    return text
  }

  /** An element with its length before it; it must fill that length exactly. */
  child(): BlobValue {
    const length = this.count(1, 'bytes of an element')
    const outerEnd = this.#end
    this.#end = this.#offset + length
    const value = this.element()
    if (this.remaining > 0) this.fail(`an element of ${length} bytes ends ${this.remaining} bytes early`)
    this.#end = outerEnd
    return value
  }

  children(count: number): BlobValue[] {
    const values: BlobValue[] = []
    for (let index = 0; index < count; index++) values.push(this.child())
    return values
  }

  /** An element of unknown length. */
  element(): BlobValue {
    const { maxDepth, maxItems } = this.#limits
    if (++this.#items > maxItems) this.fail(`it holds more than ${maxItems} values`)
    if (++this.#depth > maxDepth) this.fail(`it is nested more than ${maxDepth} deep`)
    const value = this.#readElement(this)
    this.#depth--
    return value
  }

  #advance(length: number): number {
    if (length > this.remaining) this.fail(`${length} bytes are needed and only ${this.remaining} are left`)
    const start = this.#offset
    this.#offset += length
    return start
  }
}

/** A byte order mark is a character of the text like any other. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
