import { createHash } from 'node:crypto'
import { from } from '#core/algebra/query.ts'
import type { BlobValue, NdArray } from '#core/blob/value.ts'
import { decodeRow } from '#core/definition/rowValues.ts'
import type { Attribute, Table, Value } from '#core/pipeline/table.ts'
import { compileQuery } from '#core/sql/compileQuery.ts'
import { openDatabase } from '#db/openDatabase.ts'
import { unpackBlob } from '#db/packBlob.ts'

export type ToldRow = Readonly<Record<string, unknown>>
type Address = { readonly host: string; readonly port: number; readonly user: string; readonly password: string }

/** All rows of a table, told as judge.py tells them: text and numbers as they are, arrays as digests. */
export const rowsAsTold = async (address: Address, table: Table): Promise<ToldRow[]> => {
  const opened = await openDatabase(address, { prefix: 'labbook_', poolSize: 1 })
  try {
    const { text, params, heading } = compileQuery(from(table), {
      attributes: table.attributes.map(({ name }) => name),
    })
    const rows: ToldRow[] = []
    for await (const raw of opened.database.stream(text, params)) rows.push(tellRow(heading, decodeRow(table, raw)))
    return rows
  } finally {
    await opened.close()
  }
}

const tellRow = (heading: readonly Attribute[], row: Readonly<Record<string, Value>>): ToldRow =>
  Object.fromEntries(heading.map((attribute) => [attribute.name, tellValue(attribute, row[attribute.name] ?? null)]))

/** The client's text protocol gives FLOAT columns six significant digits; ours are exact and are cut for the comparison. */
const tellValue = ({ type }: Attribute, value: Value): unknown => {
  if (value instanceof Uint8Array) return tellBlob(unpackBlob(value))
  if (type === 'json' && typeof value === 'string') return tellJson(JSON.parse(value))
  if (type.startsWith('datetime') && typeof value === 'string')
    return value.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
  return type === 'float' && typeof value === 'number' ? Number(value.toPrecision(6)) : value
}

const tellJson = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(tellJson)
  if (typeof value !== 'object' || value === null) return value
  return { dict: Object.entries(value).map(([name, item]) => [name, tellJson(item)]) }
}

const tellBlob = (value: BlobValue): unknown => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'number') return Number.isFinite(value) ? value : pythonNonFinite(value)
  if (value instanceof Uint8Array) return { bytes: createHash('sha256').update(value).digest('hex') }
  if (!('kind' in value)) return value.map(tellBlob)
  if (value.kind === 'ndarray') return tellArray(value)
  if (value.kind === 'dict') return { dict: value.entries.map(([key, item]) => [tellBlob(key), tellBlob(item)]) }
  if (value.kind === 'tuple' || value.kind === 'set') return value.items.map(tellBlob)
  if (value.kind === 'uuid' || value.kind === 'decimal') return value.value
  throw new Error(`the demo holds no ${value.kind}`)
}

const pythonNonFinite = (value: number): string => (Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf')

const tellArray = ({ dtype, shape, data }: NdArray): unknown => {
  if (!ArrayBuffer.isView(data)) return { array: data.map(tellBlob), shape }
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  const width = data.byteLength / Math.max(1, data.length)
  return {
    dtype,
    shape,
    sha256: createHash('sha256')
      .update(rowMajor(bytes, shape, width))
      .digest('hex'),
  }
}

/** Column-major bytes of an array, reordered row-major. */
const rowMajor = (bytes: Uint8Array, shape: readonly number[], width: number): Uint8Array => {
  if (shape.length < 2) return bytes
  const out = new Uint8Array(bytes.length)
  const index = new Array<number>(shape.length).fill(0)
  for (let position = 0; position * width < bytes.length; position++) {
    let source = 0
    for (let axis = shape.length - 1; axis >= 0; axis--) source = source * shape[axis]! + index[axis]!
    out.set(bytes.subarray(source * width, (source + 1) * width), position * width)
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis]! === shape[axis]; axis--) index[axis] = 0
  }
  return out
}
