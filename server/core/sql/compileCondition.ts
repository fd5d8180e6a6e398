import type { Comparison, Condition } from '../algebra/condition.ts'
import type { Query } from '../algebra/query.ts'
import { attributeType, type Parsed } from '../definition/attributeType.ts'
import { LabBookError } from '../errors.ts'
import type { Attribute, Value } from '../pipeline/table.ts'
import { joinSql, type Sql, sql } from './sql.ts'

/** Where a condition stands: what its names mean there. */
export type Scope = {
  /** @throws UNKNOWN_ATTRIBUTE */
  attribute(name: string): Attribute
  /** SQL of an attribute that `attribute` knows. */
  column(name: string): string
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
  compare: ({ attribute, op, value }, scope) =>
    sql(`${column(attribute, scope)} ${operator(op)} ?`, parameter(attribute, value, scope)),
  compareAttributes: ({ attribute, op, other }, scope) =>
    sql(`${column(attribute, scope)} ${operator(op)} ${column(other, scope)}`),
  like: ({ attribute, pattern }, scope) => sql(`${column(attribute, scope)} LIKE ?`, pattern),
  textSearch: ({ attribute, text, at }, scope) =>
    sql(`${column(attribute, scope)} LIKE ? ESCAPE '|'`, `${at === 'anywhere' ? '%' : ''}${escapeLike(text)}%`),
  in: ({ attribute, values }, scope) => compileIn(attribute, values, scope),
  between: ({ attribute, low, high }, scope) => {
    const bounds = [low, high].map((value) => parameter(attribute, value, scope))
    return sql(`${column(attribute, scope)} BETWEEN ? AND ?`, ...bounds)
  },
  null: ({ attribute }, scope) => sql(`${knownColumn(attribute, scope)} IS NULL`),
  inQuery: ({ attributes, query }, scope) => compileInQuery(attributes, scope.subquery(query, attributes), scope),
  and: ({ conditions }, scope) => compileAll(conditions, ' AND ', 'TRUE', scope),
  or: ({ conditions }, scope) => compileAll(conditions, ' OR ', 'FALSE', scope),
  not: ({ condition }, scope) => {
    const { text, params } = compileCondition(condition, scope)
    return sql(`NOT (${text})`, ...params)
  },
}

const operators = { '=': '=', '!=': '<>', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const

/** Conditions also arrive as JSON, so even an operator is only a key into ours. */
const operator = (op: Comparison): string => {
  if (Object.hasOwn(operators, op)) return operators[op]
  throw new LabBookError('BAD_REQUEST', { problem: `"${op}" is not a comparison.` })
}

const compileIn = (attribute: string, values: readonly Value[], scope: Scope): Sql => {
  if (values.length === 0) return sql('FALSE')
  const params = values.map((value) => parameter(attribute, value, scope))
  return sql(`${column(attribute, scope)} IN (${params.map(() => '?').join(', ')})`, ...params)
}

const compileInQuery = (attributes: readonly string[], { text, params }: Sql, scope: Scope): Sql => {
  if (attributes.length === 0) return sql(`EXISTS (${text})`, ...params)
  const columns = attributes.map((name) => column(name, scope)).join(', ')
  return sql(`(${columns}) IN (${text})`, ...params)
}

const compileAll = (conditions: readonly Condition[], separator: string, empty: string, scope: Scope): Sql => {
  if (conditions.length === 0) return sql(empty)
  const pieces = conditions.map((condition) => {
    const { text, params } = compileCondition(condition, scope)
    return sql(`(${text})`, ...params)
  })
  return joinSql(pieces, separator)
}

const knownColumn = (name: string, scope: Scope): string => scope.column(scope.attribute(name).name)

/** Of packed values only their being there can be asked. */
const column = (name: string, scope: Scope): string => {
  const { family } = attributeType(scope.attribute(name).type)
  if (packed.has(family))
    throw new LabBookError('BAD_REQUEST', {
      problem: `"${name}" is a ${family}, which can only be compared with null.`,
    })
  return knownColumn(name, scope)
}

const packed = new Set(['blob', 'attach'])
const numeric = new Set(['integer', 'float', 'decimal', 'bool'])

/**
 * MySQL compares a text with a number as numbers, where every word is 0: a number is sent to a text column as text, and a
 * word never to a number column. @throws INVALID_VALUE
 */
const parameter = (name: string, value: Value, scope: Scope): Value => {
  if (value === null) return null
  const type = attributeType(scope.attribute(name).type)
  if (type.family === 'uuid') return type.toDatabase(parsed(name, type.parse(value)))
  if (!numeric.has(type.family)) return type.toDatabase(typeof value === 'number' ? String(value) : value)
  if (typeof value !== 'number' && !isNumber(value)) return parsed(name, { problem: `"${value}" is not a number.` })
  return type.toDatabase(value)
}

const isNumber = (value: Value): boolean =>
  typeof value === 'string' && /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)

const parsed = (attribute: string, outcome: Parsed): Value => {
  if ('value' in outcome) return outcome.value
  throw new LabBookError('INVALID_VALUE', { attribute, table: 'the condition', problem: outcome.problem })
}

/** `|` escapes, because a backslash means different things in different sql_modes. */
const escapeLike = (text: string): string => text.replace(/[%_|]/g, '|$&')
