import type { Table } from '../pipeline/table.ts'
import { type Condition, conditionParts, isCondition } from './condition.ts'
import { type Expression, partsOf } from './expression.ts'
import type { Query } from './query.ts'

/** The tables that a query reads, each once, those of its restrictions included. */
export const tablesOf = (query: Query): readonly Table[] => [...new Set(tablesIn(query))]

const tablesIn = (query: Query): readonly Table[] => {
  switch (query.node) {
    case 'table':
      return [query.table]
    case 'restrict':
      return [...tablesIn(query.source), ...tablesOfCondition(query.condition)]
    case 'join':
    case 'union':
      return [...tablesIn(query.left), ...tablesIn(query.right)]
    case 'aggregate':
      return [...tablesIn(query.source), ...tablesIn(query.group)]
    case 'aggregateBy':
      return tablesIn(query.group)
    default:
      return tablesIn(query.source)
  }
}

const tablesOfCondition = (node: Condition | Expression): readonly Table[] => {
  if (node.is === 'inQuery') return tablesIn(node.query)
  return (isCondition(node) ? conditionParts(node) : partsOf(node)).flatMap(tablesOfCondition)
}
