import { attributeType } from '../definition/attributeType.ts'
import { LabBookError } from '../errors.ts'
import type { Attribute, Row, Value } from '../pipeline/table.ts'
import { and, type Comparison, type Condition, compareExpressions, constant, isNull, not, or } from './condition.ts'
import { attribute as attributeNamed, call, type Expression, literal } from './expression.ts'
import { attributeOf, primaryKeyOf } from './heading.ts'
import type { Order, Query } from './query.ts'
import { sortedPart } from './sortedPart.ts'

/**
 * Rows that come behind one row when the query is ordered by `order` and then by its primary key: the condition of the next
 * page, which the server finds by index where an offset would count through all pages before. `row` has the values of these
 * attributes. NULL comes first, as in MySQL, and last when descending. Written out as `a > ? OR (a = ? AND b > ?)`, since MariaDB
 * does not look up `(a, b) > (?, ?)` in an index. @throws BAD_REQUEST when the row lacks one of the attributes
 */
export const afterRow = (query: Query, order: readonly Order[], row: Row): Condition => {
  const steps = orderWithKey(query, order).map((term) => stepOf(attributeOf(query, term.attribute), term, row))
  return or(...steps.map(({ behind }, index) => and(...steps.slice(0, index).map(({ same }) => same), behind)))
}

/** The order, or else that of the query itself, with the rest of the primary key behind it, so that no two rows are level. */
export const orderWithKey = (query: Query, order: readonly Order[]): readonly Order[] => {
  const asked = order.length > 0 ? order : ownOrder(query)
  const named = new Set(asked.map(({ attribute }) => attribute))
  const rest = primaryKeyOf(query).filter((name) => !named.has(name))
  return [...asked, ...rest.map((attribute) => ({ attribute, direction: 'asc' as const }))]
}

/** The order of a top, also of one that is restricted or projected, as far as its attributes are still there. */
const ownOrder = (query: Query): readonly Order[] => {
  if (query.node === 'top') return query.order
  if (query.node === 'restrict') return ownOrder(query.source)
  if (query.node !== 'project') return []
  const order = ownOrder(query.source).map(({ attribute, direction }) => {
    const column = query.columns.find((each) => 'from' in each && each.from === attribute)
    return column && { attribute: column.name, direction }
  })
  const gone = order.indexOf(undefined)
  return order.slice(0, gone === -1 ? order.length : gone).flatMap((term) => term ?? [])
}

type Step = { readonly same: Condition; readonly behind: Condition }

const stepOf = (attribute: Attribute, { direction }: Order, row: Row): Step => {
  const value = row[attribute.name]
  if (value === undefined)
    throw new LabBookError('BAD_REQUEST', { problem: `The row before the page lacks "${attribute.name}".` })
  const empty = isNull(attribute.name)
  if (value === null) return { same: empty, behind: direction === 'asc' ? not(empty) : constant(false) }
  const further = comparison(attribute, direction === 'asc' ? '>' : '<', value)
  const behind = direction === 'desc' && attribute.nullable ? or(further, empty) : further
  return { same: comparison(attribute, '=', value), behind }
}

/** MySQL orders an enum by the number of its member, but compares it as text; a long text is compared as far as it is sorted. */
const comparison = (attribute: Attribute, op: Comparison, value: Value): Condition => {
  const { name, type } = attribute
  const characters = sortedPart(attribute)
  if (characters !== null && typeof value === 'string')
    return compareExpressions(
      call('left', attributeNamed(name), literal(characters)),
      op,
      literal([...value].slice(0, characters).join('')),
    )
  const number = (attributeType(type).options ?? []).indexOf(String(value)) + 1
  if (number === 0) return compareExpressions(attributeNamed(name), op, literal(value))
  const place: Expression = { is: 'arithmetic', op: '+', left: attributeNamed(name), right: literal(0) }
  return compareExpressions(place, op, literal(number))
}
