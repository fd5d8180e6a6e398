import type { Value } from '../../../pipeline/table.ts'
import { defineType, type Parsed, parsed, quote, refused, type TypeFamily } from '../contract.ts'

/** Binary floating point of four or eight bytes. MySQL stores no NaN and no infinity: NaN is written as NULL, as Python does. */
export const float: TypeFamily = {
  name: 'float',
  match: (text) => {
    const found = pattern.exec(text.trim().toLowerCase())
    if (!found) return undefined
    const [, word = '', bits, decimals, sign] = found
    // FLOAT(25) and more is a double; FLOAT(7,4) rounds to four decimals.
    const single = word.startsWith('float') && word !== 'float64' && (decimals !== undefined || Number(bits ?? 0) <= 24)
    const rounded = decimals === undefined ? '' : `(${bits},${decimals})`
    const unsigned = sign ? ' unsigned' : ''
    return defineType({
      family: 'float',
      text,
      sql: (single ? 'float' : 'double') + rounded + unsigned,
      input: 'number',
      keyBytes: single ? 4 : 8,
      prisma: { type: 'Float', native: single ? '@db.Float' : '@db.Double' },
      parse: (input) => parseFloating(input, single ? largestSingle : Number.MAX_VALUE, unsigned !== ''),
      format: (value) => (single && typeof value === 'number' ? shortestSingle(value) : String(value)),
      fromDatabase: (raw) => (typeof raw === 'string' ? Number(raw) : raw),
      toDatabase: (value) => (Number.isNaN(value) ? null : value),
    })
  },
}

const pattern =
  /^(float32|float64|float|double precision|double|real)(?:\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?(\s+unsigned)?$/
const largestSingle = 3.4028234663852886e38

const parseFloating = (input: unknown, largest: number, unsigned: boolean): Parsed => {
  const text = typeof input === 'string' ? input.trim() : input
  if (typeof text === 'string' && !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return notANumber(input)
  const number = typeof text === 'string' ? Number(text) : text
  if (typeof number !== 'number' || !Number.isFinite(number)) return notANumber(input)
  if (Math.abs(number) > largest) return refused(`${quote(input)} is larger than ${largest}.`)
  if (unsigned && number < 0) return refused(`${quote(input)} is negative; only numbers from 0 are allowed.`)
  return parsed(number)
}

const notANumber = (input: unknown): Parsed => refused(`${quote(input)} is not a number such as 12.5 or 3e-4.`)

/** The shortest text that reads back as the same four bytes: 65.51445, not 65.51445007324219. */
const shortestSingle = (value: Value & number): string => {
  for (let digits = 6; digits < 10; digits++) {
    const text = String(Number(value.toPrecision(digits)))
    if (Math.fround(Number(text)) === Math.fround(value)) return text
  }
  return String(value)
}
