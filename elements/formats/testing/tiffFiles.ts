/** A page of a small TIFF; `changes` overwrite or (null) leave out tags by number. */
export type TestPage = {
  readonly height: number
  readonly width: number
  readonly data: Uint8Array | Uint16Array | Int16Array | Float32Array
  readonly description?: string
  readonly stripRows?: number
  readonly changes?: Readonly<Record<number, number | null>>
}
export type TestTiff = {
  readonly pages: readonly TestPage[]
  readonly bigTiff?: boolean
  readonly bigEndian?: boolean
  /** Lines and JSON in front of the first page, as ScanImage has them since 5.2. */
  readonly scanImage?: { readonly lines: string; readonly roiJson: string }
  /** Where the last page says the next one is. */
  readonly last?: number
}

/** The bytes of a TIFF, page after page: tags, description, pixels. */
export const tiffBytes = ({ pages, bigTiff = false, bigEndian = false, scanImage, last = 0 }: TestTiff): Uint8Array => {
  const bytes: number[] = []
  const put = (value: number, width: number) => bytes.push(...ordered(value, width, bigEndian))
  const pointer = bigTiff ? 8 : 4
  bytes.push(...(bigEndian ? [0x4d, 0x4d] : [0x49, 0x49]))
  put(bigTiff ? 43 : 42, 2)
  if (bigTiff) for (const value of [8, 0]) put(value, 2)
  const block = scanImage ? [scanImage.lines, scanImage.roiJson].map((text) => [...Buffer.from(`${text}\0`)]) : []
  const blockBytes = scanImage ? 16 + block[0]!.length + block[1]!.length : 0
  put(bytes.length + pointer + blockBytes, pointer)
  if (scanImage) for (const value of [117637889, 4, block[0]!.length, block[1]!.length]) put(value, 4)
  for (const text of block) bytes.push(...text)
  pages.forEach((page, i) => {
    const isLast = i === pages.length - 1
    putPage(page, { bytes, put, pointer, bigEndian, next: isLast ? last : undefined })
  })
  return Uint8Array.from(bytes)
}

type Output = {
  readonly bytes: number[]
  readonly put: (value: number, width: number) => void
  readonly pointer: number
  readonly bigEndian: boolean
  /** undefined: behind this page. */
  readonly next: number | undefined
}

const ordered = (value: number, width: number, bigEndian: boolean) => {
  const little = Array.from({ length: width }, (_, i) => Math.floor(value / 2 ** (8 * i)) % 256)
  return bigEndian ? little.reverse() : little
}

const putPage = (page: TestPage, { bytes, put, pointer, bigEndian, next }: Output) => {
  const text = [...Buffer.from(`${page.description ?? ''}\0`)]
  const rows = page.stripRows ?? page.height
  const strips = Math.ceil(page.height / rows)
  const rowBytes = page.width * page.data.BYTES_PER_ELEMENT
  const stripBytes = Array.from({ length: strips }, (_, i) => Math.min(rows, page.height - i * rows) * rowBytes)
  const start = bytes.length
  const entryBytes = pointer === 8 ? 20 : 12
  const textAt = start + (pointer === 8 ? 8 : 2) + 10 * entryBytes + pointer
  const listsAt = textAt + text.length
  const dataAt = listsAt + (strips > 1 ? 2 * pointer * strips : 0)
  const offsets = stripBytes.map((_, i) => dataAt + stripBytes.slice(0, i).reduce((a, b) => a + b, 0))
  const isOne = strips === 1
  const lists = pointer === 8 && !isOne ? 16 : 4
  const entries: [tag: number, type: number, count: number, value: number][] = [
    [256, 4, 1, page.width],
    [257, 4, 1, page.height],
    [258, 3, 1, 8 * page.data.BYTES_PER_ELEMENT],
    [259, 3, 1, 1],
    [270, 2, text.length, textAt],
    [273, lists, strips, isOne ? offsets[0]! : listsAt],
    [277, 3, 1, 1],
    [278, 4, 1, rows],
    [279, lists, strips, isOne ? stripBytes[0]! : listsAt + pointer * strips],
    [339, 3, 1, page.data instanceof Float32Array ? 3 : page.data instanceof Int16Array ? 2 : 1],
  ]
  put(page.changes?.[0] ?? entries.length, pointer === 8 ? 8 : 2)
  for (const [tag, type, count, value] of entries) {
    const change = page.changes?.[tag]
    put(change === null ? 65000 : tag, 2)
    put(type, 2)
    put(count, pointer)
    putValue(change ?? value, type, count, { bytes, put, pointer, bigEndian, text })
  }
  const end = dataAt + page.height * rowBytes
  put(next ?? end, pointer)
  bytes.push(...text)
  if (!isOne) for (const value of [...offsets, ...stripBytes]) put(value, pointer)
  bytes.push(...pixelBytes(page.data, bigEndian))
}

/** Left-aligned in its field; a short text lies there itself. */
const putValue = (
  value: number,
  type: number,
  count: number,
  { bytes, put, pointer, text }: Omit<Output, 'next'> & { readonly text: readonly number[] },
) => {
  if (type === 2 && count <= pointer) {
    bytes.push(...text, ...new Array(pointer - count).fill(0))
    return
  }
  const width = type === 2 || count > 1 ? pointer : type === 3 ? 2 : 4
  put(value, width)
  bytes.push(...new Array(pointer - width).fill(0))
}

const pixelBytes = (data: TestPage['data'], bigEndian: boolean) => {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice()
  const width = data.BYTES_PER_ELEMENT
  if (bigEndian) for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse()
  return bytes
}

/** `count` pages of 3 × 2 pixels whose first pixel is the page's number, then negative ones. */
export const numberedPages = (count: number, describe: (page: number) => string = () => ''): TestPage[] =>
  Array.from({ length: count }, (_, i) => ({
    height: 3,
    width: 2,
    data: Int16Array.of(i, -1, -2, -3, -4, -5),
    description: describe(i),
  }))
