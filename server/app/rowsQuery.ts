import {
  type Comparison,
  type Condition,
  compare,
  contains,
  isIn,
  isNull,
  keyEquals,
  not,
  or,
  startsWith,
} from '#core/algebra/condition.ts'
import { from, type Query, restrict } from '#core/algebra/query.ts'
import { attributeType } from '#core/definition/attributeType.ts'
import { LabBookError } from '#core/errors.ts'
import type { Attribute, Table, Value } from '#core/pipeline/table.ts'
import { isBlob } from '#core/sql/compileQuery.ts'
import { parseKey } from './parseKey.ts'
import type { Filter, RowsRequest } from './views.ts'

/** The rows that a grid asks for, before sorting and paging. @throws UNKNOWN_ATTRIBUTE, INVALID_ROW, INVALID_VALUE */
export const rowsQuery = (table: Table, { key, filters = [], search = '' }: Omit<RowsRequest, 'table'>): Query => {
  const conditions = [
    ...(key && Object.keys(key).length > 0 ? [keyEquals(parseKey(table, key))] : []),
    ...filters.map((filter) => filterCondition(table, filter)),
    ...searchConditions(table, search),
  ]
  return conditions.reduce(restrict, from(table))
}

/** Every word of a quick search is found in some attribute that reads as text. */
export const searchConditions = (table: Table, search: string): Condition[] => {
  const searched = table.attributes.filter(isSearched)
  const words = search.trim().split(/\s+/).filter(Boolean)
  return words.map((word) => or(...searched.map(({ name }) => contains(name, word))))
}

const searchedFamilies = new Set(['string', 'enum', 'date', 'datetime', 'integer'])
const isSearched = (attribute: Attribute): boolean => searchedFamilies.has(attributeType(attribute.type).family)

const filterCondition = (table: Table, filter: Filter): Condition => {
  const attribute = findAttribute(table, filter.attribute)
  const { name } = attribute
  if (filter.op === 'isNull') return isNull(name)
  if (filter.op === 'notNull') return not(isNull(name))
  if (isBlob(attribute)) throw invalid(table, name, 'is a blob, which can only be asked whether it is there.')
  if (filter.op === 'contains') return contains(name, text(table, filter))
  if (filter.op === 'startsWith') return startsWith(name, text(table, filter))
  if (filter.op === 'in')
    return isIn(
      name,
      listed(filter).map((value) => parseValue(table, attribute, value)),
    )
  return comparison(table, attribute, filter.op, filter.value)
}

const comparison = (table: Table, attribute: Attribute, op: Comparison, value: Filter['value']): Condition =>
  compare(attribute.name, op, value === null || value === undefined ? null : parseValue(table, attribute, value))

const parseValue = (table: Table, attribute: Attribute, value: unknown): Value => {
  const parsed = attributeType(attribute.type).parse(value)
  if ('problem' in parsed) throw invalid(table, attribute.name, parsed.problem)
  return parsed.value
}

const text = (table: Table, { attribute, value }: Filter): string => {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw invalid(table, attribute, 'needs a text to look for.')
}

const listed = ({ value }: Filter): readonly unknown[] => (Array.isArray(value) ? value : [value])

const findAttribute = (table: Table, name: string): Attribute => {
  const found = table.attributes.find((attribute) => attribute.name === name)
  if (found) return found
  const attributes = table.attributes.map((attribute) => attribute.name).join(', ')
  throw new LabBookError('UNKNOWN_ATTRIBUTE', { table: table.name, attribute: name, attributes })
}

const invalid = (table: Table, attribute: string, problem: string) =>
  new LabBookError('INVALID_VALUE', { table: table.name, attribute, problem })
