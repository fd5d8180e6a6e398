import { printDatetime64 } from './datetime64.ts'
import { datetimeUnit, elementCount, isDatetime64, layoutOf } from './dtypes.ts'
import { printBytes } from './peekBlob.ts'
import type { BlobValue, NdArray } from './value.ts'

const maxLines = 60
const maxItems = 12
const maxText = 200

/**
 * A blob for people, as indented lines: what it is, and the first of its values. At most 60 lines, however big it is; arrays of
 * several axes are shown in the order of their memory, first axis fastest.
 */
export const previewBlob = (value: BlobValue): string => {
  const lines: string[] = []
  addLines(lines, '', value, 0)
  return lines.length > maxLines ? [...lines.slice(0, maxLines), '…'].join('\n') : lines.join('\n')
}

const addLines = (lines: string[], label: string, value: BlobValue, depth: number): void => {
  if (lines.length > maxLines) return
  const items = itemsOf(value)
  const head = items ? `${items.title}${items.count === 0 ? '' : ':'}` : printLeaf(value)
  lines.push(`${'  '.repeat(depth)}${label}${head}`)
  if (!items) return
  for (const [name, item] of items.first) addLines(lines, name, item, depth + 1)
  const left = items.count - items.first.length
  if (left > 0 && lines.length <= maxLines) lines.push(`${'  '.repeat(depth + 1)}… ${left} more`)
}

type Items = {
  readonly title: string
  readonly count: number
  readonly first: readonly (readonly [label: string, value: BlobValue])[]
}

/** What a container holds; undefined for what is shown on one line. */
const itemsOf = (value: BlobValue): Items | undefined => {
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return undefined
  if (!('kind' in value)) return listed('list', value)
  if (value.kind === 'tuple' || value.kind === 'set') return listed(value.kind, value.items)
  if (value.kind === 'cell') return listed(`cell [${value.shape.join(' × ')}]`, value.items, '')
  if (value.kind === 'dict') return named('dict', value.entries)
  if (value.kind === 'recarray') return named('structured array', fieldsOf(value.fields))
  if (value.kind === 'struct') return structItems(value)
  return value.kind === 'ndarray' && value.dtype === 'object'
    ? listed(`object [${value.shape.join(' × ')}]`, value.data as readonly BlobValue[], '')
    : undefined
}

const listed = (kind: string, items: readonly BlobValue[], count = ` of ${items.length}`): Items => ({
  title: kind + count,
  count: items.length,
  first: items.slice(0, maxItems).map((item) => ['', item]),
})

const named = (kind: string, entries: readonly (readonly [BlobValue, BlobValue])[]): Items => ({
  title: `${kind} of ${entries.length}`,
  count: entries.length,
  first: entries.slice(0, maxItems).map(([key, item]) => [`${printLeaf(key)}: `, item]),
})

const fieldsOf = (fields: readonly (readonly [string, BlobValue])[]): [BlobValue, BlobValue][] =>
  fields.map(([name, field]) => [name, field])

const structItems = ({ shape, fields, records }: Extract<BlobValue, { kind: 'struct' }>): Items => ({
  title: `struct [${shape.join(' × ')}]`,
  count: records.length,
  first: records
    .slice(0, maxItems)
    .map((record) => ['', { kind: 'dict', entries: fields.map((name, index) => [name, record[index] ?? null]) }]),
})

const printLeaf = (value: BlobValue): string => {
  if (typeof value === 'string') return JSON.stringify(shortened(value))
  if (value === null || typeof value !== 'object') return String(Object.is(value, -0) ? '-0' : value)
  if (value instanceof Uint8Array) return `bytes, ${printBytes(value.length)}`
  if (!('kind' in value)) return `list of ${value.length}`
  if (value.kind === 'ndarray') return printArray(value)
  if (value.kind === 'complex') return `${value.re} + ${value.im}i`
  if ('value' in value) return value.value
  return 'iso' in value ? value.iso : value.kind
}

const shortened = (text: string): string => (text.length > maxText ? `${text.slice(0, maxText)}…` : text)

const printArray = (array: NdArray): string => {
  const { dtype, shape } = array
  const count = elementCount(shape)
  const shown = Array.from({ length: Math.min(count, maxItems) }, (_, index) => printElement(array, index))
  const numbers = shown.join(', ') + (count > maxItems ? ', …' : '')
  return `${dtype}${shape.length > 0 ? ` [${shape.join(' × ')}]` : ''}${numbers && `  ${numbers}`}`
}

/** One element, by its place in memory. */
export const printElement = ({ dtype, shape, data }: NdArray, index: number): string => {
  if (dtype === 'object') return printLeaf(data[index] as BlobValue)
  const element = data[index] as number | bigint
  if (dtype === 'char') return JSON.stringify(String.fromCharCode(Number(element)))
  if (dtype === 'bool') return String(element !== 0)
  if (isDatetime64(dtype)) return printDatetime64(element as bigint, datetimeUnit(dtype))
  if (layoutOf(dtype)?.complex) return `${element} + ${String(data[elementCount(shape) + index])}i`
  return dtype === 'float32' ? String(Number((element as number).toPrecision(7))) : String(element)
}
