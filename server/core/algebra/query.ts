import { LabBookError } from '../errors.ts'
import type { Table } from '../pipeline/table.ts'
import { type AggregateNode, aggregate, aggregateBy } from './aggregate.ts'
import { attributesOf, type Condition, not, someNode } from './condition.ts'
import {
  areHomologous,
  attributeOf,
  determines,
  findAttribute,
  joinHeadings,
  matchHeadings,
  namesakes,
  primaryKeyOf,
  type Relation,
  relationOf,
  withPrimaryKey,
} from './heading.ts'
import {
  assertNoAggregate,
  type Computed,
  type ProjectedColumn,
  projectColumns,
  projectHeading,
  type Renames,
} from './projection.ts'

/** An expression of the relational algebra: immutable, every node knows its name and the heading of its rows. */
export type Query = Relation & QueryNode

export type Order = { readonly attribute: string; readonly direction: 'asc' | 'desc' }

type QueryNode =
  | { readonly node: 'table'; readonly table: Table }
  | { readonly node: 'restrict'; readonly source: Query; readonly condition: Condition }
  /** `keep`: rows of `both` sides that match, or all of the `left` with what matches on the right. */
  | {
      readonly node: 'join'
      readonly left: Query
      readonly right: Query
      readonly on: readonly string[]
      readonly keep: 'both' | 'left'
      /** False where names match that mean different things, as somebody wanted. */
      readonly semantic?: false
    }
  | { readonly node: 'project'; readonly source: Query; readonly columns: readonly ProjectedColumn[] }
  | AggregateNode
  | { readonly node: 'union'; readonly left: Query; readonly right: Query }
  /** The distinct values of `attributes`. */
  | { readonly node: 'universe'; readonly attributes: readonly string[]; readonly source: Query }
  /** `limit` is null for all rows. */
  | {
      readonly node: 'top'
      readonly source: Query
      readonly limit: number | null
      readonly order: readonly Order[]
      readonly offset: number
    }

export { aggregate, aggregateBy }

/** All rows of a table. */
export const from = (table: Table): Query => ({ ...relationOf(table), node: 'table', table })

/** Rows for which the condition holds. @throws UNKNOWN_ATTRIBUTE, BAD_REQUEST for an aggregate */
export const restrict = (source: Query, condition: Condition): Query => {
  for (const name of attributesOf(condition)) attributeOf(source, name)
  if (someNode(condition, ({ is }) => is === 'aggregate'))
    throw bad(`A condition on ${source.name} cannot count or sum: compute it with .aggr(…) and restrict the result.`)
  return { name: source.name, heading: source.heading, node: 'restrict', source, condition }
}

/** Rows that have a match in `other` (DataJoint's `A & B`). @throws INCOMPATIBLE_ATTRIBUTES */
export const semijoin = (source: Query, other: Query): Query => restrict(source, matches(source, other))

/** Rows that have no match in `other`, or for which it does not hold (DataJoint's `A - B`). @throws INCOMPATIBLE_ATTRIBUTES */
export const except = (source: Query, other: Query | Condition): Query =>
  restrict(source, not('node' in other ? matches(source, other) : other))

/**
 * The condition that a row of `source` has a match in `other`, on all attributes that they share. Without `semantic` (DataJoint's
 * `semantic_check=False`), these need not mean the same. @throws INCOMPATIBLE_ATTRIBUTES
 */
export const matches = (source: Query, other: Query, semantic = true): Condition => {
  const { on, ...unchecked } = match(source, other, semantic)
  return { is: 'inQuery', attributes: on, query: other, ...unchecked }
}

/** Pairs of rows that agree in all attributes that the two share; `semantic` as of `matches`. @throws INCOMPATIBLE_ATTRIBUTES */
export const join = (left: Query, right: Query, semantic = true): Query => ({
  ...joinHeadings(left, right),
  ...{ node: 'join', left, right, keep: 'both' },
  ...match(left, right, semantic),
})

/** What need not be unchecked is not. */
const match = (left: Relation, right: Relation, semantic: boolean): { on: readonly string[]; semantic?: false } =>
  semantic || areHomologous(left, right)
    ? { on: matchHeadings(left, right) }
    : { on: namesakes(left, right), semantic: false }

/**
 * All rows of `left` with the attributes of `right`, null where nothing matches (`A.extend(B)`). @throws BAD_REQUEST unless the
 * left rows determine the right ones, INCOMPATIBLE_ATTRIBUTES
 */
export const extend = (left: Query, right: Query, semantic = true): Query => {
  if (determines(left, right)) return { ...join(left, right, semantic), keep: 'left' } as Query
  const missing = primaryKeyOf(right).filter((name) => !findAttribute(left, name))
  throw bad(`${left.name} cannot be extended by ${right.name}, since it has no ${missing.join(', ')}.`)
}

/**
 * The primary key, the `kept` secondary attributes, renamed ones (`{ new: 'old' }`) and computed ones.
 * @throws UNKNOWN_ATTRIBUTE, BAD_REQUEST
 */
export const project = (
  source: Query,
  kept: readonly string[] = [],
  renames: Renames = {},
  computed: Computed = {},
): Query => {
  assertNoAggregate({ computed }, source)
  const columns = projectColumns(source, { kept, renames, computed })
  return { ...projectHeading(source, columns), node: 'project', source, columns }
}

/**
 * The rows of both, the secondary attributes of each side null in the rows of the other alone (DataJoint's `A + B`).
 * @throws BAD_REQUEST unless both have the same primary key and no secondary attribute in common
 */
export const union = (left: Query, right: Query): Query => {
  const [key, other] = [primaryKeyOf(left), primaryKeyOf(right)]
  if (key.length !== other.length || key.some((name) => !other.includes(name)))
    throw bad(`${left.name} (${key.join(', ')}) and ${right.name} (${other.join(', ')}) differ in their primary key.`)
  const secondary = (query: Query) => query.heading.filter(({ primary }) => !primary)
  const both = secondary(left).find(({ name }) => secondary(right).some((attribute) => attribute.name === name))
  if (both) throw bad(`${left.name} and ${right.name} both have the secondary attribute "${both.name}".`)
  if (secondary(left).length + secondary(right).length > 0) matchHeadings(left, right)
  return { ...joinHeadings(left, right), name: `${left.name} + ${right.name}`, node: 'union', left, right }
}

/** The distinct values of some attributes, which become the primary key (`dj.U('rig') & A`). @throws UNKNOWN_ATTRIBUTE */
export const universe = (attributes: readonly string[], source: Query): Query => {
  if (attributes.length === 0) throw bad('dj.U() without attributes has no values: name some, or use .aggr(…).')
  const { heading } = withPrimaryKey(source, [...new Set(attributes)])
  return {
    name: source.name,
    heading: heading.filter(({ primary }) => primary),
    node: 'universe',
    attributes: [...new Set(attributes)],
    source,
  }
}

export type TopOptions = {
  /** 1 when absent, null for all rows. */
  readonly limit?: number | null
  /** By the primary key when absent; null for the order of a top that is there already. */
  readonly order?: readonly Order[] | null
  readonly offset?: number
}

/**
 * The first rows in an order (`A & dj.Top(5, 'weight DESC')`). As in DataJoint, a top of a top in the same order takes the lower
 * limit and adds the offsets. @throws UNKNOWN_ATTRIBUTE, BAD_REQUEST
 */
export const top = (source: Query, { limit = 1, order, offset = 0 }: TopOptions = {}): Query => {
  const before = source.node === 'top' ? source : undefined
  const wanted = orderOf(source, order === null ? before?.order : order)
  for (const number of [limit ?? 0, offset]) assertCount(number)
  const isSame = before !== undefined && sameOrder(before.order, wanted)
  return {
    name: source.name,
    heading: source.heading,
    node: 'top',
    source: isSame ? before.source : source,
    order: wanted,
    limit: isSame ? lower(before.limit, limit) : limit,
    offset: isSame ? before.offset + offset : offset,
  }
}

const orderOf = (source: Query, order?: readonly Order[]): readonly Order[] =>
  (order ?? primaryKeyOf(source).map((attribute) => ({ attribute, direction: 'asc' as const }))).map(
    ({ attribute, direction }) => ({ attribute: attributeOf(source, attribute).name, direction }),
  )

const sameOrder = (one: readonly Order[], other: readonly Order[]): boolean =>
  one.length === other.length &&
  one.every(({ attribute, direction }, index) => {
    const counterpart = other[index]!
    return attribute === counterpart.attribute && direction === counterpart.direction
  })

const lower = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.min(one, other)

const assertCount = (value: number): void => {
  if (!Number.isSafeInteger(value) || value < 0) throw bad(`${value} is not a number of rows.`)
}

const bad = (problem: string): LabBookError => new LabBookError('BAD_REQUEST', { problem })
