import type { Value } from '../pipeline/table.ts'
import { type Comparison, type Condition, isCondition } from './condition.ts'
import type { ArithmeticOperator, Expression } from './expression.ts'

/** How names and values are spelled: in our own text, and in the SQL that a Python client is given. */
export type Dialect = {
  name(attribute: string): string
  /** `beside` is the attribute that the value is compared with. */
  value(value: Value, beside?: string): string
  /** Between the parentheses of an aggregate function, where that differs. */
  readonly inAggregate?: Dialect
}

/** An expression as the text that `parseExpression` reads. Words of the language are upper case, as Python needs them. */
export const printExpression = (expression: Expression, dialect: Dialect = plainText): string =>
  printValue(expression, dialect)

/** A condition as the text that `parseCondition` reads; it must contain no query. */
export const printCondition = (condition: Condition, dialect: Dialect = plainText): string => {
  switch (condition.is) {
    case 'constant':
      return condition.value ? 'TRUE' : 'FALSE'
    case 'and':
    case 'or':
      return printAll(condition.conditions, condition.is, dialect)
    case 'not':
      return `NOT ${printOperandOf(condition.condition, dialect)}`
    case 'compare':
      return printComparison(condition, dialect)
    default:
      return printPredicate(condition, dialect)
  }
}

const printPredicate = (condition: Condition, dialect: Dialect): string => {
  switch (condition.is) {
    case 'like':
      return `${printSide(condition.of, dialect)} LIKE ${dialect.value(condition.pattern)}`
    case 'textSearch':
      return `${dialect.name(condition.attribute)} LIKE ${dialect.value(searchPattern(condition))}`
    case 'in':
      return `${printSide(condition.of, dialect)} IN (${listed(condition.values, besideOf(condition.of), dialect)})`
    case 'between': {
      const beside = besideOf(condition.of)
      const [low, high] = [condition.low, condition.high].map((bound) => printSide(bound, dialect, beside))
      return `${printSide(condition.of, dialect)} BETWEEN ${low} AND ${high}`
    }
    case 'null':
      return `${printSide(condition.of, dialect)} IS NULL`
    default:
      throw new Error(`A condition of kind ${condition.is} has no text of its own.`)
  }
}

/** Names that the grammar would read as something else, and those with other characters. */
const words = new Set(
  'and or not like in between is null true false none div mod case when then else end interval cast'.split(' '),
)
const needsQuotes = (name: string): boolean => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) || words.has(name.toLowerCase())

export const plainText: Dialect = {
  name: (name) => (needsQuotes(name) ? `\`${name.replaceAll('`', '``')}\`` : name),
  value: (value) => printLiteral(value),
}

export const printLiteral = (value: Value): string => {
  if (value === null) return 'NULL'
  if (value instanceof Uint8Array) return `X'${[...value].map((byte) => byte.toString(16).padStart(2, '0')).join('')}'`
  return typeof value === 'number' ? String(value) : quoteText(value)
}

/** A quote is doubled and a backslash escaped, as MySQL and our tokenizer both read it. */
export const quoteText = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

const searchPattern = ({ text, at }: Condition & { is: 'textSearch' }): string =>
  `${at === 'anywhere' ? '%' : ''}${text.replace(/[\\%_]/g, '\\$&')}%`

const printAll = (conditions: readonly Condition[], word: 'and' | 'or', dialect: Dialect): string =>
  conditions.map((part) => printOperandOf(part, dialect)).join(` ${word.toUpperCase()} `)

/** What stands beside AND, OR and NOT: in parentheses when it has such words itself. */
const printOperandOf = (condition: Condition, dialect: Dialect): string => {
  const text = printCondition(condition, dialect)
  return ['and', 'or', 'not'].includes(condition.is) ? `(${text})` : text
}

const operators: Readonly<Record<Comparison, string>> = {
  '=': '=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '<=>': '<=>',
}

const printComparison = ({ left, op, right }: Condition & { is: 'compare' }, dialect: Dialect): string =>
  `${printSide(left, dialect, besideOf(right))} ${operators[op]} ${printSide(right, dialect, besideOf(left))}`

const besideOf = (expression: Expression): string | undefined =>
  expression.is === 'attribute' ? expression.name : undefined

const listed = (values: readonly Value[], beside: string | undefined, dialect: Dialect): string =>
  values.map((value) => dialect.value(value, beside)).join(', ')

/** One side of a comparison: a condition there stands in parentheses. */
const printSide = (expression: Expression, dialect: Dialect, beside?: string): string =>
  expression.is === 'value' ? dialect.value(expression.value, beside) : printFactor(expression, dialect, 0)

const printValue = (expression: Expression, dialect: Dialect): string =>
  expression.is === 'test' ? printCondition(expression.condition, dialect) : printFactor(expression, dialect, 0)

const levels: Readonly<Record<ArithmeticOperator, number>> = { '+': 1, '-': 1, '*': 2, '/': 2, '%': 2, div: 2 }

/** @param level what binds less is put into parentheses */
const printFactor = (expression: Expression, dialect: Dialect, level: number): string => {
  switch (expression.is) {
    case 'attribute':
      return dialect.name(expression.name)
    case 'value':
      return dialect.value(expression.value)
    case 'arithmetic':
      return printArithmetic(expression, dialect, level)
    case 'shift':
      return parenthesised(printShift(expression, dialect), level > 1)
    case 'negative':
      return printNegative(expression.of, dialect)
    case 'test':
      return `(${printCondition(expression.condition, dialect)})`
    default:
      return printCall(expression, dialect)
  }
}

const printArithmetic = (
  { op, left, right }: Expression & { is: 'arithmetic' },
  dialect: Dialect,
  level: number,
): string => {
  const own = levels[op]
  const sides = [printFactor(left, dialect, own), printFactor(right, dialect, own + 1)]
  const sign = op === '%' ? 'MOD' : op.toUpperCase()
  return parenthesised(sides.join(` ${sign} `), level > own)
}

const printShift = ({ of, op, amount, unit }: Expression & { is: 'shift' }, dialect: Dialect): string =>
  `${printFactor(of, dialect, 1)} ${op} INTERVAL ${printFactor(amount, dialect, 3)} ${unit.toUpperCase()}`

/** A number after the sign would become one with it. */
const printNegative = (of: Expression, dialect: Dialect): string => {
  const text = printFactor(of, dialect, 3)
  return of.is === 'value' || of.is === 'negative' ? `-(${text})` : `-${text}`
}

const printCall = (expression: Expression, dialect: Dialect): string => {
  switch (expression.is) {
    case 'call': {
      const unit = expression.unit ? [expression.unit.toUpperCase()] : []
      const args = expression.args.map((part) => printValue(part, dialect))
      return `${expression.name.toUpperCase()}(${[...unit, ...args].join(', ')})`
    }
    case 'aggregate': {
      const of = expression.of ? printValue(expression.of, dialect.inAggregate ?? dialect) : '*'
      return `${expression.name.toUpperCase()}(${expression.distinct ? 'DISTINCT ' : ''}${of})`
    }
    case 'cast':
      return `CAST(${printValue(expression.of, dialect)} AS ${expression.to.toUpperCase()})`
    case 'case':
      return printCase(expression, dialect)
    default:
      throw new Error(`An expression of kind ${expression.is} is no call.`)
  }
}

const printCase = ({ branches, otherwise }: Expression & { is: 'case' }, dialect: Dialect): string => {
  const printed = branches.map(
    ({ when, value }) => `WHEN ${printCondition(when, dialect)} THEN ${printValue(value, dialect)}`,
  )
  return ['CASE', ...printed, ...(otherwise ? [`ELSE ${printValue(otherwise, dialect)}`] : []), 'END'].join(' ')
}

const parenthesised = (text: string, isNeeded: boolean): string => (isNeeded ? `(${text})` : text)

/** True when the condition restricts by another query somewhere, which only a query's text can say. */
export const hasQuery = (condition: Condition): boolean =>
  condition.is === 'inQuery' ||
  (condition.is === 'not' && hasQuery(condition.condition)) ||
  ((condition.is === 'and' || condition.is === 'or') && condition.conditions.filter(isCondition).some(hasQuery))
