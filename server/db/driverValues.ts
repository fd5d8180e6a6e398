import type { FieldInfo } from 'mariadb'
import type { Row, Value } from '#core/pipeline/table.ts'

type Convert = (value: unknown) => Value
type RawRow = Record<string, unknown>

/** Turns the driver's rows into ours, in place: one decision per column, none per value. */
export const rowReader = (fields: readonly FieldInfo[]): ((row: RawRow) => Row) => {
  const conversions = fields.flatMap((field): [string, Convert][] => {
    const convert = converterOf(field)
    return convert ? [[field.name(), convert]] : []
  })
  return (row) => {
    for (const [name, convert] of conversions) if (row[name] !== null) row[name] = convert(row[name])
    return row as Row
  }
}

const converterOf = (field: FieldInfo): Convert | null => {
  if (field.isSet()) return (value) => (Array.isArray(value) ? value.join(',') : (value as Value))
  if (field.type === 'TIME') return timeOfScale(field.scale)
  return converters[field.type] ?? null
}

const safeInteger: Convert = (value) => {
  const number = Number(value as bigint)
  return Number.isSafeInteger(number) ? number : String(value)
}

/** The driver's buffers are views of the network packet; a copy of its own lets the packet go. */
const bytes: Convert = (value) => (value instanceof Uint8Array ? new Uint8Array(value) : (value as Value))

const bits: Convert = (value) => {
  const octets = value as Uint8Array
  return safeInteger(octets.reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n))
}

/** The driver writes a time's fraction with six digits or none; MySQL's text has as many as the column. */
const timeOfScale =
  (scale: number): Convert =>
  (value) => {
    const [whole = '', fraction = ''] = String(value).split('.')
    return scale > 0 && scale <= 6 ? `${whole}.${fraction.padEnd(6, '0').slice(0, scale)}` : String(value)
  }

const json: Convert = (value) => (typeof value === 'string' ? value : JSON.stringify(value))

const converters: Readonly<Record<string, Convert>> = {
  BIGINT: safeInteger,
  BIT: bits,
  JSON: json,
  GEOMETRY: json,
  TINY_BLOB: bytes,
  BLOB: bytes,
  MEDIUM_BLOB: bytes,
  LONG_BLOB: bytes,
  STRING: bytes,
  VAR_STRING: bytes,
  VARCHAR: bytes,
}

/**
 * Our values as parameters of the binary protocol. The driver sends whole numbers beyond 32 bits as DOUBLE, which would cost a
 * bigint key its index; they go as BIGINT. (MariaDB stores -0 as 0, whatever is sent.)
 */
export const toParameters = (values: readonly Value[]): unknown[] => values.map(toParameter)

const toParameter = (value: Value): unknown => {
  if (typeof value === 'number') return isBeyond32Bits(value) ? BigInt(value) : value
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value
}

const isBeyond32Bits = (value: number): boolean =>
  (value >= 2 ** 31 - 1 || value <= 1 - 2 ** 31) && Number.isSafeInteger(value)
