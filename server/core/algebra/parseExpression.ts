import {
  and,
  asCondition,
  asExpression,
  type Comparison,
  type Condition,
  compareExpressions,
  not,
  or,
} from './condition.ts'
import { type ArithmeticOperator, type Expression, literal } from './expression.ts'
import { parseCall } from './parseCall.ts'
import { parseLiteral } from './parseLiteral.ts'
import { type Typed, typed } from './tokenize.ts'
import { show, TokenReader } from './tokenReader.ts'

/** What a text may stand for before it is known what is wanted: `x > 3` is a condition and also a value. */
export type Node = Expression | Condition

/**
 * The expression that a text such as `COUNT(DISTINCT rig)` or `weight / 1000` states; the grammar is that of `parseCondition`.
 * Names are resolved where a query uses it. @throws QUERY_SYNTAX with the column
 */
export const parseExpression = (source: string | Typed, depth = 0): Expression => {
  const reader = new TokenReader(typeof source === 'string' ? typed(source) : source, depth)
  const node = parseNode(reader)
  reader.expectEnd()
  return asExpression(node)
}

export const parseNode = (reader: TokenReader): Node => {
  const nodes = [parseConjunction(reader)]
  while (reader.acceptWord('OR') || reader.acceptSign('||')) nodes.push(parseConjunction(reader))
  return nodes.length === 1 ? nodes[0]! : or(...nodes.map(asCondition))
}

const parseConjunction = (reader: TokenReader): Node => {
  const nodes = [parseNegation(reader)]
  while (reader.acceptWord('AND') || reader.acceptSign('&&')) nodes.push(parseNegation(reader))
  return nodes.length === 1 ? nodes[0]! : and(...nodes.map(asCondition))
}

const parseNegation = (reader: TokenReader): Node =>
  reader.acceptWord('NOT') ? not(asCondition(reader.nested(() => parseNegation(reader)))) : parsePredicate(reader)

const parsePredicate = (reader: TokenReader): Node => {
  const left = parseSum(reader)
  if (reader.isSign(...Object.keys(comparators))) return parseComparison(reader, left)
  const negated = reader.acceptWord('NOT')
  const condition = parseMembership(reader, asExpression(left))
  if (condition) return negated ? not(condition) : condition
  if (negated) reader.fail(`after NOT come LIKE, IN or BETWEEN, not ${show(reader.token)}`)
  return reader.acceptWord('IS') ? parseIs(reader, left) : left
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
  '<=>': '<=>',
}
const mirrored = { '=': '=', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=', '<=>': '<=>' } as const

/** `5 < x` is `x > 5`. */
const parseComparison = (reader: TokenReader, node: Node): Condition => {
  const op = comparators[reader.next().value]!
  const [left, right] = [asExpression(node), asExpression(parseSum(reader))]
  if (reader.isSign(...Object.keys(comparators))) reader.fail('two comparisons in a row need AND between them')
  return left.is === 'value' && right.is !== 'value'
    ? compareExpressions(right, mirrored[op], left)
    : compareExpressions(left, op, right)
}

const parseMembership = (reader: TokenReader, of: Expression): Condition | undefined => {
  if (reader.acceptWord('LIKE')) return { is: 'like', of, pattern: reader.expect('text', 'a quoted pattern') }
  if (reader.acceptWord('IN')) {
    reader.expectSign('(')
    return { is: 'in', of, values: reader.list(')', () => parseLiteral(reader)) }
  }
  if (!reader.acceptWord('BETWEEN')) return undefined
  const low = asExpression(parseSum(reader))
  reader.expectWord('AND')
  return { is: 'between', of, low, high: asExpression(parseSum(reader)) }
}

const parseIs = (reader: TokenReader, left: Node): Condition => {
  const negated = reader.acceptWord('NOT')
  const truth = reader.isWord('TRUE') ? true : reader.isWord('FALSE') ? false : undefined
  if (truth === undefined) reader.expectWord('NULL')
  else reader.next()
  const condition = truth === undefined ? ({ is: 'null', of: asExpression(left) } as const) : isTrue(left, truth)
  return negated ? not(condition) : condition
}

/** IS TRUE and IS FALSE are never null. */
const isTrue = (left: Node, truth: boolean): Condition =>
  compareExpressions(asExpression(asCondition(left)), '<=>', literal(truth ? 1 : 0))

const parseSum = (reader: TokenReader): Node => {
  let left = parseProduct(reader)
  for (let op = reader.acceptAny('+', '-'); op; op = reader.acceptAny('+', '-'))
    left = reader.acceptWord('INTERVAL')
      ? parseShift(reader, asExpression(left), op as '+' | '-')
      : arithmetic(left, op as ArithmeticOperator, parseProduct(reader))
  return left
}

const parseShift = (reader: TokenReader, of: Expression, op: '+' | '-'): Expression => {
  const amount = asExpression(parseFactor(reader))
  return { is: 'shift', of, op, amount, unit: reader.expectUnit() }
}

const parseProduct = (reader: TokenReader): Node => {
  let left = parseFactor(reader)
  for (let op = acceptProductSign(reader); op; op = acceptProductSign(reader))
    left = arithmetic(left, op, parseFactor(reader))
  return left
}

const acceptProductSign = (reader: TokenReader): ArithmeticOperator | undefined => {
  if (reader.isWord('DIV', 'MOD')) return reader.next().value.toUpperCase() === 'DIV' ? 'div' : '%'
  return reader.acceptAny('*', '/', '%') as ArithmeticOperator | undefined
}

const arithmetic = (left: Node, op: ArithmeticOperator, right: Node): Expression => ({
  is: 'arithmetic',
  op,
  left: asExpression(left),
  right: asExpression(right),
})

/** A sign before digits belongs to the number. */
const parseFactor = (reader: TokenReader): Node => {
  const isNumber = reader.isSign('-', '+') && reader.ahead(1).kind === 'number'
  if (isNumber) return literal(parseLiteral(reader))
  if (reader.acceptSign('+')) return reader.nested(() => parseFactor(reader))
  if (!reader.acceptSign('-')) return parsePrimary(reader)
  return { is: 'negative', of: asExpression(reader.nested(() => parseFactor(reader))) }
}

const parsePrimary = (reader: TokenReader): Node => {
  if (reader.acceptSign('(')) {
    const node = reader.nested(() => parseNode(reader))
    reader.expectSign(')')
    return node
  }
  if (reader.token.kind !== 'name' || reader.isWord('TRUE', 'FALSE', 'NULL', 'NONE'))
    return literal(parseLiteral(reader))
  return parseCall(reader, parseNode) ?? { is: 'attribute', name: reader.next().value }
}

/** @throws QUERY_SYNTAX when the text computes something where a condition is wanted */
export const assertCondition = (node: Node, reader: TokenReader, at: number): Condition => {
  if (node.is === 'value' && typeof node.value !== 'number') reader.fail('a value alone is not a condition', at)
  return asCondition(node)
}
