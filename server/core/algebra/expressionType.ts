import { attributeType } from '../definition/attributeType.ts'
import type { Expression } from './expression.ts'
import { aggregateNamed, functionNamed, type ResultType } from './functions.ts'
import { attributeOf, type Relation } from './heading.ts'

/**
 * Type of a computed attribute, as a definition spells it: whole numbers stay exact (`bigint`, also their sums), a division is a
 * `decimal`, anything with a float a `double`. @throws UNKNOWN_ATTRIBUTE
 */
export const expressionType = (expression: Expression, relation: Relation): string => {
  const typeOf = (part: Expression): string => expressionType(part, relation)
  switch (expression.is) {
    case 'attribute':
      return attributeOf(relation, expression.name).type
    case 'value':
      return typeof expression.value === 'number' ? numberType(expression.value) : 'text'
    case 'arithmetic':
      return arithmeticType(expression.op, typeOf(expression.left), typeOf(expression.right))
    case 'negative':
      return arithmeticType('-', typeOf(expression.of), 'int')
    case 'shift':
      return shiftedType(typeOf(expression.of), expression.unit)
    case 'call':
      return resultType(functionNamed(expression.name)!.type, expression.args, typeOf)
    case 'aggregate':
      return resultType(aggregateNamed(expression.name)!.type, expression.of ? [expression.of] : [], typeOf)
    case 'cast':
      return castTypes[expression.to] ?? expression.to
    case 'case':
      return widest(branchValues(expression).filter(isNotNull).map(typeOf))
    case 'test':
      return 'int'
  }
}

const anyDecimal = 'decimal(65,30)'

/** What CAST(… AS …) may name, and the type of its value. */
export const castTypes: Readonly<Record<string, string>> = {
  signed: 'bigint',
  unsigned: 'bigint unsigned',
  double: 'double',
  char: 'text',
  date: 'date',
  datetime: 'datetime',
  time: 'time',
}

/** As SQL reads it: digits with a point are exact, an exponent makes a double. */
const numberType = (value: number): string =>
  Number.isInteger(value) ? 'bigint' : String(value).includes('e') ? 'double' : anyDecimal

const branchValues = ({ branches, otherwise }: Expression & { is: 'case' }): Expression[] => [
  ...branches.map(({ value }) => value),
  ...(otherwise ? [otherwise] : []),
]
const isNotNull = (part: Expression): boolean => part.is !== 'value' || part.value !== null

const family = (type: string): string => attributeType(type).family
const isWhole = (type: string): boolean => ['integer', 'bool', 'year'].includes(family(type))
const isExact = (type: string): boolean => isWhole(type) || family(type) === 'decimal'

const arithmeticType = (op: string, left: string, right: string): string => {
  if (op === 'div') return 'bigint'
  if (!isExact(left) || !isExact(right)) return 'double'
  return op !== '/' && isWhole(left) && isWhole(right) ? 'bigint' : anyDecimal
}

const shiftedType = (type: string, unit: string): string => {
  const isShort = ['microsecond', 'second', 'minute', 'hour'].includes(unit)
  if (family(type) === 'date') return isShort ? 'datetime' : 'date'
  return ['datetime', 'time'].includes(family(type)) ? type : 'text'
}

const resultType = (type: ResultType, args: readonly Expression[], typeOf: (part: Expression) => string): string => {
  const given = args.filter(isNotNull)
  const first = given[0] ? typeOf(given[0]) : 'text'
  switch (type) {
    case 'same':
      return first
    case 'widest':
      return widest(given.map(typeOf))
    case 'second':
      return widest(args.slice(1).filter(isNotNull).map(typeOf))
    case 'rounded':
      return isWhole(first) ? 'bigint' : isExact(first) ? anyDecimal : 'double'
    case 'sum':
      return isWhole(first) ? 'bigint' : isExact(first) ? anyDecimal : 'double'
    case 'mean':
      return isExact(first) ? anyDecimal : 'double'
    default:
      return type
  }
}

/** One type that holds values of all. */
const widest = (types: readonly string[]): string => {
  const [first = 'text', ...others] = types
  if (others.every((type) => type === first)) return first
  if (types.every(isWhole)) return 'bigint'
  if (types.every(isExact)) return anyDecimal
  const numeric = (type: string) => isExact(type) || family(type) === 'float'
  return types.every(numeric) ? 'double' : 'text'
}
