/**
 * An image file directory of TIFF 6.0 and BigTIFF: the tags of one page, and where the next page's are.
 *
 * | classic | BigTIFF | field                                                                   |
 * |---------|---------|-------------------------------------------------------------------------|
 * | u16     | u64     | number of entries                                                       |
 * | 12      | 20      | entry: tag u16, type u16, count u32 / u64, then the values if they fit  |
 * |         |         | into 4 / 8 bytes, else their offset                                     |
 * | u32     | u64     | offset of the next directory, 0 after the last one                      |
 *
 * Source: TIFF 6.0 (Adobe 1992), BigTIFF (Joris Van Damme, AWare Systems).
 */
import type { OpenBytes } from './openBytes.ts'

export type TiffLayout = { readonly bigTiff: boolean; readonly littleEndian: boolean }

/** Tag to where its values are. */
export type Ifd = { readonly entries: ReadonlyMap<number, IfdEntry>; readonly next: number }

export type IfdEntry = {
  readonly type: number
  readonly count: number
  /** Byte in the file. */
  readonly offset: number
  /** The value, when it is a single whole number that lies in the directory. */
  readonly value: number | undefined
}

/** Says what is wrong; the caller knows the page. */
export class TiffError extends Error {}

/** More entries than any page has are bytes that were taken for a directory. */
const maxEntries = 512
/** A page of ScanImage takes 376 bytes. */
const window = 512

/** @throws TiffError */
export const readIfd = (file: OpenBytes, layout: TiffLayout, offset: number): Ifd => {
  const { countBytes, entryBytes, pointerBytes } = sizes(layout)
  if (!(offset >= 8 && offset + countBytes <= file.size)) throw new TiffError(`its tags would be at byte ${offset}`)
  const start = file.read(offset, Math.min(window, file.size - offset))
  const count = unsigned(viewOf(start), 0, countBytes, layout)
  if (!(count >= 1 && count <= maxEntries)) throw new TiffError(`it has ${count} tags (at byte ${offset})`)
  const length = countBytes + count * entryBytes + pointerBytes
  if (offset + length > file.size) throw new TiffError(`the file ends within its tags (at byte ${offset})`)
  const view = viewOf(length <= start.length ? start : file.read(offset, length))
  return {
    entries: entriesOf(view, layout, offset, count),
    next: unsigned(view, length - pointerBytes, pointerBytes, layout),
  }
}

/** The first `limit` values of an entry of whole numbers. @throws TiffError */
export const readEntry = (file: OpenBytes, layout: TiffLayout, entry: IfdEntry, limit: number): number[] => {
  if (entry.count === 1 && entry.value !== undefined) return [entry.value]
  const width = wholeBytes[entry.type]
  if (!width) throw new TiffError(`a tag of type ${entry.type} holds no whole numbers`)
  const count = Math.min(entry.count, limit)
  if (!(entry.offset + count * width <= file.size)) throw new TiffError(`${count} values at byte ${entry.offset}`)
  const view = viewOf(file.read(entry.offset, count * width))
  return Array.from({ length: count }, (_, i) => unsigned(view, i * width, width, layout))
}

const sizes = ({ bigTiff }: TiffLayout) =>
  bigTiff ? { countBytes: 8, entryBytes: 20, pointerBytes: 8 } : { countBytes: 2, entryBytes: 12, pointerBytes: 4 }

const entriesOf = (view: DataView, layout: TiffLayout, offset: number, count: number) => {
  const { countBytes, entryBytes, pointerBytes } = sizes(layout)
  const entries = new Map<number, IfdEntry>()
  for (let i = 0; i < count; i++) {
    const at = countBytes + i * entryBytes
    const type = view.getUint16(at + 2, layout.littleEndian)
    const values = unsigned(view, at + 4, pointerBytes, layout)
    const here = at + 4 + pointerBytes
    const inline = values * (typeBytes[type] ?? 1) <= pointerBytes
    const width = wholeBytes[type]
    entries.set(view.getUint16(at, layout.littleEndian), {
      type,
      count: values,
      offset: inline ? offset + here : unsigned(view, here, pointerBytes, layout),
      value: inline && width ? unsigned(view, here, width, layout) : undefined,
    })
  }
  return entries
}

/** Types of unsigned whole numbers: byte, short, long, offset; long and offset of 8 bytes. */
const wholeBytes: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 13: 4, 16: 8, 18: 8 }
/** The others: text, fractions, signed and floating numbers. */
const otherBytes = { 2: 1, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 17: 8 }
const typeBytes: Readonly<Record<number, number>> = { ...wholeBytes, ...otherBytes }

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const unsigned = (view: DataView, at: number, width: number, { littleEndian }: TiffLayout): number => {
  if (width === 1) return view.getUint8(at)
  if (width === 2) return view.getUint16(at, littleEndian)
  if (width === 4) return view.getUint32(at, littleEndian)
  return Number(view.getBigUint64(at, littleEndian))
}
