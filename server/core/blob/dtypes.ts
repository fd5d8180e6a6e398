import type { Dtype, TypedArray } from './value.ts'

export type TypedArrayConstructor = {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): TypedArray
  new (length: number): TypedArray
}

/** How one numpy dtype lies in a blob. `typeId` is MATLAB's class number; complex data is two runs of its component. */
export type DtypeLayout = {
  readonly dtype: Dtype
  readonly typeId: number
  readonly complex: boolean
  /** numpy's own name, `<f8`; a char array's depends on its length. */
  readonly numpy: string
  /** Typed array of the stored numbers; null for object arrays, whose elements are blobs themselves. */
  readonly array: TypedArrayConstructor | null
}

const layout = (
  dtype: Dtype,
  typeId: number,
  numpy: string,
  array: TypedArrayConstructor | null,
  complex = false,
): DtypeLayout => ({ dtype, typeId, numpy, array, complex })

/** Units of datetime64 in the order of their type ids, 65536 for years and on. */
export const datetimeUnits = ['Y', 'M', 'W', 'D', 'h', 'm', 's', 'ms', 'us', 'ns', 'ps', 'fs', 'as'] as const
export type DatetimeUnit = (typeof datetimeUnits)[number]
const firstDatetimeId = 65536

const layouts: readonly DtypeLayout[] = [
  layout('bool', 3, '|b1', Uint8Array),
  layout('char', 4, '<U', Uint16Array),
  layout('object', 5, 'object', null),
  layout('float64', 6, '<f8', Float64Array),
  layout('float32', 7, '<f4', Float32Array),
  layout('int8', 8, '|i1', Int8Array),
  layout('uint8', 9, '|u1', Uint8Array),
  layout('int16', 10, '<i2', Int16Array),
  layout('uint16', 11, '<u2', Uint16Array),
  layout('int32', 12, '<i4', Int32Array),
  layout('uint32', 13, '<u4', Uint32Array),
  layout('int64', 14, '<i8', BigInt64Array),
  layout('uint64', 15, '<u8', BigUint64Array),
  layout('complex128', 6, '<c16', Float64Array, true),
  layout('complex64', 7, '<c8', Float32Array, true),
  ...datetimeUnits.map((unit, index) =>
    layout(`datetime64[${unit}]`, firstDatetimeId + index, `<M8[${unit}]`, BigInt64Array),
  ),
]

const byDtype = new Map(layouts.map((each) => [each.dtype as string, each]))
const byNumpy = new Map(layouts.map((each) => [each.numpy, each]))
const byTypeId = new Map(layouts.map((each) => [`${each.typeId}/${each.complex}`, each]))

/** Layout of a dtype by our name, by numpy's (`<f8`; any `<U…` is char) and by the numbers of a blob; undefined if there is none. */
export const layoutOf = (dtype: string): DtypeLayout | undefined => byDtype.get(dtype)
export const layoutOfNumpy = (name: string): DtypeLayout | undefined => byNumpy.get(name.startsWith('<U') ? '<U' : name)
export const layoutOfTypeId = (typeId: number, complex: boolean): DtypeLayout | undefined =>
  byTypeId.get(`${typeId}/${complex}`)

export const isDatetime64 = (dtype: Dtype): boolean => dtype.startsWith('datetime64[')
/** `datetime64[ns]` → `ns` */
export const datetimeUnit = (dtype: Dtype): DatetimeUnit => dtype.slice('datetime64['.length, -1) as DatetimeUnit

/** Number of elements of a shape; 1 for a 0-d array. */
export const elementCount = (shape: readonly number[]): number => shape.reduce((count, length) => count * length, 1)
