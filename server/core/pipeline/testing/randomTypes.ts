import type { Random } from './random.ts'

/** A value as a JSON line carries it to Python; arrays of numbers are float64 arrays inside blobs. */
export type PlannedValue = null | number | string | readonly number[]

/** One spelling of an attribute's type, with values and defaults that it takes. */
export type RandomType = {
  readonly spelling: string
  readonly keyable: boolean
  /** May be part of an index. */
  readonly indexable: boolean
  value(random: Random): PlannedValue
  /** Text after `=`; absent where only null is allowed. */
  default?(random: Random): string
}

export type Generation = '0.14' | '2.x'

/** Types that a definition of this generation of datajoint-python may use. */
export const randomType = (random: Random, generation: Generation): RandomType =>
  random.pick(generation === '2.x' ? [...nativeTypes, ...coreTypes] : [...nativeTypes, ...oldTypes])(random)

type Maker = (random: Random) => RandomType

const numeric = (spelling: string, min: number, max: number): RandomType => ({
  spelling,
  keyable: true,
  indexable: true,
  value: (random) => random.integer(min, max),
  default: (random) => random.pick([String, quoted])(String(random.integer(min, max))),
})

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
const doubleQuoted = (text: string): string => `"${text}"`

const text = (spelling: string, length: number): RandomType => ({
  spelling,
  keyable: true,
  indexable: true,
  value: (random) => word(random, length),
  default: (random) => random.pick(defaultTexts.filter((given) => given.length <= length + 2)),
})

const defaultTexts = ["''", '""', "'a'", '"b"', "'x # y'", "'a: b'", "'µm'", '"C D"']

/** Distinct as MySQL compares them, which ignores case, accents and blanks at the end. */
const word = (random: Random, length: number): string => {
  const letters = Array.from({ length: random.integer(1, Math.min(length, 7)) }, () => random.pick([...alphabet]))
  return letters.join('')
}
const alphabet = 'abcdefghij0123456789_-µ日'

const floating = (spelling: string): RandomType => ({
  spelling,
  keyable: false,
  indexable: true,
  value: (random) => random.integer(-4000, 4000) / 4,
  default: (random) => random.pick([String, doubleQuoted])(String(random.integer(-9, 9) / 4)),
})

const decimal = (spelling: string, scale: number, digits: number): RandomType => ({
  spelling,
  keyable: true,
  indexable: true,
  value: (random) => (random.integer(0, 10 ** digits - 1) / 10 ** scale).toFixed(scale),
  default: (random) => (random.integer(0, 99) / 10 ** scale).toFixed(scale),
})

const day = (random: Random): string =>
  `${random.integer(1990, 2030)}-${two(random.integer(1, 12))}-${two(random.integer(1, 28))}`
const clock = (random: Random): string =>
  `${two(random.integer(0, 23))}:${two(random.integer(0, 59))}:${two(random.integer(0, 59))}`
const two = (number: number): string => String(number).padStart(2, '0')

const moment = (spelling: string, decimals: number): RandomType => ({
  spelling,
  keyable: spelling.startsWith('datetime'),
  indexable: true,
  value: (random) => {
    const fraction = decimals ? `.${String(random.integer(1, 10 ** decimals - 1)).padStart(decimals, '0')}` : ''
    return `${day(random)} ${clock(random)}${fraction.replace(/0+$/, '')}`
  },
  default: (random) =>
    random.pick([
      `CURRENT_TIMESTAMP${decimals ? `(${decimals})` : ''}`,
      doubleQuoted(`${day(random)} ${clock(random)}`),
    ]),
})

const enumeration = (members: readonly string[], spelling: string): RandomType => ({
  spelling,
  keyable: true,
  indexable: true,
  value: (random) => random.pick(members),
  default: (random) => doubleQuoted(random.pick(members)),
})

const packed = (spelling: string): RandomType => ({
  spelling,
  keyable: false,
  indexable: false,
  value: (random) => Array.from({ length: random.integer(0, 5) }, () => random.integer(-99, 99) / 4),
})

/** Nothing but null is put in: what it holds is not the concern of pipelines. */
const empty = (spelling: string): RandomType => ({ spelling, keyable: false, indexable: false, value: () => null })

const uuid: RandomType = {
  spelling: 'uuid',
  keyable: true,
  indexable: true,
  value: (random) => {
    const hex = Array.from({ length: 32 }, () => random.integer(0, 15).toString(16)).join('')
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  },
}

/** Understood by both generations. */
const nativeTypes: readonly Maker[] = [
  () => numeric('int', -2_000_000_000, 2_000_000_000),
  () => numeric('int unsigned', 0, 4_000_000_000),
  () => numeric('smallint', -30_000, 30_000),
  () => numeric('tinyint unsigned', 0, 255),
  () => numeric('mediumint', -8_000_000, 8_000_000),
  () => numeric('bigint', -(2 ** 52), 2 ** 52),
  () => text('varchar(24)', 24),
  () => text('char(8)', 8),
  () => ({ ...text('varchar(300)', 300), keyable: false }),
  () => floating('float'),
  () => floating('double'),
  () => floating('double(8,2)'),
  () => decimal('decimal(6,2)', 2, 6),
  () => decimal('decimal(12, 4)', 4, 9),
  () => ({ spelling: 'date', keyable: true, indexable: true, value: day, default: (random) => quoted(day(random)) }),
  () => moment('datetime', 0),
  () => moment('datetime(3)', 3),
  () => moment('datetime(6)', 6),
  () => moment('timestamp', 0),
  () => ({
    spelling: 'time',
    keyable: false,
    indexable: true,
    value: clock,
    default: (random) => quoted(clock(random)),
  }),
  () => ({ ...numeric('year', 1950, 2100), keyable: false }),
  () => enumeration(['a', 'B', 'it is'], "enum('a', 'B', 'it is')"),
  () => enumeration(['x,y', 'z # w'], "enum('x,y','z # w')"),
  () => numeric('bool', 0, 1),
  () => uuid,
]

/** Core types and codecs of 2.x, and native types that 0.14 refuses. */
const coreTypes: readonly Maker[] = [
  () => numeric('int8', -128, 127),
  () => numeric('int16', -30_000, 30_000),
  () => numeric('int32', -2_000_000_000, 2_000_000_000),
  () => numeric('int64', -(2 ** 52), 2 ** 52),
  () => floating('float32'),
  () => floating('float64'),
  () => ({ ...text('text', 20), keyable: false, indexable: false, default: undefined }) as RandomType,
  () => packed('<blob>'),
  () => empty('bytes'),
  () => empty('json'),
  () => empty('<attach>'),
  () => empty('longblob'),
]

const oldTypes: readonly Maker[] = [
  () => packed('longblob'),
  () => packed('blob'),
  () => packed('mediumblob'),
  () => empty('attach'),
  () => enumeration(['m', "f's"], `enum("m", "f's")`),
  () => numeric('integer', -9, 9),
  () => numeric('boolean', 0, 1),
  () => decimal('numeric(5, 1)', 1, 5),
  () => floating('real'),
]
