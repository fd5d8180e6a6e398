import { asCondition, asExpression, type Condition } from './condition.ts'
import type { Expression } from './expression.ts'
import { castTypes } from './expressionType.ts'
import { aggregateNamed, functionNamed, functions } from './functions.ts'
import type { TokenReader } from './tokenReader.ts'

type ParseNode = (reader: TokenReader) => Expression | Condition

/** A function, an aggregate, CAST or CASE, if one begins here. @throws QUERY_SYNTAX for an unknown function */
export const parseCall = (reader: TokenReader, parseNode: ParseNode): Expression | undefined => {
  if (reader.acceptWord('CASE')) return reader.nested(() => parseCase(reader, parseNode))
  if (reader.ahead(1).kind !== 'sign' || reader.ahead(1).value !== '(' || reader.token.quoted) return undefined
  const { value, at } = reader.next()
  const name = value.toLowerCase()
  reader.expectSign('(')
  return reader.nested(() => {
    if (name === 'cast') return parseCast(reader, parseNode)
    if (aggregateNamed(name)) return parseAggregate(reader, parseNode, name)
    if (functionNamed(name)) return parseFunction(reader, parseNode, name, at)
    return reader.fail(`there is no function ${value}: known are ${Object.keys(functions).join(', ')}`, at)
  })
}

const parseFunction = (reader: TokenReader, parseNode: ParseNode, name: string, at: number): Expression => {
  const { least, most } = functionNamed(name)!
  const unit = name === 'timestampdiff' ? reader.expectUnit() : undefined
  if (unit) reader.expectSign(',')
  const args = reader.list(')', () => asExpression(parseNode(reader)))
  if (args.length < least || args.length > most)
    reader.fail(`${name} takes ${least === most ? least : `${least} to ${most}`} arguments, not ${args.length}`, at)
  return { is: 'call', name, args, ...(unit && { unit }) }
}

const parseAggregate = (reader: TokenReader, parseNode: ParseNode, name: string): Expression => {
  const distinct = reader.acceptWord('DISTINCT')
  const isAll = name === 'count' && !distinct && reader.acceptSign('*')
  const of = isAll ? null : asExpression(parseNode(reader))
  reader.expectSign(')')
  return { is: 'aggregate', name, distinct, of }
}

const parseCast = (reader: TokenReader, parseNode: ParseNode): Expression => {
  const of = asExpression(parseNode(reader))
  reader.expectWord('AS')
  const to = parseCastType(reader)
  reader.expectSign(')')
  return { is: 'cast', of, to }
}

const parseCastType = (reader: TokenReader): string => {
  const { at } = reader.token
  const name = reader.expect('name', 'a type').toLowerCase()
  if (Object.hasOwn(castTypes, name)) return name
  if (name !== 'decimal') reader.fail(`a value is cast to ${Object.keys(castTypes).join(', ')} or decimal(p,s)`, at)
  reader.expectSign('(')
  const sizes = reader.list(')', () => reader.expectNumber())
  const [precision = 0, scale = 0] = sizes
  if (sizes.length > 2 || precision < 1 || precision > 65 || scale > Math.min(30, precision))
    reader.fail('decimal(p,s) has at most 65 digits, 30 of them behind the point', at)
  return `decimal(${precision},${scale})`
}

const parseCase = (reader: TokenReader, parseNode: ParseNode): Expression => {
  const branches: { when: Condition; value: Expression }[] = []
  while (reader.acceptWord('WHEN')) {
    const when = asCondition(parseNode(reader))
    reader.expectWord('THEN')
    branches.push({ when, value: asExpression(parseNode(reader)) })
  }
  if (branches.length === 0) reader.fail('after CASE comes WHEN')
  const otherwise = reader.acceptWord('ELSE') ? asExpression(parseNode(reader)) : null
  reader.expectWord('END')
  return { is: 'case', branches, otherwise }
}
