/**
 * numpy's .npy, little- and big-endian, C and Fortran order.
 *
 * | byte         | field                                                                                 |
 * |--------------|---------------------------------------------------------------------------------------|
 * | 0            | 93 4E 55 4D 50 59, that is \x93NUMPY                                                  |
 * | 6            | version: 1.0, 2.0 or 3.0, one byte each part                                          |
 * | 8            | length of the header: u16 in version 1, u32 in 2 and 3                                |
 * | 10 or 12     | header: dict literal with descr, fortran_order, shape; latin-1, UTF-8 in version 3    |
 * | then         | the elements, without padding                                                         |
 *
 * Source: numpy/lib/format documentation.
 */
import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { BlobValue } from '#core/blob/value.ts'
import { LabBookError } from '#core/errors.ts'
import { parsePythonLiteral } from '#core/stores/pythonLiteral.ts'
import { cannotOpen, fileInvalid } from './fileInvalid.ts'
import {
  decodeElements,
  type ElementType,
  type NpyData,
  type NpyType,
  parseElementType,
  toRowMajor,
} from './npyElements.ts'
import { type PickledValue, readNumpyPickle } from './numpyPickle.ts'
import { ForeignNameError, PickleError } from './pickleMachine.ts'

export type { NpyData, NpyType } from './npyElements.ts'

export type NpyHeader = ElementType & NpyLayout

export type NpyLayout = {
  readonly fortranOrder: boolean
  readonly shape: readonly number[]
  /** Number of elements. */
  readonly count: number
  /** Byte of the first element. */
  readonly dataOffset: number
}

/** `data` is row-major whatever the file's order. bool is Uint8Array with 0 and 1, text is string[]. */
export type NpyArray = { readonly dtype: NpyType; readonly shape: readonly number[]; readonly data: NpyData }

/** An .npy whose header has been read; its elements are read in place, piece by piece. */
export type OpenNpy = {
  readonly header: NpyHeader
  /** Elements `start` to `start + count` in the order of the file, on a buffer of their own. */
  elements(start: number, count: number): Promise<NpyData>
  /** Rows `start` to `start + count` of the first axis, row-major. Rows beyond the end are left out. */
  rows(start: number, count: number): Promise<NpyArray>
}

/** Shape and type without the data. @throws FILE_INVALID, also when the file is shorter than its header says */
export const readNpyHeader = (path: string): Promise<NpyHeader> => withFile(path, (file) => headerOf(file, path))

/** Shape of any .npy, of Python objects too. @throws FILE_INVALID */
export const readNpyShape = async (path: string): Promise<readonly number[]> =>
  (await withFile(path, (file) => layoutOf(file, path))).shape

/** Opens a file for `work` and closes it again. @throws FILE_INVALID */
export const withNpy = <T>(path: string, work: (npy: OpenNpy) => Promise<T>): Promise<T> =>
  withFile(path, async (file) => {
    const header = await headerOf(file, path)
    const bytes = (start: number, count: number) =>
      readBytes(file, path, header.dataOffset + start * header.itemBytes, count * header.itemBytes)
    return work({
      header,
      elements: async (start, count) => decodeElements(await bytes(start, count), header),
      rows: (start, count) => readRows(header, bytes, start, count),
    })
  })

/** The whole array. @throws FILE_INVALID, also above `maxBytes` (1 GiB unless told) */
export const readNpy = (path: string, options: { readonly maxBytes?: number } = {}): Promise<NpyArray> =>
  withNpy(path, async (npy) => {
    const { count, itemBytes, shape, dtype, fortranOrder } = npy.header
    const bytes = count * itemBytes
    const limit = options.maxBytes ?? 2 ** 30
    if (bytes > limit) throw fileInvalid(path, 'shape', `(${shape}) needs ${bytes} bytes, more than ${limit}`)
    const data = await npy.elements(0, count)
    return { dtype, shape, data: fortranOrder ? toRowMajor(data, shape) : data }
  })

/** Rows `start` to `start + count` of the first axis, read in place. Rows beyond the end are left out. @throws FILE_INVALID */
export const readNpyRows = (path: string, start: number, count: number): Promise<NpyArray> =>
  withNpy(path, (npy) => npy.rows(start, count))

/**
 * The pickle in an .npy of Python objects: of a dict when np.save was given one, else of an array of objects.
 * @throws FILE_INVALID, also above `maxBytes` (1 GiB unless told) and for a pickle of anything but plain values and numpy's
 */
export const readNpyObjects = (path: string, options: { readonly maxBytes?: number } = {}): Promise<PickledValue> =>
  withFile(path, async (file) => {
    const { descr, dataOffset, size } = await layoutOf(file, path)
    if (!/^[|<>=]?O/.test(descr)) throw fileInvalid(path, 'descr', `${descr} is no array of Python objects`)
    const limit = options.maxBytes ?? 2 ** 30
    if (size - dataOffset > limit) throw fileInvalid(path, 'size', `${size} bytes, more than ${limit}`)
    return unpickled(await readBytes(file, path, dataOffset, size - dataOffset), path)
  })

const unpickled = (bytes: Uint8Array, path: string): PickledValue => {
  try {
    const value = readNumpyPickle(bytes)
    const isOne =
      value !== null &&
      typeof value === 'object' &&
      'dtype' in value &&
      value.dtype === 'object' &&
      value.shape.length === 0
    return isOne ? value.data[0]! : value
  } catch (error) {
    if (!(error instanceof PickleError)) throw error
    const cure = error instanceof ForeignNameError ? cureOf(error, basename(path)) : ''
    throw fileInvalid(path, 'pickle', `the pickle ${error.message}${cure}`, error)
  }
}

/** What settings may hold besides plain values and can be told as texts; for the rest there is no safe advice. */
const harmless =
  /^(datetime|pathlib|numpy|collections)\b|^(__builtin__|builtins)\.(bytes|bytearray|set|frozenset|complex)$/

const cureOf = ({ foreignName }: ForeignNameError, name: string): string =>
  harmless.test(foreignName)
    ? `. If you trust the file, save it with texts in place of such values: ${resaveCommand(name)}`
    : ''

/** A line for a shell in the folder of the file. */
const resaveCommand = (name: string): string =>
  [
    `python -c "import numpy as np; p='${/^[\w.-]+$/.test(name) ? name : 'FILE.npy'}';`,
    'f=lambda v: {k: f(x) for k, x in v.items()} if isinstance(v, dict)',
    'else [f(x) for x in v] if isinstance(v, (list, tuple, set))',
    'else v if isinstance(v, (int, float, str, bytes, type(None), np.generic, np.ndarray)) else str(v);',
    'np.save(p, f(np.load(p, allow_pickle=True).tolist()))"',
  ].join(' ')

type ReadElements = (start: number, count: number) => Promise<Uint8Array>

const readRows = async (header: NpyHeader, read: ReadElements, start: number, count: number): Promise<NpyArray> => {
  const { dtype, fortranOrder } = header
  const rows = Math.max(0, Math.min(count, (header.shape[0] ?? 0) - start))
  const shape = [rows, ...header.shape.slice(1)]
  const width = header.shape.slice(1).reduce((a, b) => a * b, 1)
  const bytes = fortranOrder
    ? await readStrips(header, read, start, rows, width)
    : await read(start * width, rows * width)
  const data = decodeElements(bytes, header)
  return { dtype, shape, data: fortranOrder ? toRowMajor(data, shape) : data }
}

/** In Fortran order the rows of one column lie together: one strip for each of the other indices. */
const readStrips = async (header: NpyHeader, read: ReadElements, start: number, rows: number, strips: number) => {
  const stripBytes = rows * header.itemBytes
  const bytes = new Uint8Array(strips * stripBytes)
  for (let i = 0; i < strips; i++) bytes.set(await read(i * header.shape[0]! + start, rows), i * stripBytes)
  return bytes
}

const withFile = async <T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> => {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw cannotOpen(path, cause)
  })
  try {
    return await work(file)
  } catch (error) {
    if (error instanceof LabBookError) throw error
    throw fileInvalid(path, 'file', `cannot be read (${(error as Error).message})`, error)
  } finally {
    await file.close()
  }
}

const maxHeaderBytes = 2 ** 20
const chunkBytes = 2 ** 28

const readBytes = async (file: FileHandle, path: string, position: number, length: number): Promise<Uint8Array> => {
  const bytes = new Uint8Array(length)
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(bytes, done, Math.min(chunkBytes, length - done), position + done)
    if (bytesRead === 0)
      throw fileInvalid(path, 'data', `ends at byte ${position + done}, ${length - done} bytes short`)
    done += bytesRead
  }
  return bytes
}

const headerOf = async (file: FileHandle, path: string): Promise<NpyHeader> => {
  const layout = await layoutOf(file, path)
  const header = { ...layout, ...elementType(layout.descr, path) }
  const missing = header.dataOffset + header.count * header.itemBytes - layout.size
  if (missing > 0) throw fileInvalid(path, 'data', `the file is ${missing} bytes short of its shape (${header.shape})`)
  return header
}

type FileLayout = NpyLayout & { readonly descr: string; readonly size: number }

const layoutOf = async (file: FileHandle, path: string): Promise<FileLayout> => {
  const size = (await file.stat()).size
  if (size < 10) throw fileInvalid(path, 'header', `the file has only ${size} bytes`)
  const start = await readBytes(file, path, 0, Math.min(12, size))
  if (Buffer.from(start.subarray(0, 6)).toString('latin1') !== '\x93NUMPY')
    throw fileInvalid(path, 'magic', 'the file does not begin with \\x93NUMPY')
  const { textOffset, textBytes } = headerExtent(start, path)
  if (textBytes > Math.min(maxHeaderBytes, size - textOffset))
    throw fileInvalid(path, 'header length', `${textBytes} bytes in a file of ${size}`)
  const text = Buffer.from(await readBytes(file, path, textOffset, textBytes)).toString('utf8')
  return { ...parseNpyHeader(text, textOffset + textBytes, path), size }
}

const headerExtent = (start: Uint8Array, path: string) => {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength)
  const version = view.getUint8(6)
  if (version === 1) return { textOffset: 10, textBytes: view.getUint16(8, true) }
  if ((version === 2 || version === 3) && start.byteLength === 12)
    return { textOffset: 12, textBytes: view.getUint32(8, true) }
  throw fileInvalid(path, 'version', `${version} is not 1, 2 or 3`)
}

const parseNpyHeader = (text: string, dataOffset: number, path: string): Omit<FileLayout, 'size'> => {
  const value = parsePythonLiteral(text)?.value
  const fields = new Map<BlobValue, BlobValue>(isDict(value) ? value.entries : [])
  const descr = fields.get('descr')
  if (Array.isArray(descr)) throw fileInvalid(path, 'descr', 'structured arrays are not supported')
  if (typeof descr !== 'string') throw fileInvalid(path, 'descr', 'the header names no type')
  const fortranOrder = fields.get('fortran_order')
  if (typeof fortranOrder !== 'boolean') throw fileInvalid(path, 'fortran_order', 'is neither True nor False')
  const shape = shapeOf(fields.get('shape'), path)
  const count = shape.reduce((a, b) => a * b, 1)
  return { descr, fortranOrder, shape, count, dataOffset }
}

const isDict = (value: BlobValue | undefined): value is Extract<BlobValue, { readonly kind: 'dict' }> =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'dict'

const shapeOf = (value: BlobValue | undefined, path: string): number[] => {
  const items =
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'tuple' ? value.items : undefined
  const shape = items?.map((item) => (typeof item === 'bigint' ? Number(item) : Number.NaN))
  const count = shape?.reduce((a, b) => a * b, 1) ?? Number.NaN
  if (!shape || shape.length > 8 || shape.some((n) => !(n >= 0)) || !(count * 8 <= Number.MAX_SAFE_INTEGER))
    throw fileInvalid(path, 'shape', `${JSON.stringify(shape) ?? 'none'} is not a shape`)
  return shape
}

const elementType = (descr: string, path: string): ElementType => {
  const type = parseElementType(descr)
  if (type) return type
  const what = /^[|<>=]?O/.test(descr) ? 'Python objects (a pickle), which are not read' : 'not a supported type'
  throw fileInvalid(path, 'descr', `${descr} is ${what}`)
}
