import type { BlobValue } from '#core/blob/value.ts'
import { LabBookError } from '#core/errors.ts'

/**
 * What Python's `str()` makes of a value, because upstream's hashes are taken over that text. bigint is int, number is
 * float. @throws INVALID_VALUE for arrays and other values whose text depends on the library
 */
export const pythonText = (value: BlobValue): string => {
  if (typeof value === 'string') return value
  if (isTagged(value) && (value.kind === 'uuid' || value.kind === 'decimal')) return value.value
  return pythonRepr(value)
}

/** What Python's `repr()` makes of a value: how it stands inside a list or dict. @throws INVALID_VALUE as above */
export const pythonRepr = (value: BlobValue): string => {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'bigint') return value.toString()
  if (typeof value === 'number') return floatRepr(value)
  if (typeof value === 'string') return stringRepr(value)
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(', ')}]`
  return taggedRepr(value as Tagged)
}

type Tagged = Extract<BlobValue, { readonly kind: string }>

const isTagged = (value: BlobValue): value is Tagged => typeof value === 'object' && value !== null && 'kind' in value

const taggedRepr = (value: Tagged): string => {
  if (value.kind === 'dict')
    return `{${value.entries.map(([k, v]) => `${pythonRepr(k)}: ${pythonRepr(v)}`).join(', ')}}`
  if (value.kind === 'tuple') return tupleRepr(value.items)
  if (value.kind === 'uuid') return `UUID('${value.value}')`
  if (value.kind === 'decimal') return `Decimal('${value.value}')`
  throw new LabBookError('INVALID_VALUE', {
    attribute: 'params',
    table: 'a parameter set',
    problem: `a value of type ${value.kind ?? 'bytes'} has no fixed text, use numbers, text, lists and dicts.`,
  })
}

const tupleRepr = (items: readonly BlobValue[]) =>
  items.length === 1 ? `(${pythonRepr(items[0]!)},)` : `(${items.map(pythonRepr).join(', ')})`

/** Both languages print the shortest digits that read back the same; they differ in when they use an exponent. */
const floatRepr = (value: number): string => {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (Object.is(value, -0)) return '-0.0'
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string]
  const power = Number(exponent)
  if (value !== 0 && (power < -4 || power >= 16)) return `${mantissa}e${power < 0 ? '-' : '+'}${padPower(power)}`
  const text = plainDigits(mantissa, power)
  return text.includes('.') ? text : `${text}.0`
}

const padPower = (power: number) => String(Math.abs(power)).padStart(2, '0')

const plainDigits = (mantissa: string, power: number): string => {
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace(/[-.]/g, '')
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${digits}`
  const whole = digits.slice(0, power + 1).padEnd(power + 1, '0')
  const fraction = digits.slice(power + 1)
  return fraction ? `${sign}${whole}.${fraction}` : sign + whole
}

const stringRepr = (text: string): string => {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  return quote + [...text].map((character) => escapeCharacter(character, quote)).join('') + quote
}

const named: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

const escapeCharacter = (character: string, quote: string): string => {
  if (character in named) return named[character]!
  if (character === quote) return `\\${character}`
  if (character === ' ' || !/[\p{C}\p{Z}]/u.test(character)) return character
  const code = character.codePointAt(0)!
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`
}
