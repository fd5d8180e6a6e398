import type { Pipeline } from '../pipeline/pipeline.ts'
import type { ForeignKey, Key, Table } from '../pipeline/table.ts'
import { and, type Condition, keyEquals, not, or } from './condition.ts'
import { from, project, restrict } from './query.ts'

/** Rows of one table that a delete takes along: those for which the condition holds. */
export type CascadeStep = {
  readonly table: Table
  readonly condition: Condition
  /** Set where plain equality finds the rows, which tables below inherit without a subquery. */
  readonly equals?: Key
}

/**
 * What has to go when the rows of `table` with `key` go, parents first: every table below it, native or foreign, restricted
 * through the column maps of its foreign keys; a table reached over several has the OR of them. Delete in reverse order.
 * DataJoint 2.x plans its deletes by the same two rules.
 */
export const planCascade = (pipeline: Pipeline, table: Table, key: Key): readonly CascadeStep[] => {
  const steps = new Map([[table.name, equalityStep(table, key)]])
  for (const below of pipeline.descendants(table.name)) steps.set(below.name, inheritedStep(below, steps))
  return [...steps.values()]
}

/**
 * The rows of a part that would go while their master stays, which DataJoint forbids. Null when the part is reached
 * through its master alone, so that this cannot be.
 */
export const orphanedParts = (part: CascadeStep, steps: readonly CascadeStep[]): Condition | null => {
  const { master, foreignKeys } = part.table
  const toMaster = foreignKeys.find(({ parent }) => parent === master)
  const reachedFrom = foreignKeys.filter(({ parent }) => steps.some(({ table }) => table.name === parent))
  if (!toMaster || reachedFrom.every(({ parent }) => parent === master)) return null
  const masterStep = steps.find(({ table }) => table.name === master)
  return masterStep ? and(part.condition, not(through(toMaster, masterStep))) : part.condition
}

const equalityStep = (table: Table, equals: Key): CascadeStep => ({ table, equals, condition: keyEquals(equals) })

const inheritedStep = (table: Table, steps: ReadonlyMap<string, CascadeStep>): CascadeStep => {
  const reached = table.foreignKeys.flatMap((foreignKey) => {
    const parent = steps.get(foreignKey.parent)
    return parent ? [{ foreignKey, parent }] : []
  })
  const equals = reached.map(({ foreignKey, parent }) => inheritedKey(foreignKey, parent))
  const [first] = equals
  if (first && equals.every((other) => sameKey(first, other))) return equalityStep(table, first)
  return { table, condition: or(...reached.map(({ foreignKey, parent }) => restricted(foreignKey, parent))) }
}

const restricted = (foreignKey: ForeignKey, parent: CascadeStep): Condition => {
  const equals = inheritedKey(foreignKey, parent)
  return equals ? keyEquals(equals) : through(foreignKey, parent)
}

/** The parent's key under the child's names, when the foreign key carries all of it. */
const inheritedKey = ({ columns }: ForeignKey, { equals }: CascadeStep): Key | null => {
  if (!equals) return null
  const renamed = Object.entries(equals).map(([name, value]) => {
    const found = columns.find(({ parent }) => parent === name)
    return found && ([found.child, value] as const)
  })
  return renamed.every((entry) => entry !== undefined) ? Object.fromEntries(renamed) : null
}

const sameKey = (one: Key, other: Key | null): boolean => {
  const names = Object.keys(one)
  return (
    other !== null && names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
  )
}

/** The child's columns are found among those of the parent's rows. */
const through = ({ columns }: ForeignKey, { table, condition }: CascadeStep): Condition => {
  const renames = Object.fromEntries(columns.map(({ child, parent }) => [child, parent]))
  return {
    is: 'inQuery',
    attributes: columns.map(({ child }) => child),
    query: project(restrict(from(table), condition), [], renames),
  }
}
