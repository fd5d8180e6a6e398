import { LabBookError } from '../errors.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { ForeignKey, Table } from '../pipeline/table.ts'
import { and, type Condition, isNull, not } from './condition.ts'
import { primaryKeyOf } from './heading.ts'
import { type Operand, restrictBy } from './operand.ts'
import { printQuery } from './printQuery.ts'
import { from, project, type Query, restrict, semijoin, universe } from './query.ts'

/** Ancestors of the rows, or descendants. */
export type Direction = 'above' | 'below'

/**
 * Rows of `query` below matching rows of an ancestor (`above`), or above matching rows of a descendant, along the foreign keys
 * between the two, renamed ones included. `wanted` restricts the other table, or is a condition on attributes that one relative
 * has. Where foreign keys lead there in ways that mean different rows, the error shows each as a query.
 * @throws BAD_REQUEST
 */
export const restrictByRelatives = (query: Query, wanted: Operand, direction: Direction, pipeline: Pipeline): Query => {
  const table = baseTable(query)
  const other = wanted.kind === 'query' ? wanted.query : conditionOnRelative(table, wanted, direction, pipeline)
  if (baseTable(other) === table) return semijoin(query, project(other))
  const [child, parent] = direction === 'above' ? [table, baseTable(other)] : [baseTable(other), table]
  const found = waysUp(child, parent, pipeline).map((way) =>
    restrict(query, direction === 'above' ? belowOf(way, other, pipeline) : aboveOf(way, other, pipeline)),
  )
  if (found.length === 1) return found[0]!
  if (found.length === 0) throw bad(`No foreign keys lead from ${child.name} up to ${parent.name}.`)
  throw bad(
    `Foreign keys lead from ${child.name} up to ${parent.name} in ${found.length} ways; say which: ${found.map(printQuery).join(' or ')}.`,
  )
}

/** Foreign keys one after the other, from the child up. */
type Way = {
  readonly steps: readonly ForeignKey[]
  /** Attribute of the child that holds each key attribute of the parent, when all of them travel down; else null. */
  readonly columns: ReadonlyMap<string, string> | null
}

/** More ways than anybody would read. */
const mostWays = 12

/** The ways from a table up to an ancestor; those that compare the same attributes are one. */
const waysUp = (child: Table, parent: Table, pipeline: Pipeline): readonly Way[] => {
  const start: Way = { steps: [], columns: new Map(child.attributes.map(({ name }) => [name, name])) }
  const ways = new Map<string, Map<string, Way>>([[child.name, new Map([['', start]])]])
  for (const table of [child, ...pipeline.ancestors(child.name).reverse()])
    for (const foreignKey of table.foreignKeys)
      for (const way of ways.get(table.name)?.values() ?? []) {
        const known = ways.get(foreignKey.parent) ?? new Map<string, Way>()
        const further = extended(way, foreignKey)
        if (known.size < mostWays && !known.has(keyOf(further))) known.set(keyOf(further), further)
        ways.set(foreignKey.parent, known)
      }
  return [...(ways.get(parent.name)?.values() ?? [])]
}

const extended = ({ steps, columns }: Way, foreignKey: ForeignKey): Way => {
  const pairs = foreignKey.columns.map(({ child, parent }) => [parent, columns?.get(child)] as const)
  const travels = pairs.every((pair): pair is readonly [string, string] => pair[1] !== undefined)
  return { steps: [...steps, foreignKey], columns: travels ? new Map(pairs) : null }
}

const keyOf = ({ steps, columns }: Way): string =>
  JSON.stringify(
    columns ? [...columns].sort() : steps.map(({ parent, columns }) => [parent, ...columns.map(({ child }) => child)]),
  )

type Pair = ForeignKey['columns'][number]

/** The child's rows whose parent is among `rows`. */
const belowOf = ({ steps, columns }: Way, rows: Query, pipeline: Pipeline): Condition => {
  if (columns)
    return among(
      [...columns].map(([parent, child]) => ({ child, parent })),
      rows,
    )
  const [first, ...others] = steps
  const between = others.reduceRight(
    (above, { columns: pairs }, index) => restrict(from(pipeline.table(steps[index]!.parent)), among(pairs, above)),
    rows,
  )
  return among(first!.columns, between)
}

const among = (pairs: readonly Pair[], rows: Query): Condition => ({
  is: 'inQuery',
  attributes: pairs.map(({ child }) => child),
  query: renamed(
    pairs.map(({ child, parent }) => [child, parent]),
    rows,
  ),
})

/** The parent's rows that some of `rows` refer to. */
const aboveOf = ({ steps, columns }: Way, rows: Query, pipeline: Pipeline): Condition => {
  if (columns)
    return referredTo(
      [...columns].map(([parent, child]) => ({ child, parent })),
      rows,
    )
  const last = steps.at(-1)!
  const between = steps
    .slice(0, -1)
    .reduce(
      (below, { parent, columns: pairs }) => restrict(from(pipeline.table(parent)), referredTo(pairs, below)),
      rows,
    )
  return referredTo(last.columns, between)
}

/** Empty foreign keys refer to nothing; among the values of NOT IN they would leave no row at all. */
const referredTo = (pairs: readonly Pair[], rows: Query): Condition => {
  const empty = pairs.filter(({ child }) => rows.heading.some(({ name, nullable }) => name === child && nullable))
  const filled = empty.length === 0 ? rows : restrict(rows, and(...empty.map(({ child }) => not(isNull(child)))))
  return {
    is: 'inQuery',
    attributes: pairs.map(({ parent }) => parent),
    query: renamed(
      pairs.map(({ child, parent }) => [parent, child]),
      filled,
    ),
  }
}

/** Only these attributes, under new names. */
const renamed = (names: readonly (readonly [to: string, from: string])[], rows: Query): Query => {
  const wanted = names.map(([, name]) => name)
  const key = primaryKeyOf(rows)
  const isKey = key.length === wanted.length && key.every((name) => wanted.includes(name))
  const renames = names.filter(([to, name]) => to !== name)
  return project(isKey ? rows : universe(wanted, rows), [], Object.fromEntries(renames))
}

/** The nearest relative that has the attributes of a condition, restricted by it. */
const conditionOnRelative = (table: Table, wanted: Operand, direction: Direction, pipeline: Pipeline): Query => {
  const names = wanted.kind === 'restriction' ? (wanted.names ?? []) : []
  if (names.length === 0)
    throw bad(`${direction === 'above' ? '<<' : '>>'} takes a query or a condition on attributes.`)
  const relatives = direction === 'above' ? pipeline.ancestors(table.name).reverse() : pipeline.descendants(table.name)
  const having = [table, ...relatives].filter((each) => names.every((name) => lineageIn(each, name) !== undefined))
  const [nearest, ...others] = having
  if (!nearest) throw bad(`No table ${direction} ${table.name} has ${names.join(', ')}.`)
  const other = others.find((each) => names.some((name) => lineageIn(each, name) !== lineageIn(nearest, name)))
  if (other && nearest !== table)
    throw bad(`Both ${nearest.name} and ${other.name} have ${names.join(', ')}: restrict by the one that is meant.`)
  return restrictBy({ kind: 'query', query: from(nearest) }, wanted)
}

/** Where an attribute comes from; a table's own secondary attribute comes from it alone. */
const lineageIn = ({ name: tableName, attributes }: Table, name: string): string | undefined => {
  const found = attributes.find((attribute) => attribute.name === name)
  return found && (found.lineage ?? `${tableName}.${name}`)
}

/** The one table whose rows a query restricts or projects. */
const baseTable = (query: Query): Table => {
  if (query.node === 'table') return query.table
  if (query.node === 'restrict' || query.node === 'project' || query.node === 'top') return baseTable(query.source)
  throw bad(`${query.name} is made of several tables: << and >> stand between rows of one table and of another.`)
}

const bad = (problem: string): LabBookError => new LabBookError('BAD_REQUEST', { problem })
