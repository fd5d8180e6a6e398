/**
 * TIFF and BigTIFF of uncompressed grey pages in strips, as microscopes write them: thousands of pages, found by their offsets
 * and read one by one.
 *
 * | byte | classic                  | BigTIFF                            |
 * |------|--------------------------|------------------------------------|
 * | 0    | II (little) or MM (big)  | the same                           |
 * | 2    | 42                       | 43                                 |
 * | 4    | u32 offset of first page | u16 8, u16 0, u64 offset at byte 8 |
 */

import { LabBookError } from '#core/errors.ts'
import type { Problem } from '#elements/contract.ts'
import { fileInvalid } from './fileInvalid.ts'
import { type OpenBytes, openBytes } from './openBytes.ts'
import { type Ifd, type IfdEntry, readEntry, readIfd, TiffError, type TiffLayout } from './tiffIfd.ts'

export type PixelType = 'uint8' | 'int8' | 'uint16' | 'int16' | 'uint32' | 'int32' | 'float32'
export type Pixels = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array

export type TiffPage = {
  readonly height: number
  readonly width: number
  readonly pixelType: PixelType
  /** Byte and length of each strip, from the top. */
  readonly strips: readonly { readonly offset: number; readonly bytes: number }[]
}

export const tiffTags = { description: 270, software: 305, artist: 315 } as const

/** A TIFF whose pages have been counted; their pixels and texts are read on demand. */
export type OpenTiff = TiffLayout & {
  readonly path: string
  readonly size: number
  /** Whole pages from the first one on. */
  readonly pageCount: number
  /** First page of another size or pixel type than page 0; null when all are alike. */
  readonly differsAt: number | null
  /** Why the pages end before the file says. */
  readonly problems: readonly Problem[]
  /** @throws FILE_INVALID also for compressed, coloured and tiled pages */
  page(index: number): TiffPage
  /** Row-major. @throws FILE_INVALID */
  readPage(index: number): Pixels
  /** Value of a tag of text; null without it. */
  readText(index: number, tag: number): string | null
  /** Bytes of the file outside its pages. */
  readBytes(position: number, length: number): Uint8Array
}

/** Opens a file for `work` and closes it again. @throws FILE_INVALID without one whole page */
export const withTiff = async <T>(path: string, work: (tiff: OpenTiff) => T | Promise<T>): Promise<T> => {
  const tiff = await openTiff(path)
  try {
    return await work(tiff)
  } finally {
    tiff.close()
  }
}

/** The caller closes it. @throws FILE_INVALID without one whole page */
export const openTiff = async (path: string): Promise<OpenTiff & { close(): void }> => {
  const file = openBytes(path)
  try {
    return { ...(await indexTiff(file)), close: file.close }
  } catch (error) {
    file.close()
    throw error instanceof LabBookError ? error : fileInvalid(path, 'file', `cannot be read (${error})`, error)
  }
}

const indexTiff = async (file: OpenBytes): Promise<OpenTiff> => {
  const { layout, first } = readHeader(file)
  const { offsets, differsAt, problems } = await walkPages(file, layout, first)
  const ifd = (index: number) => {
    const offset = offsets[index]
    if (offset === undefined) throw fileInvalid(file.path, `page ${index}`, `there are ${offsets.length} pages`)
    return readIfd(file, layout, offset)
  }
  const page = (index: number) => named(file.path, index, () => pageOf(file, layout, ifd(index)))
  return {
    ...layout,
    path: file.path,
    size: file.size,
    pageCount: offsets.length,
    differsAt,
    problems,
    page,
    readPage: (index) => readPixels(file, layout, page(index)),
    readText: (index, tag) => named(file.path, index, () => textOf(file, ifd(index).entries.get(tag))),
    readBytes: file.read,
  }
}

const named = <T>(path: string, index: number, read: () => T): T => {
  try {
    return read()
  } catch (error) {
    throw error instanceof TiffError ? fileInvalid(path, `page ${index}`, error.message, error) : error
  }
}

const readHeader = (file: OpenBytes): { layout: TiffLayout; first: number } => {
  if (file.size < 16) throw fileInvalid(file.path, 'header', `the file has only ${file.size} bytes`)
  const view = new DataView(file.read(0, 16).buffer)
  const order = String.fromCharCode(view.getUint8(0), view.getUint8(1))
  const littleEndian = order === 'II'
  const magic = view.getUint16(2, littleEndian)
  if ((order !== 'II' && order !== 'MM') || (magic !== 42 && magic !== 43))
    throw fileInvalid(file.path, 'header', 'the file is no TIFF')
  const bigTiff = magic === 43
  const first = bigTiff ? Number(view.getBigUint64(8, littleEndian)) : view.getUint32(4, littleEndian)
  return { layout: { bigTiff, littleEndian }, first }
}

/** Pages between which others get their turn. */
const pagesAtATime = 500
const maxPages = 2 ** 23

type Walk = { readonly offsets: number[]; differsAt: number | null; readonly problems: Problem[] }

/** Follows the chain of pages. What is behind a bad page cannot be found: the pages before it are kept. */
const walkPages = async (file: OpenBytes, layout: TiffLayout, first: number): Promise<Walk> => {
  const walk: Walk = { offsets: [], differsAt: null, problems: [] }
  const seen = new Set<number>()
  let like: TiffPage | undefined
  for (let next = first; next !== 0; ) {
    const number = walk.offsets.length
    try {
      if (seen.has(next)) throw new TiffError(`it leads back to byte ${next}`)
      if (number === maxPages) throw new TiffError(`more than ${maxPages} pages are not read`)
      const ifd = readIfd(file, layout, next)
      const page = pageOf(file, layout, ifd)
      like ??= page
      if (walk.differsAt === null && !isAlike(page, like)) walk.differsAt = number
      seen.add(next)
      walk.offsets.push(next)
      next = ifd.next
    } catch (error) {
      if (!(error instanceof TiffError)) throw error
      if (number === 0) throw fileInvalid(file.path, 'page 0', error.message, error)
      walk.problems.push({
        level: 'warning',
        message: `Page ${number} is damaged (${error.message}): the ${number} pages before it are read.`,
      })
      break
    }
    if (walk.offsets.length % pagesAtATime === 0) await new Promise(setImmediate)
  }
  if (walk.offsets.length === 0) throw fileInvalid(file.path, 'page 0', 'the file has no page')
  return walk
}

const isAlike = (page: TiffPage, like: TiffPage) =>
  page.height === like.height && page.width === like.width && page.pixelType === like.pixelType

const maxPixels = 2 ** 28

const pageOf = (file: OpenBytes, layout: TiffLayout, { entries }: Ifd): TiffPage => {
  const number = (tag: number, otherwise?: number) => {
    const entry = entries.get(tag)
    const value = entry ? readEntry(file, layout, entry, 1)[0] : otherwise
    if (value === undefined) throw new TiffError(`it has no tag ${tag}`)
    return value
  }
  const [width, height] = [number(256), number(257)]
  if (!(width * height >= 1 && width * height <= maxPixels))
    throw new TiffError(`its size is ${width} × ${height} pixels`)
  if (entries.has(322) || entries.has(324))
    throw new TiffError('tiled pages are not read: save the file in strips, as Fiji does')
  assertUncompressed(number(259, 1))
  if (number(277, 1) !== 1) throw new TiffError(`${number(277, 1)} values a pixel (colour) are not read`)
  const pixelType = pixelTypeOf(number(258, 1), number(339, 1))
  return { height, width, pixelType, strips: stripsOf(file, layout, entries, { height, width, pixelType }) }
}

const compressions: Readonly<Record<number, string>> = {
  5: 'LZW',
  7: 'JPEG',
  8: 'Deflate',
  32773: 'PackBits',
  32946: 'Deflate',
  50000: 'Zstandard',
}

const assertUncompressed = (code: number) => {
  if (code === 1) return
  const name = compressions[code] ? ` (${compressions[code]})` : ''
  throw new TiffError(`compression ${code}${name} is not read: save the file uncompressed, as Fiji does`)
}

const pixelTypes: Readonly<Record<string, PixelType>> = {
  '8 1': 'uint8',
  '8 2': 'int8',
  '16 1': 'uint16',
  '16 2': 'int16',
  '32 1': 'uint32',
  '32 2': 'int32',
  '32 3': 'float32',
}

const pixelTypeOf = (bits: number, format: number): PixelType => {
  const type = pixelTypes[`${bits} ${format}`]
  if (!type) throw new TiffError(`pixels of ${bits} bits in sample format ${format} are not read`)
  return type
}

const arrayTypes = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
} as const

/** Where the rows are, checked to be inside the file and as many as the page needs. */
const stripsOf = (
  file: OpenBytes,
  layout: TiffLayout,
  entries: Ifd['entries'],
  { height, width, pixelType }: Omit<TiffPage, 'strips'>,
): TiffPage['strips'] => {
  const [at, lengths] = [entries.get(273), entries.get(279)]
  if (!at) throw new TiffError('it has no tag 273')
  if (at.count > height || (lengths && lengths.count !== at.count))
    throw new TiffError(`${at.count} strips with ${lengths?.count} lengths for ${height} rows`)
  const needed = height * width * arrayTypes[pixelType].BYTES_PER_ELEMENT
  const bytes = lengths ? readEntry(file, layout, lengths, height) : [needed]
  const strips = readEntry(file, layout, at, height).map((offset, i) => ({ offset, bytes: bytes[i] ?? 0 }))
  const end = strips.find((strip) => strip.offset + strip.bytes > file.size)
  if (end) throw new TiffError(`its pixels reach to byte ${end.offset + end.bytes} of ${file.size}`)
  const total = strips.reduce((sum, strip) => sum + strip.bytes, 0)
  if (total < needed) throw new TiffError(`its strips hold ${total} of ${needed} bytes`)
  return strips
}

const readPixels = (file: OpenBytes, { littleEndian }: TiffLayout, page: TiffPage): Pixels => {
  const Type = arrayTypes[page.pixelType]
  const needed = page.height * page.width * Type.BYTES_PER_ELEMENT
  const bytes = page.strips.length === 1 ? file.read(page.strips[0]!.offset, needed) : joined(file, page, needed)
  if (!littleEndian)
    for (let i = 0; i < needed; i += Type.BYTES_PER_ELEMENT) bytes.subarray(i, i + Type.BYTES_PER_ELEMENT).reverse()
  return new Type(bytes.buffer)
}

const joined = (file: OpenBytes, page: TiffPage, needed: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(needed)
  let done = 0
  for (const strip of page.strips) {
    const length = Math.min(strip.bytes, needed - done)
    bytes.set(file.read(strip.offset, length), done)
    done += length
  }
  return bytes
}

const maxTextBytes = 2 ** 24

const textOf = (file: OpenBytes, entry: IfdEntry | undefined): string | null => {
  if (!entry) return null
  if (entry.count > maxTextBytes || entry.offset + entry.count > file.size)
    throw new TiffError(`a text of ${entry.count} bytes at byte ${entry.offset} of ${file.size}`)
  return Buffer.from(file.read(entry.offset, entry.count))
    .toString('utf8')
    .replace(/\0[\s\S]*$/, '')
}
