import { createHash } from 'node:crypto'
import { layoutOf } from '#core/blob/dtypes.ts'
import { toHex } from '#core/blob/readPython.ts'
import type { BlobValue, NdArray } from '#core/blob/value.ts'

/**
 * A blob as values_judge.py tells it, exact to the bit: floats are the hex of their eight bytes, arrays the digest of their
 * column-major bytes (of a complex array first all real parts), members of sets are in the order of their JSON.
 */
export const tellBlob = (value: BlobValue): unknown => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'bigint') return { int: String(value) }
  if (typeof value === 'number') return { float: tellFloat(value) }
  if (value instanceof Uint8Array) return { bytes: toHex(value) }
  if (!('kind' in value)) return value.map(tellBlob)
  switch (value.kind) {
    case 'ndarray':
      return tellArray(value)
    case 'tuple':
      return { tuple: value.items.map(tellBlob) }
    case 'set':
      return { set: sorted(value.items.map(tellBlob)) }
    case 'dict':
      return { dict: value.entries.map(([key, item]) => [tellBlob(key), tellBlob(item)]) }
    case 'complex':
      return { complex: [tellFloat(value.re), tellFloat(value.im)] }
    case 'recarray':
      return { recarray: value.fields.map(([name, field]) => [name, tellBlob(field)]) }
    case 'uuid':
    case 'decimal':
      return { [value.kind]: value.value }
    case 'cell':
    case 'struct':
      throw new Error(`Python writes no ${value.kind} here.`)
    default:
      return { [value.kind]: value.iso }
  }
}

/** Hex of the eight bytes, big-endian. */
export const tellFloat = (value: number): string => {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  return Number.isNaN(value) ? 'nan' : toHex(new Uint8Array(view.buffer))
}

const tellArray = ({ dtype, shape, data }: NdArray): unknown => {
  if (dtype === 'object') return { array: 'object', shape, items: (data as BlobValue[]).map(tellBlob) }
  const { buffer, byteOffset, byteLength } = data as Uint8Array
  const digest = createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex')
  return { array: layoutOf(dtype)!.numpy, shape, sha256: digest }
}

/** By code point, as Python sorts; JavaScript's own order is by UTF-16 unit. */
const sorted = (items: readonly unknown[]): unknown[] =>
  items
    .map((item) => [Buffer.from(JSON.stringify(item)), item] as const)
    .sort(([a], [b]) => Buffer.compare(a, b))
    .map(([, item]) => item)
