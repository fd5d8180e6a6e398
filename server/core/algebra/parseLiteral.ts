import type { Value } from '../pipeline/table.ts'
import { show, type TokenReader } from './tokenReader.ts'

/** A text, a number, TRUE, FALSE, NULL or Python's None. @throws QUERY_SYNTAX */
export const parseLiteral = (reader: TokenReader): Value => {
  if (reader.token.kind === 'text') return reader.next().value
  if (reader.acceptWord('TRUE')) return 1
  if (reader.acceptWord('FALSE')) return 0
  if (reader.acceptWord('NULL', 'NONE')) return null
  const sign = reader.acceptSign('-') ? '-' : ''
  if (!sign) reader.acceptSign('+')
  if (reader.token.kind === 'number') return numberValue(sign + reader.next().value)
  return reader.fail(`expected a value and found ${show(reader.token)}`)
}

/** Whole numbers beyond 2^53 stay text, as everywhere. */
const numberValue = (digits: string): Value => {
  const number = Number(digits)
  const exact = !/^-?\d+$/.test(digits) || Number.isSafeInteger(number)
  if (!exact || !Number.isFinite(number)) return digits
  return number === 0 ? 0 : number
}
