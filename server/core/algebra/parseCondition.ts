import type { Value } from '../pipeline/table.ts'
import {
  and,
  between,
  type Comparison,
  type Condition,
  compare,
  compareAttributes,
  constant,
  isIn,
  isNull,
  like,
  not,
  or,
} from './condition.ts'
import { type Typed, typed } from './tokenize.ts'
import { show, TokenReader } from './tokenReader.ts'

/**
 * The condition that a text such as `sex = 'F' AND session_datetime >= '2024-01-01'` states.
 *
 * ```
 * condition = conjunction { OR conjunction }         predicate = operand compare operand
 * conjunction = negation { AND negation }                      | operand [NOT] LIKE text
 * negation = NOT negation | ( condition ) | predicate          | operand [NOT] IN ( literal, … )
 * operand = attribute | literal                                | operand [NOT] BETWEEN literal AND literal
 * literal = 'text' | "text" | number | TRUE | FALSE | NULL     | operand IS [NOT] NULL | TRUE | FALSE
 * ```
 *
 * Names are resolved when the condition restricts a query. @throws QUERY_SYNTAX with the column
 */
export const parseCondition = (source: string | Typed, depth = 0): Condition => {
  const reader = new TokenReader(typeof source === 'string' ? typed(source) : source, depth)
  const condition = parseDisjunction(reader)
  reader.expectEnd()
  return condition
}

const parseDisjunction = (reader: TokenReader): Condition => {
  const conditions = [parseConjunction(reader)]
  while (reader.acceptWord('OR') || reader.acceptSign('||')) conditions.push(parseConjunction(reader))
  return or(...conditions)
}

const parseConjunction = (reader: TokenReader): Condition => {
  const conditions = [parseNegation(reader)]
  while (reader.acceptWord('AND') || reader.acceptSign('&&')) conditions.push(parseNegation(reader))
  return and(...conditions)
}

const parseNegation = (reader: TokenReader): Condition => {
  if (reader.acceptWord('NOT')) return not(reader.nested(() => parseNegation(reader)))
  if (!reader.acceptSign('(')) return parsePredicate(reader)
  const condition = reader.nested(() => parseDisjunction(reader))
  reader.expectSign(')')
  return condition
}

type Operand = { readonly attribute: string } | { readonly value: Value }

const parsePredicate = (reader: TokenReader): Condition => {
  const at = reader.token.at
  const operand = parseOperand(reader)
  if ('value' in operand) return parseLiteralFirst(reader, operand.value, at)
  const negated = reader.acceptWord('NOT')
  const condition = parseMembership(reader, operand.attribute)
  if (condition) return negated ? not(condition) : condition
  if (negated) reader.fail(`after NOT come LIKE, IN or BETWEEN, not ${show(reader.token)}`)
  if (reader.acceptWord('IS')) return parseIs(reader, operand.attribute)
  return parseComparison(reader, operand.attribute)
}

const parseMembership = (reader: TokenReader, attribute: string): Condition | undefined => {
  if (reader.acceptWord('LIKE')) return like(attribute, reader.expect('text', 'a quoted pattern'))
  if (reader.acceptWord('IN')) {
    reader.expectSign('(')
    return isIn(
      attribute,
      reader.list(')', () => parseLiteral(reader)),
    )
  }
  if (!reader.acceptWord('BETWEEN')) return undefined
  const low = parseLiteral(reader)
  reader.expectWord('AND')
  return between(attribute, low, parseLiteral(reader))
}

const parseIs = (reader: TokenReader, attribute: string): Condition => {
  const negated = reader.acceptWord('NOT')
  reader.expectWord('NULL')
  return negated ? not(isNull(attribute)) : isNull(attribute)
}

const parseComparison = (reader: TokenReader, attribute: string): Condition => {
  const op = parseComparator(reader)
  const right = parseOperand(reader)
  return 'value' in right ? compare(attribute, op, right.value) : compareAttributes(attribute, op, right.attribute)
}

/** `5 < x` is `x > 5`; a lone TRUE or FALSE is a condition too. */
const parseLiteralFirst = (reader: TokenReader, value: Value, at: number): Condition => {
  if (!reader.isSign(...Object.keys(comparators))) {
    if (value === 0 || value === 1) return constant(value === 1)
    reader.fail('a value alone is not a condition', at)
  }
  const op = mirrored[parseComparator(reader)]
  const right = parseOperand(reader)
  return 'value' in right ? reader.fail('a comparison needs an attribute', at) : compare(right.attribute, op, value)
}

const comparators: Readonly<Record<string, Comparison>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
}
const mirrored = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const

const parseComparator = (reader: TokenReader): Comparison => {
  if (!reader.isSign(...Object.keys(comparators)))
    reader.fail(`expected a comparison such as = or <= and found ${show(reader.token)}`)
  return comparators[reader.next().value]!
}

const parseOperand = (reader: TokenReader): Operand => {
  const isName = reader.token.kind === 'name' && !reader.isWord('TRUE', 'FALSE', 'NULL')
  return isName ? { attribute: reader.next().value } : { value: parseLiteral(reader) }
}

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
  return exact && Number.isFinite(number) ? number : digits
}
