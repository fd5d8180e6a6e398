import type { Table } from '../pipeline/table.ts'
import { attributesOf, type Condition, not } from './condition.ts'
import {
  attributeOf,
  joinHeadings,
  matchHeadings,
  type ProjectedColumn,
  projectColumns,
  projectHeading,
  type Relation,
  type Renames,
  relationOf,
} from './heading.ts'

/** An expression of the relational algebra: immutable, every node knows its name and the heading of its rows. */
export type Query = Relation & QueryNode

type QueryNode =
  | { readonly node: 'table'; readonly table: Table }
  | { readonly node: 'restrict'; readonly source: Query; readonly condition: Condition }
  | { readonly node: 'join'; readonly left: Query; readonly right: Query; readonly on: readonly string[] }
  | { readonly node: 'project'; readonly source: Query; readonly columns: readonly ProjectedColumn[] }

/** All rows of a table. */
export const from = (table: Table): Query => ({ ...relationOf(table), node: 'table', table })

/** Rows for which the condition holds. @throws UNKNOWN_ATTRIBUTE */
export const restrict = (source: Query, condition: Condition): Query => {
  for (const name of attributesOf(condition)) attributeOf(source, name)
  return { name: source.name, heading: source.heading, node: 'restrict', source, condition }
}

/** Rows that have a match in `other` (DataJoint's `A & B`). @throws INCOMPATIBLE_ATTRIBUTES */
export const semijoin = (source: Query, other: Query): Query => restrict(source, matches(source, other))

/** Rows that have no match in `other`, or for which it does not hold (DataJoint's `A - B`). @throws INCOMPATIBLE_ATTRIBUTES */
export const except = (source: Query, other: Query | Condition): Query =>
  restrict(source, not('node' in other ? matches(source, other) : other))

/** The condition that a row of `source` has a match in `other`, on all attributes that they share. */
export const matches = (source: Query, other: Query): Condition => ({
  is: 'inQuery',
  attributes: matchHeadings(source, other),
  query: other,
})

/** Pairs of rows that agree in all attributes that the two share. @throws INCOMPATIBLE_ATTRIBUTES */
export const join = (left: Query, right: Query): Query => ({
  ...joinHeadings(left, right),
  node: 'join',
  left,
  right,
  on: matchHeadings(left, right),
})

/**
 * The primary key, the `kept` secondary attributes, and renamed ones (`{ new: 'old' }`).
 * @throws UNKNOWN_ATTRIBUTE, BAD_REQUEST
 */
export const project = (source: Query, kept: readonly string[] = [], renames: Renames = {}): Query => {
  const columns = projectColumns(source, kept, renames)
  return { ...projectHeading(source, columns), node: 'project', source, columns }
}
