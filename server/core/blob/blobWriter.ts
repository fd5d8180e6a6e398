import { LabBookError } from '../errors.ts'

/** Growing little-endian bytes; lengths that are only known later are filled in afterwards. */
export class BlobWriter {
  #bytes = new Uint8Array(256)
  #view = new DataView(this.#bytes.buffer)
  #length = 0

  u8 = (value: number): void => this.#room(1).setUint8(this.#length - 1, value)
  u16 = (value: number): void => this.#room(2).setUint16(this.#length - 2, value, true)
  u32 = (value: number): void => this.#room(4).setUint32(this.#length - 4, value, true)
  i32 = (value: number): void => this.#room(4).setInt32(this.#length - 4, value, true)
  i64 = (value: bigint): void => this.#room(8).setBigInt64(this.#length - 8, value, true)
  f64 = (value: number): void => this.#room(8).setFloat64(this.#length - 8, value, true)

  /** A count or length, below 2^53. */
  u64 = (value: number): void => {
    this.#room(8)
    this.#setLength(this.#length - 8, value)
  }

  bytes(value: Uint8Array): void {
    this.#room(value.byteLength)
    this.#bytes.set(value, this.#length - value.byteLength)
  }

  /** u64 byte length, UTF-8. */
  text(value: string): void {
    const bytes = encodeText(value)
    this.u64(bytes.length)
    this.bytes(bytes)
  }

  zeroTerminated(value: string): void {
    if (value.includes('\0')) throw unpackable(`the name "${value}" holds a NUL`)
    this.bytes(encodeText(value))
    this.u8(0)
  }

  /** The u64 length of what `write` writes, then that. */
  lengthPrefixed(write: () => void): void {
    this.#room(8)
    const at = this.#length - 8
    write()
    this.#setLength(at, this.#length - at - 8)
  }

  /** Everything written so far, as a view. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  /** Makes the length `count` bytes longer; the view is the current one, since growing replaces the memory. */
  #room(count: number): DataView {
    this.#length += count
    if (this.#length > this.#bytes.length) this.#grow()
    return this.#view
  }

  #setLength(at: number, value: number): void {
    this.#view.setUint32(at, value % 2 ** 32, true)
    this.#view.setUint32(at + 4, Math.floor(value / 2 ** 32), true)
  }

  #grow(): void {
    const grown = new Uint8Array(Math.max(this.#length + 64, Math.min(2 * this.#bytes.length, this.#length + 2 ** 26)))
    grown.set(this.#bytes)
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}

export const unpackable = (problem: string): LabBookError => new LabBookError('BLOB_UNPACKABLE', { problem })

const utf8 = new TextEncoder()

const encodeText = (value: string): Uint8Array => {
  if (/\p{Surrogate}/u.test(value)) throw unpackable('a text holds half of a character (a lone surrogate)')
  return utf8.encode(value)
}
