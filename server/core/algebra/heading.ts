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

/** What two relations share by name. */
export const namesakes = (left: Relation, right: Relation): readonly string[] =>
  left.heading.flatMap(({ name }) => (findAttribute(right, name) ? [name] : []))

/** Whether what two relations share by name means the same in both. */
export const areHomologous = (left: Relation, right: Relation): boolean =>
  namesakes(left, right).every((name) => {
    const [{ lineage }, other] = [attributeOf(left, name), attributeOf(right, name)]
    return lineage !== undefined && lineage === other.lineage
  })

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
 * key; else the other way round, and the right attributes come first; else both keys together. `bothKeys` leaves out the first
 * two, for a join whose right side may be missing.
 */
export const joinHeadings = (left: Relation, right: Relation, bothKeys = false): Relation => {
  const name = `${left.name} * ${right.name}`
  if (!bothKeys && determines(left, right)) return { name, heading: added(left.heading, right.heading) }
  if (!bothKeys && determines(right, left)) return { name, heading: added(right.heading, left.heading) }
  const keyOf = ({ heading }: Relation) => heading.filter(({ primary }) => primary)
  const key = added(keyOf(left), keyOf(right))
  return { name, heading: added(added(key, secondary(left)), secondary(right)) }
}

const secondary = ({ heading }: Relation): readonly Attribute[] => heading.filter(({ primary }) => !primary)

const added = (first: readonly Attribute[], second: readonly Attribute[]): readonly Attribute[] => [
  ...first,
  ...second.filter(({ name }) => first.every((attribute) => attribute.name !== name)),
]

/** All of the other's primary key is among the attributes of the one. */
export const determines = (one: Relation, other: Relation): boolean =>
  primaryKeyOf(other).every((name) => findAttribute(one, name) !== undefined)

/** The same attributes with another primary key, which comes first in the order given. @throws UNKNOWN_ATTRIBUTE */
export const withPrimaryKey = (relation: Relation, key: readonly string[]): Relation => ({
  name: relation.name,
  heading: [
    ...key.map((name) => ({ ...attributeOf(relation, name), primary: true })),
    ...relation.heading.filter(({ name }) => !key.includes(name)).map((each) => ({ ...each, primary: false })),
  ],
})
