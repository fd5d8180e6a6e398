import type { Value } from '../../../pipeline/table.ts'
import { defineType, type Parsed, parsed, quote, refused, type TypeFamily } from '../contract.ts'

/** Whole numbers of one to eight bytes. Beyond 2^53 a value is its decimal text. */
export const integer: TypeFamily = {
  name: 'integer',
  match: (text) => {
    const found = pattern.exec(text.trim().toLowerCase())
    if (!found) return undefined
    const width = widths[found[1] as keyof typeof widths]
    const unsigned = found[1]?.startsWith('u') || found[2] !== undefined
    const range = unsigned ? unsignedRange(width) : signedRange(width)
    return defineType({
      family: 'integer',
      text,
      sql: unsigned ? `${width.sql} unsigned` : width.sql,
      input: 'integer',
      range: { min: String(range.min), max: String(range.max) },
      keyBytes: width.bytes,
      prisma: {
        type: width.bytes === 8 ? 'BigInt' : 'Int',
        native: `@db.${unsigned ? 'Unsigned' : ''}${width.prisma}`,
      },
      parse: (input) => parseInteger(input, range),
      fromDatabase: fromDigits,
    })
  },
}

type Range = { readonly min: bigint; readonly max: bigint }
type Width = { readonly sql: string; readonly bytes: number; readonly prisma: string }

const tiny: Width = { sql: 'tinyint', bytes: 1, prisma: 'TinyInt' }
const small: Width = { sql: 'smallint', bytes: 2, prisma: 'SmallInt' }
const medium: Width = { sql: 'mediumint', bytes: 3, prisma: 'MediumInt' }
const int: Width = { sql: 'int', bytes: 4, prisma: 'Int' }
const big: Width = { sql: 'bigint', bytes: 8, prisma: 'BigInt' }

/** `uint…` and `int24` appear in markers of DataJoint's migration tool. */
const widths = {
  tinyint: tiny,
  int8: tiny,
  uint8: tiny,
  smallint: small,
  int16: small,
  uint16: small,
  mediumint: medium,
  int24: medium,
  uint24: medium,
  int: int,
  integer: int,
  int32: int,
  uint32: int,
  bigint: big,
  int64: big,
  uint64: big,
} as const
const spellings = Object.keys(widths).sort((a, b) => b.length - a.length)
const pattern = new RegExp(`^(${spellings.join('|')})(?:\\s*\\(\\d+\\))?(\\s+unsigned)?(?:\\s+zerofill)?$`)

const signedRange = ({ bytes }: Width): Range => {
  const half = 2n ** BigInt(8 * bytes - 1)
  return { min: -half, max: half - 1n }
}
const unsignedRange = ({ bytes }: Width): Range => ({ min: 0n, max: 2n ** BigInt(8 * bytes) - 1n })

const parseInteger = (input: unknown, { min, max }: Range): Parsed => {
  if (typeof input === 'number' && Number.isSafeInteger(input) && input >= min && input <= max) return parsed(input + 0)
  const digits = typeof input === 'string' ? input.trim().replace(/^\+/, '') : String(input)
  if (typeof input === 'boolean' || !/^-?\d+$/.test(digits)) return refused(`${quote(input)} is not a whole number.`)
  const exact = BigInt(digits)
  if (exact < min || exact > max) return refused(`${digits} is outside ${min} to ${max}.`)
  return parsed(fromBigInt(exact))
}

const fromDigits = (raw: Value): Value =>
  typeof raw === 'string' && /^-?\d+$/.test(raw) ? fromBigInt(BigInt(raw)) : raw

const fromBigInt = (exact: bigint): Value => {
  const number = Number(exact)
  return Number.isSafeInteger(number) ? number : String(exact)
}
