import { type DtypeLayout, elementCount, layoutOf, layoutOfNumpy } from '../blob/dtypes.ts'
import { reorder } from '../blob/memoryOrder.ts'
import type { BlobValue, NdArray, TypedArray } from '../blob/value.ts'
import { LabBookError } from '../errors.ts'

/**
 * numpy's .npy as `<npy@>` stores it, in memory: `\x93NUMPY`, version, header length (u16 in version 1, u32 in 2 and 3), header
 * (a dict literal with descr, fortran_order, shape), elements. Source: numpy/lib/format.
 */

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

/** The array in a file; `path` is for errors. Numbers, complex numbers and datetimes. @throws FILE_INVALID */
export const decodeNpy = (bytes: Uint8Array, path: string): NdArray => {
  const { descr, fortran, shape, offset } = readHeader(bytes, path)
  const bigEndian = descr.startsWith('>')
  const layout = layoutOfNumpy(descr.replace(/^[>=]/, '<'))
  if (!layout?.array || layout.dtype === 'char') throw invalid(path, 'descr', `${descr} is not a supported type`)
  const count = elementCount(shape) * (layout.complex ? 2 : 1)
  const size = count * layout.array.BYTES_PER_ELEMENT
  if (bytes.length - offset < size)
    throw invalid(path, 'data', `${size} bytes are needed for (${shape}) and ${bytes.length - offset} are there`)
  // A copy, even of Node's Buffer, whose own slice is a view.
  const raw = new Uint8Array(bytes.subarray(offset, offset + size))
  if (bigEndian) swapBytes(raw, layout.array.BYTES_PER_ELEMENT)
  const elements = bitsOf(new layout.array(raw.buffer, 0, count))
  const ordered = columnMajor(elements, shape, layout, fortran ? 'F' : 'C')
  return {
    kind: 'ndarray',
    dtype: layout.dtype,
    shape,
    data: new layout.array(ordered.buffer as ArrayBuffer, 0, count),
  }
}

/** The file of an array, in column-major order where it has more than one axis. @throws BLOB_UNPACKABLE for objects and text */
export const encodeNpy = (value: BlobValue): Uint8Array => {
  const array = isArray(value) ? value : undefined
  const layout = array && layoutOf(array.dtype)
  if (!array || !layout?.array || layout.dtype === 'char')
    throw new LabBookError('BLOB_UNPACKABLE', { problem: 'an .npy file holds an array of numbers, and this is none' })
  const data = layout.complex ? interleaved(array.data as TypedArray) : (array.data as TypedArray)
  const header = printHeader(layout.numpy, array.shape)
  const file = new Uint8Array(header.length + data.byteLength)
  file.set(header)
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length)
  return file
}

type Header = {
  readonly descr: string
  readonly fortran: boolean
  readonly shape: readonly number[]
  readonly offset: number
}

const readHeader = (bytes: Uint8Array, path: string): Header => {
  if (bytes.length < 12 || magic.some((byte, index) => bytes[index] !== byte))
    throw invalid(path, 'magic', 'it does not begin with \\x93NUMPY')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = bytes[6] === 1 ? 10 : 12
  const length = bytes[6] === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  if (start + length > bytes.length)
    throw invalid(path, 'header length', `${length} bytes in a file of ${bytes.length}`)
  const text = new TextDecoder().decode(bytes.subarray(start, start + length))
  const descr = /'descr':\s*'([^']*)'/.exec(text)?.[1]
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1]
  const sizes = /'shape':\s*\(([\d, ]*)\)/.exec(text)?.[1]
  if (descr === undefined || order === undefined || sizes === undefined)
    throw invalid(path, 'header', `${text.trim().slice(0, 200)} tells no type, order and shape that are supported`)
  return { descr, fortran: order === 'True', shape: (sizes.match(/\d+/g) ?? []).map(Number), offset: start + length }
}

const printHeader = (descr: string, shape: readonly number[]): Uint8Array => {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const dict = `{'descr': '${descr}', 'fortran_order': ${shape.length > 1 ? 'True' : 'False'}, 'shape': (${sizes}), }`
  const text = `${dict}${' '.repeat(63 - ((10 + dict.length) % 64))}\n`
  const body = new TextEncoder().encode(text)
  return Uint8Array.from([...magic, 1, 0, body.length & 255, body.length >> 8, ...body])
}

/** A blob's array is column-major, and of a complex one all real parts come first. */
const columnMajor = (
  elements: TypedArray,
  shape: readonly number[],
  { complex }: DtypeLayout,
  order: 'C' | 'F',
): TypedArray => {
  const parts = complex ? [everyOther(elements, 0), everyOther(elements, 1)] : [elements]
  const [first, second] = parts.map((part) => (order === 'F' ? part : reorder(part as Float64Array, shape, 'C', 'F')))
  if (!second) return first!
  const joined = elements.slice()
  joined.set(first as never)
  joined.set(second as never, first!.length)
  return joined
}

const everyOther = (elements: TypedArray, start: 0 | 1): TypedArray =>
  (elements as Float64Array).filter((_, index) => index % 2 === start)

const interleaved = (data: TypedArray): TypedArray => {
  const bits = bitsOf(data) as Float64Array
  const half = bits.length / 2
  return bits.map((_, index) => bits[Math.floor(index / 2) + (index % 2) * half]!)
}

/** The same memory as numbers that moving does not change: a float32 NaN loses its payload on the way through a double. */
const bitsOf = (data: TypedArray): TypedArray =>
  data instanceof Float32Array ? new Int32Array(data.buffer, data.byteOffset, data.length) : data

const swapBytes = (bytes: Uint8Array, width: number): void => {
  for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse()
}

const isArray = (value: BlobValue): value is NdArray =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'ndarray'

const invalid = (file: string, field: string, problem: string): LabBookError =>
  new LabBookError('FILE_INVALID', { file, field, problem })
