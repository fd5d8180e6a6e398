import { createHash } from 'node:crypto'
import fc from 'fast-check'
import type { Value } from '#core/pipeline/table.ts'
import { packBlob, unpackBlob } from '#db/packBlob.ts'
import { pythonValues } from './pythonValues.ts'
import { tellBlob, tellFloat } from './tellBlob.ts'

/** One column of the table that both sides write: its type, random values as rows carry them, and how both sides tell them. */
export type Column = {
  readonly name: string
  readonly type: string
  readonly values: fc.Arbitrary<Value>
  readonly tell: (value: Exclude<Value, null>) => unknown
}

export type Generation = '2.x' | '0.14'

/** Every kind of attribute that this generation declares. */
export const columnsOf = (generation: Generation): Column[] => [
  ...scalars,
  ...(generation === '2.x' ? ofGeneration2 : ofGeneration014),
]

/** The definition of a table with an id and these columns, all nullable. */
export const definitionOf = (columns: readonly Column[]): string =>
  ['id : int', '---', ...columns.map(({ name, type }) => `${name} = null : ${type}`)].join('\n')

const text = (value: Exclude<Value, null>): string => String(value)
const exactly = (value: Exclude<Value, null>): string => tellFloat(Number(value))
/** A fraction of zeros is none. */
const withoutZeros = (value: Exclude<Value, null>): string =>
  String(value)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
const packed = (value: Exclude<Value, null>): unknown => tellBlob(unpackBlob(value as Uint8Array))
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const attached = (value: Exclude<Value, null>): unknown => {
  const bytes = value as Uint8Array
  const end = bytes.indexOf(0)
  return { name: new TextDecoder().decode(bytes.subarray(0, end)), sha256: digest(bytes.subarray(end + 1)) }
}

/** Python reads `-0` in JSON as an int. */
const withoutMinusZero = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const integers = (bits: number, unsigned = false): fc.Arbitrary<Value> => {
  const [min, max] = unsigned ? [0n, 2n ** BigInt(bits) - 1n] : [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n]
  return fc.oneof(fc.constantFrom(min, max), fc.bigInt({ min, max })).map((exact) => {
    const number = Number(exact)
    return Number.isSafeInteger(number) ? number : String(exact)
  })
}
const integer = (name: string, type: string, bits: number, unsigned = false): Column => ({
  name,
  type,
  values: integers(bits, unsigned),
  tell: text,
})

const two = (value: number): string => String(value).padStart(2, '0')
const fraction = (decimals: number) =>
  fc.nat(10 ** decimals - 1).map((part) => (part === 0 ? '' : `.${String(part).padStart(decimals, '0')}`))
const moments = (decimals: number): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.date({ min: new Date('1000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }),
      decimals === 0 ? fc.constant('') : fraction(decimals),
    )
    .map(([moment, part]) => moment.toISOString().slice(0, 19) + part)
/** Up to 838:59:59, both ways, and −0 h as well. */
const durations = (decimals: number): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.boolean(),
      fc.oneof(fc.nat(23), fc.nat(837)),
      fc.nat(59),
      fc.nat(59),
      decimals === 0 ? fc.constant('') : fraction(decimals),
    )
    .map(([negative, hours, minutes, seconds, part]) => {
      const magnitude = `${two(hours)}:${two(minutes)}:${two(seconds)}${part}`
      return negative && /[1-9]/.test(magnitude) ? `-${magnitude}` : magnitude
    })

const letters = fc.constantFrom(
  ...[
    'a',
    'Z',
    "'",
    '"',
    '\\',
    '%',
    '_',
    'é',
    'e\u0301',
    '😀',
    '👩‍🔬',
    '中',
    '\n',
    '\t',
    '\0',
    ' ',
    '\u00a0',
    '\ufeff',
  ],
)
const unicode = fc.string({ unit: letters, maxLength: 12 })
/** Each another one, since Python's downloads of one name get a number. */
const fileNames = fc
  .tuple(fc.uuid(), fc.string({ unit: fc.constantFrom('a', 'é', '😀', ' ', '.', '-'), maxLength: 8 }))
  .map((parts) => parts.join(''))
const files = fc
  .tuple(fileNames, fc.uint8Array({ maxLength: 40 }))
  .map(([name, contents]) => Uint8Array.from([...new TextEncoder().encode(`${name}.txt`), 0, ...contents]))

const scalars: readonly Column[] = [
  integer('tiny', 'tinyint', 8),
  integer('tiny_u', 'tinyint unsigned', 8, true),
  integer('small', 'smallint', 16),
  integer('medium', 'mediumint', 24),
  integer('medium_u', 'mediumint unsigned', 24, true),
  integer('whole', 'int', 32),
  integer('whole_u', 'int unsigned', 32, true),
  integer('big', 'bigint', 64),
  integer('big_u', 'bigint unsigned', 64, true),
  {
    name: 'single',
    type: 'float',
    values: fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    tell: exactly,
  },
  {
    name: 'dble',
    type: 'double',
    values: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    tell: exactly,
  },
  {
    name: 'fixed_point',
    type: 'decimal(30,6)',
    values: fc.bigInt({ min: 1n, max: 10n ** 30n - 1n }).map((units) => {
      const digits = String(units).padStart(7, '0')
      return `${units % 2n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`
    }),
    tell: text,
  },
  { name: 'flag', type: 'bool', values: fc.nat(1), tell: text },
  { name: 'words', type: 'varchar(64)', values: unicode, tell: text },
  {
    name: 'padded',
    type: 'char(12)',
    values: unicode.map((each) => `${[...each].slice(0, 11).join('')}|`),
    tell: text,
  },
  { name: 'kind', type: "enum('a', 'b c', 'é')", values: fc.constantFrom('a', 'b c', 'é'), tell: text },
  { name: 'day', type: 'date', values: moments(0).map((moment) => moment.slice(0, 10)), tell: text },
  { name: 'moment', type: 'datetime', values: moments(0), tell: withoutZeros },
  { name: 'moment3', type: 'datetime(3)', values: moments(3), tell: withoutZeros },
  { name: 'moment6', type: 'datetime(6)', values: moments(6), tell: withoutZeros },
  { name: 'lasted', type: 'time', values: durations(0), tell: withoutZeros },
  { name: 'lasted6', type: 'time(6)', values: durations(6), tell: withoutZeros },
  { name: 'born', type: 'year', values: fc.integer({ min: 1901, max: 2155 }), tell: text },
  { name: 'tag', type: 'uuid', values: fc.uuid(), tell: text },
]

const ofGeneration2: readonly Column[] = [
  { name: 'data', type: '<blob>', values: pythonValues.map((value) => packBlob(value)), tell: packed },
  { name: 'file', type: '<attach>', values: files, tell: attached },
  {
    name: 'doc',
    type: 'json',
    values: fc.json().filter((each) => each !== 'null'),
    tell: (value) => withoutMinusZero(JSON.parse(String(value))),
  },
  { name: 'raw', type: 'bytes', values: fc.uint8Array(), tell: (value) => ({ sha256: digest(value as Uint8Array) }) },
]

const ofGeneration014: readonly Column[] = [
  { name: 'data', type: 'longblob', values: pythonValues.map((value) => packBlob(value)), tell: packed },
  { name: 'file', type: 'attach', values: files, tell: attached },
]
