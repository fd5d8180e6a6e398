import { defineType, type Parsed, parsed, quote, refused, type TypeFamily } from '../contract.ts'

/** Exact decimal numbers; a value is its text with all decimals of the column (`1.50`), never a JavaScript number. */
export const decimal: TypeFamily = {
  name: 'decimal',
  match: (text) => {
    const found = pattern.exec(text.trim().toLowerCase())
    if (!found) return undefined
    const precision = Number(found[1] ?? 10)
    const scale = Number(found[2] ?? 0)
    if (scale > precision || precision < 1 || precision > 65 || scale > 30) return undefined
    const unsigned = found[3] !== undefined
    return defineType({
      family: 'decimal',
      text,
      sql: `decimal(${precision},${scale})${unsigned ? ' unsigned' : ''}`,
      input: 'number',
      keyBytes: Math.ceil(precision / 2) + 1,
      prisma: { type: 'Decimal', native: `@db.Decimal(${precision}, ${scale})` },
      parse: (input) => parseDecimal(input, precision - scale, scale, unsigned),
      fromDatabase: (raw) => (typeof raw === 'number' ? raw.toFixed(scale) : raw),
    })
  },
}

const pattern = /^(?:decimal|numeric|dec)(?:\s*\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\))?(\s+unsigned)?$/

const parseDecimal = (input: unknown, wholeDigits: number, scale: number, unsigned: boolean): Parsed => {
  const text = typeof input === 'number' || typeof input === 'bigint' ? String(input) : input
  const found = typeof text === 'string' ? /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text.trim()) : null
  if (!found || !(found[2] || found[3])) return refused(`${quote(input)} is not a decimal number such as 12.5.`)
  const whole = (found[2] ?? '').replace(/^0+/, '')
  const fraction = (found[3] ?? '').replace(/0+$/, '')
  if (whole.length > wholeDigits)
    return refused(`${quote(input)} has more than ${wholeDigits} digits before the point.`)
  if (fraction.length > scale) return refused(`${quote(input)} has more than ${scale} digits after the point.`)
  const magnitude = (whole || '0') + (scale ? `.${fraction.padEnd(scale, '0')}` : '')
  const negative = found[1] === '-' && (whole !== '' || fraction !== '')
  if (negative && unsigned) return refused(`${quote(input)} is negative; only numbers from 0 are allowed.`)
  return parsed(negative ? `-${magnitude}` : magnitude)
}
