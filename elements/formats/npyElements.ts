import { layoutOf } from '#core/blob/dtypes.ts'
import type { Dtype, TypedArray } from '#core/blob/value.ts'

/** Elements of numpy's arrays: what a type name means, and the bytes of such elements. */
export type NpyType = Exclude<Dtype, 'complex64' | 'complex128' | 'object' | 'char' | `datetime64[${string}]`> | 'text'

export type NpyData = TypedArray | string[]

export type ElementType = {
  readonly dtype: NpyType
  /** As in the file: `<i8`, `|b1`, `<U7`. */
  readonly descr: string
  readonly itemBytes: number
  readonly bigEndian: boolean
}

/** By numpy's letters. */
const numberTypes: Readonly<Record<string, NpyType>> = {
  b1: 'bool',
  i1: 'int8',
  u1: 'uint8',
  i2: 'int16',
  u2: 'uint16',
  i4: 'int32',
  u4: 'uint32',
  i8: 'int64',
  u8: 'uint64',
  f4: 'float32',
  f8: 'float64',
}

/** undefined for what is neither number nor text. */
export const parseElementType = (descr: string): ElementType | undefined => {
  const bigEndian = descr.startsWith('>')
  const code = descr.replace(/^[<>=|]/, '')
  const dtype = numberTypes[code]
  if (dtype) return { descr, dtype, itemBytes: arrayOf(dtype).BYTES_PER_ELEMENT, bigEndian }
  const text = /^([US])(\d{1,6})$/.exec(code)
  return text ? { descr, dtype: 'text', itemBytes: Number(text[2]) * (text[1] === 'U' ? 4 : 1), bigEndian } : undefined
}

const arrayOf = (dtype: NpyType) => layoutOf(dtype)!.array!

/** `bytes` starts its own buffer, so the view is aligned and free. */
export const decodeElements = (bytes: Uint8Array, type: ElementType): NpyData => {
  if (type.dtype === 'text') return texts(bytes, type)
  if (type.bigEndian) swapBytes(bytes, type.itemBytes)
  return new (arrayOf(type.dtype))(bytes.buffer, 0, bytes.byteLength / type.itemBytes)
}

const swapBytes = (bytes: Uint8Array, width: number) => {
  for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse()
}

const texts = (bytes: Uint8Array, { itemBytes, descr, bigEndian }: ElementType): string[] => {
  const count = itemBytes === 0 ? 0 : bytes.length / itemBytes
  const one = /U/.test(descr) ? utf32Text : latin1Text
  return Array.from({ length: count }, (_, i) => one(bytes.subarray(i * itemBytes, (i + 1) * itemBytes), bigEndian))
}

const latin1Text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1').replace(/\0+$/, '')

const utf32Text = (bytes: Uint8Array, bigEndian: boolean) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const codes = Array.from({ length: bytes.length / 4 }, (_, i) => view.getUint32(i * 4, !bigEndian))
  return String.fromCodePoint(...codes.filter((code) => code <= 0x10ffff)).replace(/\0+$/, '')
}

/** Element [i, j, k] of a column-major array moves to where a row-major one has it. Vectors stay as they are. */
export const toRowMajor = (data: NpyData, shape: readonly number[]): NpyData => {
  if (shape.filter((n) => n !== 1).length < 2) return data
  const result = data.slice() as NpyData & { [index: number]: unknown }
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((a, b) => a * b, 1))
  const index = shape.map(() => 0)
  let from = 0
  for (let to = 0; to < data.length; to++) {
    result[to] = data[from] as never
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]!++
      from += strides[axis]!
      if (index[axis]! < shape[axis]!) break
      from -= strides[axis]! * shape[axis]!
      index[axis] = 0
    }
  }
  return result
}
