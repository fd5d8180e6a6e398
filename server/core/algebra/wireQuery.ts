import type { z } from 'zod'
import { LabBookError } from '../errors.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Condition } from './condition.ts'
import { attributeOf } from './heading.ts'
import { type ProjectedColumn, projectionOf } from './projection.ts'
import {
  aggregate,
  aggregateBy,
  extend,
  from,
  join,
  type Order,
  project,
  type Query,
  restrict,
  top,
  union,
  universe,
} from './query.ts'
import { wireSchema } from './wireSchema.ts'

/**
 * A query as JSON: the tree of query.ts with tables by name and without headings, such as
 * `{"node": "restrict", "source": {"node": "table", "table": "session.Session"}, "condition": {"is": "null", …}}`.
 */
export type WireQuery =
  | { readonly node: 'table'; readonly table: string }
  | { readonly node: 'restrict'; readonly source: WireQuery; readonly condition: WireCondition }
  | {
      readonly node: 'join'
      readonly left: WireQuery
      readonly right: WireQuery
      readonly keep?: 'both' | 'left'
      readonly semantic?: false
    }
  | { readonly node: 'project'; readonly source: WireQuery; readonly columns: readonly ProjectedColumn[] }
  | {
      readonly node: 'aggregate'
      readonly source: WireQuery
      readonly group: WireQuery
      readonly keepAllRows?: boolean
      readonly columns: readonly ProjectedColumn[]
    }
  | {
      readonly node: 'aggregateBy'
      readonly attributes: readonly string[]
      readonly group: WireQuery
      readonly columns: readonly ProjectedColumn[]
    }
  | { readonly node: 'union'; readonly left: WireQuery; readonly right: WireQuery }
  | { readonly node: 'universe'; readonly attributes: readonly string[]; readonly source: WireQuery }
  | {
      readonly node: 'top'
      readonly source: WireQuery
      readonly limit: number | null
      readonly order: readonly Order[]
      readonly offset: number
    }

/** A condition as it is, with the queries in it as JSON. */
export type WireCondition =
  | Exclude<Condition, { is: 'inQuery' | 'and' | 'or' | 'not' }>
  | {
      readonly is: 'inQuery'
      readonly attributes: readonly string[]
      readonly query: WireQuery
      readonly semantic?: false
    }
  | { readonly is: 'and'; readonly conditions: readonly WireCondition[] }
  | { readonly is: 'or'; readonly conditions: readonly WireCondition[] }
  | { readonly is: 'not'; readonly condition: WireCondition }

/** The query that JSON states. @throws BAD_REQUEST for another shape, and all that the constructors of query.ts refuse */
export const readQuery = (json: unknown, pipeline: Pipeline): Query => {
  assertBounded(json)
  const parsed = wireSchema.safeParse(json)
  if (!parsed.success) throw bad(`This is not a query: ${problemOf(parsed.error)}`)
  return build(parsed.data, pipeline)
}

/** A query as JSON. */
export const writeQuery = (query: Query): WireQuery => {
  switch (query.node) {
    case 'table':
      return { node: 'table', table: query.table.name }
    case 'restrict':
      return { node: 'restrict', source: writeQuery(query.source), condition: writeCondition(query.condition) }
    case 'join': {
      const { node, left, right, keep, semantic } = query
      return { node, left: writeQuery(left), right: writeQuery(right), keep, ...(semantic === false && { semantic }) }
    }
    case 'project':
      return { node: 'project', source: writeQuery(query.source), columns: query.columns }
    case 'aggregate': {
      const { node, source, group, keepAllRows, columns } = query
      return { node, source: writeQuery(source), group: writeQuery(group), keepAllRows, columns }
    }
    case 'aggregateBy':
      return { node: query.node, attributes: query.attributes, group: writeQuery(query.group), columns: query.columns }
    case 'union':
      return { node: 'union', left: writeQuery(query.left), right: writeQuery(query.right) }
    case 'universe':
      return { node: 'universe', attributes: query.attributes, source: writeQuery(query.source) }
    case 'top': {
      const { node, source, limit, order, offset } = query
      return { node, source: writeQuery(source), limit, order, offset }
    }
  }
}

const writeCondition = (condition: Condition): WireCondition => {
  if (condition.is === 'inQuery') return { ...condition, query: writeQuery(condition.query) }
  if (condition.is === 'not') return { is: 'not', condition: writeCondition(condition.condition) }
  if (condition.is !== 'and' && condition.is !== 'or') return condition
  return { is: condition.is, conditions: condition.conditions.map(writeCondition) }
}

const build = (wire: WireQuery, pipeline: Pipeline): Query => {
  const of = (part: WireQuery) => build(part, pipeline)
  switch (wire.node) {
    case 'table':
      return from(pipeline.table(wire.table))
    case 'restrict':
      return restrict(of(wire.source), buildCondition(wire.condition, pipeline))
    case 'join':
      return (wire.keep === 'left' ? extend : join)(of(wire.left), of(wire.right), wire.semantic)
    case 'project': {
      const { kept, renames, computed } = projectionOf(wire.columns)
      return project(of(wire.source), kept, renames, computed)
    }
    case 'aggregate':
      return aggregate(of(wire.source), of(wire.group), projectionOf(wire.columns), wire.keepAllRows)
    case 'aggregateBy':
      return aggregateBy(wire.attributes, of(wire.group), projectionOf(wire.columns))
    case 'union':
      return union(of(wire.left), of(wire.right))
    case 'universe':
      return universe(wire.attributes, of(wire.source))
    case 'top':
      return top(of(wire.source), wire)
  }
}

const buildCondition = (wire: WireCondition, pipeline: Pipeline): Condition => {
  if (wire.is === 'inQuery') {
    const query = build(wire.query, pipeline)
    for (const attribute of wire.attributes) attributeOf(query, attribute)
    return { ...wire, query }
  }
  if (wire.is === 'not') return { is: 'not', condition: buildCondition(wire.condition, pipeline) }
  if (wire.is !== 'and' && wire.is !== 'or') return wire
  return { is: wire.is, conditions: wire.conditions.map((part) => buildCondition(part, pipeline)) }
}

/** As deep as a text may become, operators included, and well before a stack ends. */
const maxDepth = 500
const maxNodes = 20_000

/** Looked at before anything recurses. @throws BAD_REQUEST */
const assertBounded = (json: unknown): void => {
  let nodes = 0
  let layer: readonly unknown[] = [json]
  for (let depth = 0; layer.length > 0; depth++) {
    nodes += layer.length
    if (depth > maxDepth || nodes > maxNodes)
      throw bad('This query is too large: it is nested too deep or has too many parts.')
    layer = layer.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []))
  }
}

const problemOf = (error: z.ZodError): string => {
  const [issue] = error.issues
  return `${issue?.message ?? 'it has another shape'} at ${issue?.path.join('.') || 'its beginning'}.`
}

const bad = (problem: string): LabBookError => new LabBookError('BAD_REQUEST', { problem })
