import type { BlobValue } from '../blob/value.ts'
import { attributeType } from '../definition/attributeType.ts'
import type { Attribute, Key, Table, Value } from '../pipeline/table.ts'

/** A value as datajoint-python 0.14 holds it in a key: what it packs into `~jobs`, and the `str()` of it that is hashed. */
type PythonValue = { readonly packed: BlobValue; readonly text: string }

/** The dict that Python packs into the `key` column of `~jobs`, in the order of `names`. */
export const packedKey = (table: Table, names: readonly string[], key: Key): BlobValue => ({
  kind: 'dict',
  entries: names.map((name) => [name, pythonValue(table, name, key).packed]),
})

/**
 * What Python's `key_hash` feeds to MD5: `str()` of the values in the order of the attributes' names, with nothing between
 * (datajoint 0.14, hash.py).
 */
export const hashedText = (table: Table, names: readonly string[], key: Key): string =>
  [...names]
    .sort()
    .map((name) => pythonValue(table, name, key).text)
    .join('')

/** A key as it was packed, in the values of rows; empty for what is no dict. */
export const unpackedKey = (packed: BlobValue): Key => {
  if (typeof packed !== 'object' || packed === null || !('kind' in packed) || packed.kind !== 'dict') return {}
  return Object.fromEntries(packed.entries.map(([name, value]) => [String(name), rowValue(value)]))
}

const pythonValue = (table: Table, name: string, key: Key): PythonValue => {
  const attribute = table.attributes.find((one) => one.name === name)
  const value = key[name] ?? null
  if (value === null || !attribute) return { packed: null, text: 'None' }
  const form = forms[attributeType(attribute.type).family]
  return form ? form(value, attribute) : { packed: String(value), text: String(value) }
}

type Form = (value: Value & {}, attribute: Attribute) => PythonValue

const whole: Form = (value) => ({ packed: BigInt(value as number | string), text: String(value) })

/** Text forms of the types that may be in a key; all others are text. A TIME cannot be packed in Python. */
const forms: Readonly<Record<string, Form>> = {
  integer: whole,
  bool: whole,
  year: whole,
  float: (value, { type }) => {
    // MySQL's text protocol, which Python reads by, gives a FLOAT with six digits.
    const seen = isSingle(type) ? Number(Number(value).toPrecision(6)) : Number(value)
    return { packed: seen, text: pythonFloat(seen) }
  },
  decimal: (value) => {
    const text = pythonDecimal(String(value))
    return { packed: { kind: 'decimal', value: text }, text }
  },
  uuid: (value) => ({ packed: { kind: 'uuid', value: String(value) }, text: String(value).toLowerCase() }),
  date: (value) => ({ packed: { kind: 'date', iso: String(value) }, text: String(value) }),
  datetime: (value) => ({ packed: { kind: 'datetime', iso: String(value) }, text: pythonDatetime(String(value)) }),
}

const isSingle = (type: string): boolean => attributeType(type).sql.startsWith('float')

/** `repr` of a Python float: `2.0`, `1e-05`, `1e+16`. */
const pythonFloat = (value: number): string => {
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power < -4 || power >= 16)
    return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
  const text = Object.is(value, -0) ? '-0' : String(value)
  return text.includes('.') ? text : `${text}.0`
}

/** `str` of a Decimal: as written, but scientific when the first digit is beyond the sixth place. */
const pythonDecimal = (text: string): string => {
  const [, sign = '', integer = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  const digits = (integer + fraction).replace(/^0+(?=\d)/, '')
  const power = digits.length - 1 - fraction.length
  if (fraction === '' || power >= -6) return text
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits
  return `${sign}${mantissa}E${power}`
}

/** The other way: MySQL writes every digit out. */
const plainDecimal = (text: string): string => {
  const [, sign = '', first = '', rest = '', power = ''] = /^(-?)(\d)(?:\.(\d+))?E(-\d+)$/.exec(text) ?? []
  return power === '' ? text : `${sign}0.${'0'.repeat(-Number(power) - 1)}${first}${rest}`
}

/** `2024-01-02 03:04:05`, with six digits of the second's fraction unless it is zero. */
const pythonDatetime = (iso: string): string => {
  const [whole = '', fraction = ''] = iso.replace('T', ' ').split('.')
  return Number(fraction) > 0 ? `${whole}.${fraction.padEnd(6, '0')}` : whole
}

const rowValue = (value: BlobValue): Value => {
  if (typeof value === 'bigint') return toRowInteger(value)
  if (typeof value === 'boolean') return Number(value)
  if (value === null || typeof value === 'number' || typeof value === 'string') return value
  if ('iso' in value) return value.iso
  if ('value' in value) return value.kind === 'decimal' ? plainDecimal(value.value) : value.value
  return String(value)
}

const toRowInteger = (value: bigint): Value => {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}
