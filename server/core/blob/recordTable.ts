import { elementCount } from './dtypes.ts'
import { printElement } from './previewBlob.ts'
import type { BlobValue, NdArray } from './value.ts'

/** The first records of a structured array as text, one column per field; a field of records as `outer.inner`. */
export type RecordTable = {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Of all records. */
  readonly count: number
}

type Recarray = Extract<BlobValue, { readonly kind: 'recarray' }>
type Column = readonly [name: string, array: NdArray]

const mostRows = 100
const mostColumns = 40
/** Of a field that is an array itself. */
const mostItems = 4

/** Records of several axes come in the order of their memory, first axis fastest. */
export const recordTable = (value: Recarray): RecordTable => {
  const columns = columnsOf(value.fields, '').slice(0, mostColumns)
  const count = recordCount(columns)
  const rows = Array.from({ length: Math.min(count, mostRows) }, (_, index) =>
    columns.map(([, array]) => printField(array, index, count)),
  )
  return { columns: columns.map(([name]) => name), rows, count }
}

const columnsOf = (fields: Recarray['fields'], prefix: string): Column[] =>
  fields.flatMap(([name, field]): Column[] => {
    if (isKind(field, 'recarray')) return columnsOf(field.fields, `${prefix}${name}.`)
    return isKind(field, 'ndarray') ? [[prefix + name, field]] : []
  })

/** Fields share the axes of the records and may have more of their own behind them. */
const recordCount = (columns: readonly Column[]): number => {
  const [first, ...others] = columns.map(([, { shape }]) => shape)
  const isShared = (_: number, axis: number) => others.every((shape) => shape[axis] === first![axis])
  const end = (first ?? []).findIndex((length, axis) => !isShared(length, axis))
  return first ? elementCount(end < 0 ? first : first.slice(0, end)) : 0
}

const printField = (array: NdArray, record: number, records: number): string => {
  const own = elementCount(array.shape) / records
  const shown = Array.from({ length: Math.min(own, mostItems) }, (_, item) =>
    printElement(array, record + item * records),
  )
  return own === 1 ? shown[0]! : `[${shown.join(', ')}${own > mostItems ? ', …' : ''}]`
}

const isKind = <Kind extends 'ndarray' | 'recarray'>(
  value: BlobValue,
  kind: Kind,
): value is Extract<BlobValue, { readonly kind: Kind }> =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind
