import { LabBookError } from '../errors.ts'
import type { Attribute, Table } from '../pipeline/table.ts'

/** Rows with names for what is in them: a table, or what a query makes of tables. */
export type Relation = {
  /** What the rows are, for messages: `session.Session`, `a.A * b.B`. */
  readonly name: string
  /** Attributes of the rows, primary ones first; `primary` tells which identify a row. */
  readonly heading: readonly Attribute[]
}

export type Renames = Readonly<Record<string, string>>

export const relationOf = (table: Table): Relation => ({ name: table.name, heading: table.attributes })

export const primaryKeyOf = (relation: Relation): readonly string[] =>
  relation.heading.filter((attribute) => attribute.primary).map((attribute) => attribute.name)

export const findAttribute = (relation: Relation, name: string): Attribute | undefined =>
  relation.heading.find((attribute) => attribute.name === name)

/** @throws UNKNOWN_ATTRIBUTE */
export const attributeOf = (relation: Relation, name: string): Attribute => {
  const found = findAttribute(relation, name)
  if (found) return found
  const attributes = relation.heading.map((attribute) => attribute.name).join(', ')
  throw new LabBookError('UNKNOWN_ATTRIBUTE', { table: relation.name, attribute: name, attributes })
}

/**
 * Names by which two headings match: all that they share. Shared names must mean the same thing, that is have the same
 * lineage (DataJoint 2.x). @throws INCOMPATIBLE_ATTRIBUTES
 */
export const matchHeadings = (left: Relation, right: Relation): readonly string[] =>
  left.heading.flatMap((attribute) => {
    const other = findAttribute(right, attribute.name)
    if (!other) return []
    if (attribute.lineage && attribute.lineage === other.lineage) return [attribute.name]
    throw new LabBookError('INCOMPATIBLE_ATTRIBUTES', {
      left: left.name,
      right: right.name,
      attribute: attribute.name,
      leftOrigin: attribute.lineage ?? `${left.name} itself`,
      rightOrigin: other.lineage ?? `${right.name} itself`,
    })
  })

/**
 * Heading of a join. If the left rows determine the right ones (they hold all of their primary key), the left key is the
 * key; else the other way round, and the right attributes come first; else both keys together.
 */
export const joinHeadings = (left: Relation, right: Relation): Relation => {
  const [first, second] = determines(left, right) || !determines(right, left) ? [left, right] : [right, left]
  const key = determines(first, second) ? primaryKeyOf(first) : [...primaryKeyOf(first), ...primaryKeyOf(second)]
  const added = second.heading.filter((attribute) => !findAttribute(first, attribute.name))
  const attributes = [...first.heading, ...added].map((attribute) => ({
    ...attribute,
    primary: key.includes(attribute.name),
  }))
  return { name: `${left.name} * ${right.name}`, heading: primaryFirst(attributes) }
}

const determines = (one: Relation, other: Relation): boolean =>
  primaryKeyOf(other).every((name) => findAttribute(one, name) !== undefined)

export const primaryFirst = (attributes: readonly Attribute[]): readonly Attribute[] => [
  ...attributes.filter((attribute) => attribute.primary),
  ...attributes.filter((attribute) => !attribute.primary),
]

/** One attribute of a projection and where it comes from. */
export type ProjectedColumn = { readonly name: string; readonly from: string }

/**
 * Attributes of a projection: the primary key always, `kept` secondary ones, and `renames` (new: old) in the place of the
 * old. @throws UNKNOWN_ATTRIBUTE, BAD_REQUEST for a name given twice
 */
export const projectColumns = (relation: Relation, kept: readonly string[], renames: Renames): ProjectedColumn[] => {
  for (const name of [...kept, ...Object.values(renames)]) attributeOf(relation, name)
  const columns = relation.heading.flatMap(({ name, primary }) => {
    const renamed = Object.keys(renames).filter((to) => renames[to] === name)
    const stays = kept.includes(name) || (primary && renamed.length === 0)
    return [...(stays ? [name] : []), ...renamed].map((to) => ({ name: to, from: name }))
  })
  const twice = columns.find(({ name }, index) => columns.findIndex((other) => other.name === name) !== index)
  if (twice)
    throw new LabBookError('BAD_REQUEST', {
      problem: `"${twice.name}" is named twice in the projection of ${relation.name}.`,
    })
  return columns
}

/** A renamed attribute keeps its lineage: it still means the same thing. */
export const projectHeading = (relation: Relation, columns: readonly ProjectedColumn[]): Relation => ({
  name: relation.name,
  heading: columns.map(({ name, from }) => ({ ...attributeOf(relation, from), name })),
})
