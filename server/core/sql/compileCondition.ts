import type { Comparison, Condition } from '../algebra/condition.ts'
import type { Expression } from '../algebra/expression.ts'
import type { Query } from '../algebra/query.ts'
import { attributeType, type Parsed } from '../definition/attributeType.ts'
import { LabBookError } from '../errors.ts'
import type { Attribute, Value } from '../pipeline/table.ts'
import { compileExpression, valueColumn } from './compileExpression.ts'
import { joinSql, type Sql, sql } from './sql.ts'

/** Where a condition stands: what its names mean there. */
export type Scope = {
  /** @throws UNKNOWN_ATTRIBUTE */
  attribute(name: string): Attribute
  /** SQL of an attribute that `attribute` knows. */
  column(name: string): Sql
  /** `SELECT attributes FROM …`, or `SELECT 1 FROM …` without attributes. */
  subquery(query: Query, attributes: readonly string[]): Sql
}

type Of<Is extends string> = Extract<Condition, { is: Is }>
type Compilers = { readonly [Is in Condition['is']]: (condition: Of<Is>, scope: Scope) => Sql }

/** A condition as SQL whose every value is a parameter. @throws UNKNOWN_ATTRIBUTE, INVALID_VALUE */
export const compileCondition = (condition: Condition, scope: Scope): Sql =>
  (compilers[condition.is] as (condition: Condition, scope: Scope) => Sql)(condition, scope)

const compilers: Compilers = {
  constant: ({ value }) => sql(value ? 'TRUE' : 'FALSE'),
  compare: ({ left, op, right }, scope) =>
    joinSql([side(left, right, scope), side(right, left, scope)], ` ${operator(op)} `),
  like: ({ of, pattern }, scope) => joinSql([compileExpression(of, scope), sql('?', pattern)], ' LIKE '),
  textSearch: ({ attribute, text, at }, scope) =>
    joinSql(
      [valueColumn(attribute, scope), sql("? ESCAPE '|'", `${at === 'anywhere' ? '%' : ''}${escapeLike(text)}%`)],
      ' LIKE ',
    ),
  in: ({ of, values }, scope) => compileIn(of, values, scope),
  between: ({ of, low, high }, scope) => {
    const bounds = joinSql([side(low, of, scope), side(high, of, scope)], ' AND ')
    return joinSql([compileExpression(of, scope), bounds], ' BETWEEN ')
  },
  null: ({ of }, scope) => {
    const { text, params } =
      of.is === 'attribute' ? scope.column(scope.attribute(of.name).name) : compileExpression(of, scope)
    return sql(`${text} IS NULL`, ...params)
  },
  inQuery: ({ attributes, query }, scope) => compileInQuery(attributes, scope.subquery(query, attributes), scope),
  and: ({ conditions }, scope) => compileAll(conditions, ' AND ', 'TRUE', scope),
  or: ({ conditions }, scope) => compileAll(conditions, ' OR ', 'FALSE', scope),
  not: ({ condition }, scope) => {
    const { text, params } = compileCondition(condition, scope)
    return sql(`NOT (${text})`, ...params)
  },
}

const operators = { '=': '=', '!=': '<>', '<': '<', '<=': '<=', '>': '>', '>=': '>=', '<=>': '<=>' } as const

/** Conditions also arrive as JSON, so even an operator is only a key into ours. */
const operator = (op: Comparison): string => {
  if (Object.hasOwn(operators, op)) return operators[op]
  throw new LabBookError('BAD_REQUEST', { problem: `"${op}" is not a comparison.` })
}

/** One side of a comparison; a value takes the form of the attribute on the other side. */
const side = (expression: Expression, other: Expression, scope: Scope): Sql =>
  expression.is === 'value' && other.is === 'attribute'
    ? sql('?', parameter(expression.value, scope.attribute(other.name)))
    : expression.is === 'value'
      ? sql('?', expression.value)
      : compileExpression(expression, scope)

const compileIn = (of: Expression, values: readonly Value[], scope: Scope): Sql => {
  const column = compileExpression(of, scope)
  if (values.length === 0) return sql('FALSE')
  const params = of.is === 'attribute' ? values.map((value) => parameter(value, scope.attribute(of.name))) : values
  return joinSql([column, sql(`(${params.map(() => '?').join(', ')})`, ...params)], ' IN ')
}

const compileInQuery = (attributes: readonly string[], { text, params }: Sql, scope: Scope): Sql => {
  if (attributes.length === 0) return sql(`EXISTS (${text})`, ...params)
  const columns = joinSql(
    attributes.map((name) => valueColumn(name, scope)),
    ', ',
  )
  return sql(`(${columns.text}) IN (${text})`, ...columns.params, ...params)
}

const compileAll = (conditions: readonly Condition[], separator: string, empty: string, scope: Scope): Sql => {
  if (conditions.length === 0) return sql(empty)
  const pieces = conditions.map((condition) => {
    const { text, params } = compileCondition(condition, scope)
    return sql(`(${text})`, ...params)
  })
  return joinSql(pieces, separator)
}

const numeric = new Set(['integer', 'float', 'decimal', 'bool'])

/**
 * MySQL compares a text with a number as numbers, where every word is 0: a number is sent to a text column as text, and a
 * word never to a number column. @throws INVALID_VALUE
 */
const parameter = (value: Value, { name, type: typeText }: Attribute): Value => {
  if (value === null) return null
  const type = attributeType(typeText)
  if (type.family === 'uuid') return type.toDatabase(parsed(name, type.parse(value)))
  if (!numeric.has(type.family)) return type.toDatabase(typeof value === 'number' ? String(value) : value)
  if (typeof value !== 'number' && !isNumber(value)) return parsed(name, { problem: `"${value}" is not a number.` })
  return type.toDatabase(value)
}

const isNumber = (value: Value): boolean =>
  typeof value === 'string' && /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(value.trim())

const parsed = (attribute: string, outcome: Parsed): Value => {
  if ('value' in outcome) return outcome.value
  throw new LabBookError('INVALID_VALUE', { attribute, table: 'the condition', problem: outcome.problem })
}

/** `|` escapes, because a backslash means different things in different sql_modes. */
const escapeLike = (text: string): string => text.replace(/[%_|]/g, '|$&')
