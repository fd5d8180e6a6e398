import type { Json } from '../frame/frame.ts'
import { printDatetime64 } from './datetime64.ts'
import { datetimeUnit, elementCount, isDatetime64, layoutOf } from './dtypes.ts'
import { permuteOrder } from './memoryOrder.ts'
import { toHex } from './readPython.ts'
import type { BlobValue, NdArray } from './value.ts'

type Kinded = Extract<BlobValue, { kind: string }>

/**
 * A blob as JSON that loses nothing but the memory order: null, booleans, text, lists and ints as they are, everything else
 * as `{"$": kind, …}`. Arrays are `{"$":"ndarray", dtype, shape, data}` with numpy's dtype and flat row-major data; numbers
 * that JSON lacks are the texts `NaN`, `Infinity`, `-Infinity`, `-0`; ints beyond 2^53 are `{"$":"int","value":"…"}`.
 */
export const blobToJson = (value: BlobValue): Json => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'bigint') return intToJson(value)
  if (typeof value === 'number') return { $: 'float', value: numberToJson(value) }
  if (value instanceof Uint8Array) return { $: 'bytes', hex: toHex(value) }
  if (isList(value)) return value.map(blobToJson)
  return kindToJson(value)
}

const isList = (value: BlobValue): value is readonly BlobValue[] => Array.isArray(value)

const kindToJson = (value: Kinded): Json => {
  switch (value.kind) {
    case 'ndarray':
      return value.dtype === 'char' ? charArrayToJson(value) : ndarrayToJson(value)
    case 'tuple':
    case 'set':
      return { $: value.kind, items: value.items.map(blobToJson) }
    case 'dict':
      return { $: 'dict', entries: value.entries.map(([key, item]) => [blobToJson(key), blobToJson(item)]) }
    case 'complex':
      return complexToJson(value.re, value.im)
    case 'recarray':
      return recarrayToJson(value)
    case 'cell':
      return { $: 'cell', shape: filledShape(value.shape), items_fortran: value.items.map(blobToJson) }
    case 'struct':
      return structToJson(value)
    case 'uuid':
    case 'decimal':
      return { $: value.kind, value: value.value }
    default:
      return { $: value.kind, iso: value.iso }
  }
}

const intToJson = (value: bigint): Json =>
  Number.isSafeInteger(Number(value)) ? Number(value) : { $: 'int', value: String(value) }

/** Finite numbers are themselves; JSON has no others, and no negative zero. */
export const numberToJson = (value: number): Json =>
  Number.isFinite(value) && !Object.is(value, -0) ? value : Object.is(value, -0) ? '-0' : String(value)

const complexToJson = (re: number, im: number): Json => ({ $: 'complex', re: numberToJson(re), im: numberToJson(im) })

/** Python shows a cell array without elements as one-dimensional, whatever its shape was. */
const filledShape = (shape: readonly number[]): number[] => (elementCount(shape) === 0 ? [0] : [...shape])

const ndarrayToJson = (value: NdArray): Json => ({
  $: 'ndarray',
  dtype: layoutOf(value.dtype)?.numpy ?? value.dtype,
  shape: [...value.shape],
  data: elementsInRows(value),
})

const elementsInRows = (value: NdArray): Json[] => {
  const toJson = elementToJson(value)
  return Array.from(permuteOrder(value.shape, 'F', 'C'), toJson)
}

const elementToJson = ({ dtype, shape, data }: NdArray): ((index: number) => Json) => {
  if (isDatetime64(dtype)) return (index) => printDatetime64(data[index] as bigint, datetimeUnit(dtype))
  if (dtype === 'bool') return (index) => data[index] !== 0
  if (dtype === 'object') return (index) => blobToJson(data[index] as BlobValue)
  const count = elementCount(shape)
  if (layoutOf(dtype)?.complex) return (index) => complexToJson(data[index] as number, data[count + index] as number)
  return (index) => {
    const element = data[index] as number | bigint
    return typeof element === 'bigint' ? intToJson(element) : numberToJson(element)
  }
}

/** Python reads the low byte of each MATLAB character, drops NULs, and joins a single row to one text. */
const charArrayToJson = ({ shape, data }: NdArray): Json => {
  const characters = Array.from(data as Uint16Array, (code) => (code & 0xff ? String.fromCharCode(code & 0xff) : ''))
  if (shape.length === 1 || (shape.length === 2 && shape[0] === 1)) {
    const text = characters.join('')
    return { $: 'ndarray', dtype: `<U${Math.max(1, text.length)}`, shape: [1], data: [text] }
  }
  const rows = Array.from(permuteOrder(shape, 'F', 'C'), (index) => characters[index]!)
  return { $: 'ndarray', dtype: '<U1', shape: [...shape], data: rows }
}

/** What Python makes of records without fields. */
const noRecords: Json = { $: 'ndarray', dtype: 'object', shape: [], data: [null] }

const structToJson = ({ shape, fields, records }: Extract<BlobValue, { kind: 'struct' }>): Json => {
  if (fields.length === 0) return noRecords
  const records_fortran = records.map((record) => record.map(blobToJson))
  return { $: 'struct', shape: [...shape], fields: [...fields], records_fortran }
}

const recarrayToJson = (value: Extract<BlobValue, { kind: 'recarray' }>): Json => {
  if (value.fields.length === 0) return noRecords
  const fields = Object.fromEntries(value.fields.map(([name, field]) => [name, blobToJson(field)]))
  return { $: 'recarray', shape: recordShape(value), fields }
}

/** All fields share it, so the first tells. */
const recordShape = (value: BlobValue): number[] => {
  if (value === null || typeof value !== 'object' || !('kind' in value)) return [0]
  if (value.kind === 'ndarray') return [...value.shape]
  return value.kind === 'recarray' && value.fields.length > 0 ? recordShape(value.fields[0]![1]) : [0]
}
