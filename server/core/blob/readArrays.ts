import type { BlobReader } from './blobReader.ts'
import { elementCount, layoutOf, layoutOfTypeId } from './dtypes.ts'
import type { BlobValue, NdArray } from './value.ts'

/** MATLAB's classes int8 to uint64. */
const integerIds: readonly number[] = [8, 9, 10, 11, 12, 13, 14, 15]
/** numpy's own limit. */
const maxDimensions = 64

/** `A`: u64 ndim, u64 shape…, u32 typeId, u32 complex, then the numbers column-major; object arrays have children instead. */
export const readArray = (reader: BlobReader): NdArray => {
  const { shape, layout, stored } = readArrayHeader(reader)
  const count = elementCount(shape)
  if (stored === null) return { kind: 'ndarray', dtype: layout.dtype, shape, data: readChildren(reader, count) }
  const numbers = reader.numbers(stored, layout.complex ? 2 * count : count)
  const data = stored === layout.array ? numbers : Float64Array.from(numbers as Int32Array, Number)
  return { kind: 'ndarray', dtype: layout.dtype, shape, data }
}

/** MATLAB also has complex integers, which numpy (and we) hold as complex128; `stored` is what the bytes are. */
export const readArrayHeader = (reader: BlobReader) => {
  const shape = readShape(reader)
  const typeId = reader.u32()
  const complex = reader.u32() !== 0
  const layout = layoutOfTypeId(typeId, complex)
  if (layout) return { shape, layout, stored: layout.array }
  const integers = complex && integerIds.includes(typeId) ? layoutOfTypeId(typeId, false)?.array : undefined
  if (integers) return { shape, layout: layoutOf('complex128')!, stored: integers }
  return reader.fail(`arrays of ${complex ? 'complex ' : ''}type ${typeId} are not supported`)
}

/** `C`: shape, then one child per element, column-major. */
export const readCell = (reader: BlobReader): BlobValue => {
  const shape = readShape(reader)
  return { kind: 'cell', shape, items: readChildren(reader, elementCount(shape)) }
}

/** `S`: shape, u32 number of fields, their names, then for each element one child per field. Without fields nothing follows. */
export const readStruct = (reader: BlobReader): BlobValue => {
  const shape = readShape(reader)
  const fields = readFieldNames(reader)
  const count = fields.length === 0 ? 0 : elementCount(shape)
  reader.assertRoom(count * fields.length, reader.leastChildBytes, 'struct values')
  const records: BlobValue[][] = []
  for (let index = 0; index < count; index++) records.push(reader.children(fields.length))
  return { kind: 'struct', shape, fields, records }
}

/** `F`: u32 number of fields, their names, then one bare array (or nested `F`) per field, all of the record shape. */
export const readRecarray = (reader: BlobReader): BlobValue => {
  const fields = readFieldNames(reader).map((name) => [name, reader.element()] as const)
  for (const [name, value] of fields)
    if (!isColumn(value)) reader.fail(`field "${name}" of a structured array is not an array`)
  return { kind: 'recarray', fields }
}

const isColumn = (value: BlobValue): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  (value.kind === 'ndarray' || value.kind === 'recarray')

const readFieldNames = (reader: BlobReader): string[] => {
  const count = reader.assertRoom(reader.u32(), 1, 'field names')
  const names: string[] = []
  for (let index = 0; index < count; index++) names.push(reader.zeroTerminated())
  return names
}

const readChildren = (reader: BlobReader, count: number): BlobValue[] =>
  reader.children(reader.assertRoom(count, reader.leastChildBytes, 'elements'))

export const readShape = (reader: BlobReader): number[] => {
  const dimensions = reader.count(4, 'dimensions')
  if (dimensions > maxDimensions) reader.fail(`it has ${dimensions} dimensions, more than ${maxDimensions}`)
  const shape: number[] = []
  for (let index = 0; index < dimensions; index++) shape.push(reader.length())
  // Infinity × 0 is NaN: an empty array of absurd extent is as damaged as a full one.
  if (!Number.isFinite(shape.reduce((product, length) => product * Math.max(1, length), 1)))
    reader.fail(`its shape [${shape}] is absurd`)
  return shape
}
