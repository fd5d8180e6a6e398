import type { ArithmeticOperator, Expression } from '../algebra/expression.ts'
import { castTypes } from '../algebra/expressionType.ts'
import { aggregateNamed, functionNamed } from '../algebra/functions.ts'
import { attributeType } from '../definition/attributeType.ts'
import { LabBookError } from '../errors.ts'
import type { Value } from '../pipeline/table.ts'
import { compileCondition, type Scope } from './compileCondition.ts'
import { joinSql, type Sql, sql } from './sql.ts'

type Of<Is extends string> = Extract<Expression, { is: Is }>
type Compilers = { readonly [Is in Expression['is']]: (expression: Of<Is>, scope: Scope) => Sql }

/** An expression as SQL whose every value is a parameter. @throws UNKNOWN_ATTRIBUTE, BAD_REQUEST */
export const compileExpression = (expression: Expression, scope: Scope): Sql =>
  (compilers[expression.is] as (expression: Expression, scope: Scope) => Sql)(expression, scope)

const compilers: Compilers = {
  attribute: ({ name }, scope) => valueColumn(name, scope),
  value: ({ value }) => exactParameter(value),
  arithmetic: ({ op, left, right }, scope) =>
    infix(compileExpression(left, scope), operator(op), compileExpression(right, scope)),
  negative: ({ of }, scope) => wrap('(-', compileExpression(of, scope), ')'),
  shift: ({ of, op, amount, unit }, scope) => {
    const interval = wrap('INTERVAL ', compileExpression(amount, scope), ` ${known(unit, timeUnits)}`)
    return infix(compileExpression(of, scope), op === '-' ? '-' : '+', interval)
  },
  call: (expression, scope) => compileCall(expression, scope),
  aggregate: ({ name, distinct, of }, scope) => {
    if (!aggregateNamed(name)) throw bad(`"${name}" is not an aggregate function.`)
    const argument = of === null ? sql('*') : compileArgument(of, aggregateNamed(name)!.ofBlobs, scope)
    return wrap(`${name.toUpperCase()}(${distinct ? 'DISTINCT ' : ''}`, argument, ')')
  },
  // CAST AS CHAR would have the collation of the connection, which cannot be compared with columns of another one.
  cast: ({ of, to }, scope) =>
    to === 'char'
      ? wrap('CONCAT(', compileExpression(of, scope), ", '')")
      : wrap('CAST(', compileExpression(of, scope), ` AS ${castType(to)})`),
  case: ({ branches, otherwise }, scope) => {
    const pieces = branches.flatMap(({ when, value }) => [
      wrap('WHEN ', compileCondition(when, scope), ' THEN '),
      compileExpression(value, scope),
    ])
    const last = otherwise ? [wrap('ELSE ', compileExpression(otherwise, scope), '')] : []
    return wrap('CASE ', joinSql([...pieces, ...last], ' '), ' END')
  },
  test: ({ condition }, scope) => wrap('(', compileCondition(condition, scope), ')'),
}

/** An expression also arrives as JSON, so even an operator is only a key into ours. */
const operators: Readonly<Record<ArithmeticOperator, string>> = {
  '+': '+',
  '-': '-',
  '*': '*',
  '/': '/',
  '%': 'MOD',
  div: 'DIV',
}
const operator = (op: ArithmeticOperator): string => known(op, operators)

const timeUnits = {
  microsecond: 'MICROSECOND',
  second: 'SECOND',
  minute: 'MINUTE',
  hour: 'HOUR',
  day: 'DAY',
  week: 'WEEK',
  month: 'MONTH',
  quarter: 'QUARTER',
  year: 'YEAR',
} as const

const known = (word: string, words: Readonly<Record<string, string>>): string => {
  if (Object.hasOwn(words, word)) return words[word]!
  throw bad(`"${word}" is not one of ${Object.keys(words).join(', ')}.`)
}

const castType = (to: string): string => {
  if (Object.hasOwn(castTypes, to) || /^decimal\(\d{1,2},\d{1,2}\)$/.test(to)) return to.toUpperCase()
  throw bad(`A value cannot be cast to "${to}".`)
}

const compileCall = ({ name, args, unit }: Of<'call'>, scope: Scope): Sql => {
  const spec = functionNamed(name)
  if (!spec || args.length < spec.least || args.length > spec.most) throw bad(`"${name}" is not a function of ours.`)
  const compiled = args.map((part) => compileArgument(part, spec.ofBlobs, scope))
  if (name === 'json_value') return jsonValue(compiled[0]!, compiled[1]!)
  const first = name === 'timestampdiff' ? [sql(known(unit ?? '', timeUnits))] : []
  return wrap(`${name.toUpperCase()}(`, joinSql([...first, ...compiled], ', '), ')')
}

const compileArgument = (part: Expression, ofBlobs: boolean | undefined, scope: Scope): Sql =>
  ofBlobs && part.is === 'attribute' ? scope.column(scope.attribute(part.name).name) : compileExpression(part, scope)

/** A scalar as text, else null. JSON_VALUE itself takes no parameter for its path on MySQL. */
const jsonValue = (document: Sql, path: Sql): Sql => {
  const part = joinSql([document, path], ', ')
  const type = wrap('JSON_TYPE(JSON_EXTRACT(', part, ')) IN (?, ?, ?)')
  const isNested = { text: type.text, params: [...type.params, 'OBJECT', 'ARRAY', 'NULL'] }
  return joinSql([wrap('IF(', isNested, ', NULL, JSON_UNQUOTE(JSON_EXTRACT('), wrap('', part, ')))')], '')
}

/** Digits with a point are exact in SQL, where the driver would send a double. */
const exactParameter = (value: Value): Sql => {
  const digits = typeof value === 'number' && !Number.isInteger(value) ? /^-?(\d+)\.(\d+)$/.exec(String(value)) : null
  if (!digits) return sql('?', value)
  const [text, whole = '', fraction = ''] = digits
  return sql(`CAST(? AS DECIMAL(${whole.length + fraction.length},${fraction.length}))`, text)
}

const packed = new Set(['blob', 'attach'])

/** Of packed values only their length and their being there can be asked. */
export const valueColumn = (name: string, scope: Scope): Sql => {
  const { family } = attributeType(scope.attribute(name).type)
  if (packed.has(family)) throw bad(`"${name}" is a ${family}, which can only be compared with null.`)
  return scope.column(name)
}

const infix = (left: Sql, op: string, right: Sql): Sql => wrap('(', joinSql([left, right], ` ${op} `), ')')
const wrap = (before: string, { text, params }: Sql, after: string): Sql => ({
  text: before + text + after,
  params,
})

const bad = (problem: string): LabBookError => new LabBookError('BAD_REQUEST', { problem })
