import { LabBookError } from '../errors.ts'
import { type Condition, conditionParts, isCondition } from './condition.ts'
import { type Expression, partsOf } from './expression.ts'
import {
  attributeOf,
  determines,
  findAttribute,
  joinHeadings,
  matchHeadings,
  primaryKeyOf,
  type Relation,
  withPrimaryKey,
} from './heading.ts'
import { type ProjectedColumn, type Projection, projectColumns, projectHeading } from './projection.ts'
import type { Query } from './query.ts'

export type AggregateNode =
  /** Each row of `source` with what is computed from the rows of `group` that match it. */
  | {
      readonly node: 'aggregate'
      readonly source: Query
      readonly group: Query
      readonly on: readonly string[]
      /** Rows of `source` stay where nothing matches. */
      readonly keepAllRows: boolean
      readonly columns: readonly ProjectedColumn[]
    }
  /** What is computed from the rows of `group` that agree in `attributes`; without any, one row. */
  | {
      readonly node: 'aggregateBy'
      readonly attributes: readonly string[]
      readonly group: Query
      readonly columns: readonly ProjectedColumn[]
    }

/**
 * `A.aggr(B, n='COUNT(*)')`: as in DataJoint 2, rows without a match stay unless `keepAllRows` is false.
 * @throws BAD_REQUEST unless `group` has the primary key of `source`, or where an attribute of `group` is not aggregated;
 * UNKNOWN_ATTRIBUTE, INCOMPATIBLE_ATTRIBUTES
 */
export const aggregate = (source: Query, group: Query, projection: Projection, keepAllRows = true): Query => {
  assertKey(source, group)
  Object.values(projection.computed ?? {}).forEach(assertFlatAggregates)
  const on = matchHeadings(source, group)
  const joined = joinHeadings(source, group, keepAllRows && !determines(source, group))
  const relation = { ...withPrimaryKey(joined, primaryKeyOf(source)), name: `${source.name}.aggr(${group.name})` }
  const columns = projectColumns(relation, projection)
  assertGrouped(source, columns, relation)
  return { ...projectHeading(relation, columns), node: 'aggregate', source, group, on, keepAllRows, columns }
}

/** `dj.U('rig').aggr(A, n='COUNT(*)')`. @throws UNKNOWN_ATTRIBUTE, BAD_REQUEST where an attribute is not aggregated */
export const aggregateBy = (attributes: readonly string[], group: Query, projection: Projection): Query => {
  Object.values(projection.computed ?? {}).forEach(assertFlatAggregates)
  const key = [...new Set(attributes)]
  const relation = withPrimaryKey(group, key)
  const columns = projectColumns(relation, projection)
  const grouping = { name: `dj.U(${key.join(', ')})`, heading: relation.heading.filter(({ primary }) => primary) }
  assertGrouped(grouping, columns, relation)
  if (columns.length === 0) throw bad(`Nothing is to be computed from ${group.name}.`)
  return { ...projectHeading(relation, columns), node: 'aggregateBy', attributes: key, group, columns }
}

/** Attributes that the columns take from a group as they are, outside of aggregate functions. */
export const groupedAttributes = (columns: readonly ProjectedColumn[]): readonly string[] => [
  ...new Set(columns.flatMap((column) => ('from' in column ? [column.from] : bareAttributes(column.expression)))),
]

const bareAttributes = (node: Expression | Condition): readonly string[] => {
  if (node.is === 'aggregate') return []
  if (node.is === 'attribute') return [node.name]
  return (isCondition(node) ? conditionParts(node) : partsOf(node)).flatMap(bareAttributes)
}

const assertKey = (source: Query, group: Query): void => {
  const missing = primaryKeyOf(source).filter((name) => !findAttribute(group, name))
  if (missing.length === 0) return
  throw bad(`${group.name} cannot be aggregated by ${source.name}, since it has no ${missing.join(', ')}.`)
}

const assertGrouped = (grouping: Relation, columns: readonly ProjectedColumn[], relation: Relation): void => {
  const loose = groupedAttributes(columns).find((name) => !findAttribute(grouping, name))
  if (loose === undefined) return
  attributeOf(relation, loose)
  throw bad(
    `"${loose}" has many values for each row of ${grouping.name}: say which is meant, as in MIN(${loose}) or MAX(${loose}).`,
  )
}

/** An aggregate function may not stand inside another. @throws BAD_REQUEST */
export const assertFlatAggregates = (expression: Expression): void => {
  const inner = (node: Expression | Condition, inside: boolean): boolean =>
    (inside && node.is === 'aggregate') ||
    (isCondition(node) ? conditionParts(node) : partsOf(node)).some((part) =>
      inner(part, inside || node.is === 'aggregate'),
    )
  if (inner(expression, false))
    throw bad('An aggregate function stands inside another: aggregate the result of .aggr(…).')
}

const bad = (problem: string): LabBookError => new LabBookError('BAD_REQUEST', { problem })
