import type { Query } from '../algebra/query.ts'

type Join = Extract<Query, { node: 'join' }>

/**
 * True when conditions on the right side of a left join hold after the join, so that left rows without a match go. datajoint-python
 * 2.3 does this where the right side is one table whose names need no subquery, also in `A.aggr(B & …)` and `A + (B & …)`; we
 * give the same rows. Where it makes a subquery, the conditions hold before the join, as its manual says.
 */
export const holdsAfterJoin = ({ left, right, on }: Pick<Join, 'left' | 'right' | 'on'>, isGroup = false): boolean =>
  left.node !== 'union' &&
  isOpen(right, on, isGroup) &&
  !baseNames(left).some((name) => !on.includes(name) && baseNames(right).includes(name))

/** One table, restricted and projected, but not restricted by what a projection renamed or computed. */
const isOpen = (query: Query, on: readonly string[], isGroup: boolean): boolean => {
  if (query.node === 'table') return true
  if (query.node === 'restrict') return isOpen(query.source, on, isGroup) && newNames(query.source).length === 0
  if (query.node !== 'project' || newNames(query.source).length > 0) return false
  const renamed = newNames(query)
  return (
    isOpen(query.source, on, isGroup) && (isGroup ? renamed.length === 0 : !renamed.some((name) => on.includes(name)))
  )
}

/** Attributes that the query itself renamed or computed. */
const newNames = (query: Query): readonly string[] => {
  if (query.node === 'restrict') return newNames(query.source)
  if (query.node !== 'project') return []
  return query.columns.flatMap((column) => ('from' in column && column.from === column.name ? [] : [column.name]))
}

/** Attributes of the tables below, also of those that a projection left out: Python's subqueries depend on them. */
const baseNames = (query: Query): readonly string[] => {
  switch (query.node) {
    case 'table':
      return query.heading.map(({ name }) => name)
    case 'restrict':
      return newNames(query.source).length > 0 ? query.heading.map(({ name }) => name) : baseNames(query.source)
    case 'project':
      return newNames(query.source).length > 0 ? query.heading.map(({ name }) => name) : baseNames(query.source)
    case 'join':
      return [...baseNames(query.left), ...baseNames(query.right)]
    default:
      return query.heading.map(({ name }) => name)
  }
}
