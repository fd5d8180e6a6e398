import { type DtypeLayout, elementCount, layoutOf } from '../blob/dtypes.ts'
import { permuteOrder, reorder } from '../blob/memoryOrder.ts'
import type { BlobValue, NdArray, TypedArray } from '../blob/value.ts'
import { LabBookError } from '../errors.ts'
import { invalidNpy, type NpyField, type NpyHeader, type NpyType, parseNpyHeader, printNpyHeader } from './npyHeader.ts'

/** numpy's .npy as `<npy@>` stores it, in memory: a header, elements. Source: numpy/lib/format. */

/** What an .npy holds; a structured array as one array per field. */
export type NpyArray = Extract<BlobValue, { readonly kind: 'ndarray' | 'recarray' }>

/**
 * The array in a file; `path` is for errors. Numbers, complex numbers, datetimes, texts (as an array of objects) and records of
 * them. @throws FILE_INVALID
 */
export const decodeNpy = (bytes: Uint8Array, path: string): NpyArray => {
  const header = parseNpyHeader(bytes, path)
  const { type, shape, offset } = header
  const size = elementCount(shape) * type.bytes
  if (bytes.length - offset < size)
    throw invalidNpy(path, 'data', `${size} bytes are needed for (${shape}) and ${bytes.length - offset} are there`)
  return decode(bytes.subarray(offset, offset + size), header, path)
}

/** The file of an array, in column-major order where it has more than one axis. @throws BLOB_UNPACKABLE for objects and text */
export const encodeNpy = (value: BlobValue): Uint8Array => {
  const array = isArray(value) ? value : undefined
  const layout = array && layoutOf(array.dtype)
  if (!array || !layout?.array || layout.dtype === 'char')
    throw new LabBookError('BLOB_UNPACKABLE', { problem: 'an .npy file holds an array of numbers, and this is none' })
  const data = layout.complex ? interleaved(array.data as TypedArray) : (array.data as TypedArray)
  const header = printNpyHeader(layout.numpy, array.shape)
  const file = new Uint8Array(header.length + data.byteLength)
  file.set(header)
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), header.length)
  return file
}

type Elements = Pick<NpyHeader, 'type' | 'shape' | 'fortran' | 'dtype'>

/** `bytes` are those of the elements, and stay as they are. */
const decode = (bytes: Uint8Array, { type, shape, fortran, dtype }: Elements, path: string): NpyArray => {
  if (type.kind === 'record')
    return { kind: 'recarray', fields: decodeFields(bytes, type.fields, type.bytes, { shape, fortran }, path) }
  if (type.kind === 'text')
    return {
      kind: 'ndarray',
      dtype: 'object',
      shape,
      data: reorder(texts(bytes, type), shape, fortran ? 'F' : 'C', 'F'),
    }
  if (type.kind === 'number') return decodeNumbers(bytes, type, shape, fortran)
  throw invalidNpy(path, 'descr', `${dtype} is not a supported type`)
}

const decodeNumbers = (
  bytes: Uint8Array,
  type: Extract<NpyType, { kind: 'number' }>,
  shape: readonly number[],
  fortran: boolean,
): NdArray => {
  const { layout, bigEndian } = type
  const array = layout.array!
  // A copy, even of Node's Buffer, whose own slice is a view.
  const raw = new Uint8Array(bytes)
  if (bigEndian) swapBytes(raw, array.BYTES_PER_ELEMENT)
  const count = raw.length / array.BYTES_PER_ELEMENT
  const ordered = columnMajor(bitsOf(new array(raw.buffer, 0, count)), shape, layout, fortran ? 'F' : 'C')
  return { kind: 'ndarray', dtype: layout.dtype, shape, data: new array(ordered.buffer as ArrayBuffer, 0, count) }
}

/** Each field's bytes are picked out of all records, which come in row-major order for it. */
const decodeFields = (
  bytes: Uint8Array,
  fields: readonly NpyField[],
  stride: number,
  { shape, fortran }: Pick<NpyHeader, 'shape' | 'fortran'>,
  path: string,
): (readonly [string, NpyArray])[] => {
  const count = elementCount(shape)
  const records = permuteOrder(shape, fortran ? 'F' : 'C', 'C')
  return fields.map(({ name, type, offset, shape: own }) => {
    const width = type.bytes * elementCount(own)
    const picked = new Uint8Array(count * width)
    for (let index = 0; index < count; index++) {
      const start = records[index]! * stride + offset
      picked.set(bytes.subarray(start, start + width), index * width)
    }
    return [name, decode(picked, { type, shape: [...shape, ...own], fortran: false, dtype: name }, path)] as const
  })
}

/** Zeros at the end are not part of a text. */
const texts = (bytes: Uint8Array, { bytes: width, wide, bigEndian }: Extract<NpyType, { kind: 'text' }>): string[] => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const letter = (at: number): number => (wide ? view.getUint32(at, !bigEndian) : bytes[at]!)
  return Array.from({ length: width === 0 ? 0 : bytes.length / width }, (_, index) => {
    let text = ''
    for (let at = index * width; at < (index + 1) * width; at += wide ? 4 : 1)
      text += String.fromCodePoint(Math.min(letter(at), 0x10ffff))
    return text.replace(/\0+$/, '')
  })
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
