import { LabBookError } from '../errors.ts'
import type { Json } from '../frame/frame.ts'
import { parseDatetime64 } from './datetime64.ts'
import { type DtypeLayout, datetimeUnit, elementCount, isDatetime64, layoutOfNumpy } from './dtypes.ts'
import { permuteOrder } from './memoryOrder.ts'
import type { BlobValue, NdArray, TypedArray } from './value.ts'
import { fromHex } from './writePython.ts'

type JsonObject = { readonly [name: string]: Json }

/** The inverse of `blobToJson`. A plain object without `$` is a dict. @throws BLOB_UNPACKABLE */
export const jsonToBlob = (json: Json): BlobValue => {
  if (json === null || typeof json === 'boolean' || typeof json === 'string') return json
  if (typeof json === 'number') return Number.isSafeInteger(json) ? BigInt(json) : json
  if (isList(json)) return json.map(jsonToBlob)
  if (json.$ === undefined) return plainDict(json)
  const read = Object.hasOwn(readers, String(json.$)) ? readers[String(json.$)] : undefined
  return read ? read(json) : refuse(`there is no kind "${json.$}"`)
}

const refuse = (problem: string): never => {
  throw new LabBookError('BLOB_UNPACKABLE', { problem })
}

const isList = (json: Json): json is readonly Json[] => Array.isArray(json)

const plainDict = (json: JsonObject): BlobValue => ({
  kind: 'dict',
  entries: Object.entries(json).map(([name, value]) => [name, jsonToBlob(value)] as const),
})

const readers: Readonly<Record<string, (json: JsonObject) => BlobValue>> = {
  float: ({ value }) => number(value),
  int: ({ value }) => integer(value),
  bytes: ({ hex }) => fromHex(text(hex)),
  complex: ({ re, im }) => ({ kind: 'complex', re: number(re), im: number(im) }),
  tuple: ({ items }) => ({ kind: 'tuple', items: values(items) }),
  set: ({ items }) => ({ kind: 'set', items: values(items) }),
  dict: ({ entries }) => ({ kind: 'dict', entries: list(entries).map(pair) }),
  datetime: ({ iso }) => ({ kind: 'datetime', iso: text(iso) }),
  date: ({ iso }) => ({ kind: 'date', iso: text(iso) }),
  time: ({ iso }) => ({ kind: 'time', iso: text(iso) }),
  uuid: ({ value }) => ({ kind: 'uuid', value: text(value) }),
  decimal: ({ value }) => ({ kind: 'decimal', value: text(value) }),
  cell: ({ shape, items_fortran }) => ({ kind: 'cell', shape: shapeOf(shape), items: values(items_fortran) }),
  struct: ({ shape, fields, records_fortran }) => ({
    kind: 'struct',
    shape: shapeOf(shape),
    fields: list(fields).map(text),
    records: list(records_fortran).map(values),
  }),
  recarray: ({ fields }) => ({
    kind: 'recarray',
    fields: Object.entries(object(fields)).map(([name, field]) => [name, jsonToBlob(field)] as const),
  }),
  ndarray: (json) => readNdarray(json),
}

const readNdarray = ({ dtype, shape: jsonShape, data: jsonData }: JsonObject): NdArray => {
  const layout = layoutOfNumpy(text(dtype)) ?? refuse(`there is no array type ${dtype}`)
  const shape = shapeOf(jsonShape)
  const data = list(jsonData)
  if (data.length !== elementCount(shape)) refuse(`an array of shape [${shape}] has ${data.length} elements`)
  if (layout.dtype === 'char') return readCharArray(shape, data)
  const columns = Array.from(permuteOrder(shape, 'C', 'F'), (place) => data[place]!)
  return { kind: 'ndarray', dtype: layout.dtype, shape, data: elements(layout, columns) }
}

/** One text is MATLAB's row of characters; several are its rows, one character each. */
const readCharArray = (shape: readonly number[], data: readonly Json[]): NdArray => {
  const isRow = shape.length === 1 && data.length === 1
  const places = Array.from(permuteOrder(shape, 'C', 'F'))
  const characters = isRow ? text(data[0]) : places.map((place) => text(data[place]) || '\0').join('')
  return {
    kind: 'ndarray',
    dtype: 'char',
    shape: isRow ? [1, characters.length] : shape,
    data: Uint16Array.from(characters, (character) => character.charCodeAt(0)),
  }
}

const elements = (layout: DtypeLayout, columns: readonly Json[]): TypedArray | readonly BlobValue[] => {
  if (layout.array === null) return columns.map(jsonToBlob)
  const data = new layout.array(columns.length * (layout.complex ? 2 : 1)) as { [index: number]: number | bigint }
  columns.forEach((element, index) => {
    if (layout.complex) [data[index], data[columns.length + index]] = complexParts(element)
    else data[index] = element64(layout, element)
  })
  return data as TypedArray
}

const element64 = (layout: DtypeLayout, element: Json): number | bigint => {
  if (isDatetime64(layout.dtype))
    return parseDatetime64(text(element), datetimeUnit(layout.dtype)) ?? refuse(`"${element}" is not a time`)
  if (layout.array === BigInt64Array || layout.array === BigUint64Array)
    return typeof element === 'number' ? BigInt(element) : integer(object(element).value)
  return typeof element === 'boolean' ? Number(element) : number(element)
}

const complexParts = (element: Json): [number, number] => {
  const { re, im } = object(element)
  return [number(re), number(im)]
}

const specials = new Set<unknown>(['NaN', 'Infinity', '-Infinity', '-0'])

const number = (json: Json | undefined): number =>
  typeof json === 'number' || specials.has(json) ? Number(json) : refuse(`${JSON.stringify(json)} is not a number`)
const integer = (json: Json | undefined): bigint =>
  /^-?\d+$/.test(String(json)) ? BigInt(String(json)) : refuse(`${JSON.stringify(json)} is not a whole number`)
const text = (json: Json | undefined): string =>
  typeof json === 'string' ? json : refuse(`${JSON.stringify(json)} is not a text`)
const list = (json: Json | undefined): readonly Json[] =>
  Array.isArray(json) ? json : refuse(`${JSON.stringify(json)} is not a list`)
const object = (json: Json | undefined): JsonObject =>
  typeof json === 'object' && json !== null && !isList(json) ? json : refuse(`${JSON.stringify(json)} is not an object`)
const values = (json: Json | undefined): BlobValue[] => list(json).map(jsonToBlob)
const pair = (json: Json): readonly [BlobValue, BlobValue] => {
  const [key, value] = values(json)
  return [key ?? null, value ?? null]
}
const shapeOf = (json: Json | undefined): number[] =>
  list(json).map((length) =>
    Number.isSafeInteger(length) && Number(length) >= 0 ? Number(length) : refuse('a shape has a bad length'),
  )
