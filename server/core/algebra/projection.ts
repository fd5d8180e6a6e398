import { LabBookError } from '../errors.ts'
import type { Attribute } from '../pipeline/table.ts'
import { attributesOf, someNode } from './condition.ts'
import type { Expression } from './expression.ts'
import { expressionType } from './expressionType.ts'
import { attributeOf, type Relation } from './heading.ts'
import { printExpression } from './printExpression.ts'

export type Renames = Readonly<Record<string, string>>
export type Computed = Readonly<Record<string, Expression>>

/** What becomes of the attributes of a query: `kept` secondary ones, `renames` (new: old), `computed` (new: expression). */
export type Projection = {
  readonly kept?: readonly string[]
  readonly renames?: Renames
  readonly computed?: Computed
}

/** One attribute of a projection and where it comes from. */
export type ProjectedColumn =
  | { readonly name: string; readonly from: string }
  | { readonly name: string; readonly expression: Expression }

/**
 * Attributes of a projection: the primary key always, what is kept, what is renamed in the place of the old, and last what is
 * computed. @throws UNKNOWN_ATTRIBUTE, BAD_REQUEST for a name given twice
 */
export const projectColumns = (relation: Relation, projection: Projection): ProjectedColumn[] => {
  const { kept = [], renames = {}, computed = {} } = asRenames(projection)
  for (const name of [...kept, ...Object.values(renames)]) attributeOf(relation, name)
  for (const expression of Object.values(computed)) attributesOf(expression).map((name) => attributeOf(relation, name))
  const columns = [
    ...relation.heading.flatMap((attribute) => columnsOf(attribute, kept, renames)),
    ...Object.entries(computed).map(([name, expression]) => ({ name, expression })),
  ]
  assertNames(relation, columns)
  return columns
}

const columnsOf = ({ name, primary }: Attribute, kept: readonly string[], renames: Renames): ProjectedColumn[] => {
  const renamed = Object.keys(renames).filter((to) => renames[to] === name)
  const stays = kept.includes(name) || (primary && renamed.length === 0)
  return [...(stays ? [name] : []), ...renamed].map((to) => ({ name: to, from: name }))
}

/** An expression that is one attribute is a renaming. */
const asRenames = ({ kept, renames = {}, computed = {} }: Projection): Projection => {
  const entries = Object.entries(computed)
  const plain = entries.flatMap(([name, of]) => (of.is === 'attribute' ? [[name, of.name] as const] : []))
  const rest = entries.filter(([, { is }]) => is !== 'attribute')
  return { kept, renames: { ...renames, ...Object.fromEntries(plain) }, computed: Object.fromEntries(rest) }
}

/** Of at most 64 characters, as MySQL wants it, and a name that an object can have in JavaScript. */
const assertNames = (relation: Relation, columns: readonly ProjectedColumn[]): void => {
  const names = new Set<string>()
  for (const { name } of columns) {
    if (name.length > 64 || name === '' || name === '__proto__')
      throw new LabBookError('BAD_REQUEST', { problem: `An attribute cannot be called "${name}".` })
    if (names.has(name))
      throw new LabBookError('BAD_REQUEST', {
        problem: `"${name}" is named twice in the projection of ${relation.name}.`,
      })
    names.add(name)
  }
}

/** A renamed attribute keeps its lineage: it still means the same thing. A computed one has none. */
export const projectHeading = (relation: Relation, columns: readonly ProjectedColumn[]): Relation => ({
  name: relation.name,
  heading: columns.map((column) =>
    'from' in column
      ? { ...attributeOf(relation, column.from), name: column.name }
      : computedAttribute(column, relation),
  ),
})

const computedAttribute = (
  { name, expression }: ProjectedColumn & { expression: Expression },
  relation: Relation,
): Attribute => ({
  name,
  type: expressionType(expression, relation),
  primary: false,
  nullable: true,
  comment: printExpression(expression),
})

/** @throws BAD_REQUEST where there is no group to aggregate */
export const assertNoAggregate = (projection: Projection, relation: Relation): void => {
  const found = Object.entries(projection.computed ?? {}).find(([, of]) => hasAggregate(of))
  if (!found) return
  throw new LabBookError('BAD_REQUEST', {
    problem: `"${found[0]}" of ${relation.name} counts or sums over rows, which .aggr(…) does, not .proj(…).`,
  })
}

export const hasAggregate = (expression: Expression): boolean => someNode(expression, ({ is }) => is === 'aggregate')

/** Columns as the projection that makes them. */
export const projectionOf = (columns: readonly ProjectedColumn[]): Projection => ({
  kept: columns.flatMap((column) => ('from' in column && column.from === column.name ? [column.name] : [])),
  renames: Object.fromEntries(
    columns.flatMap((column) => ('from' in column && column.from !== column.name ? [[column.name, column.from]] : [])),
  ),
  computed: Object.fromEntries(
    columns.flatMap((column) => ('expression' in column ? [[column.name, column.expression]] : [])),
  ),
})
