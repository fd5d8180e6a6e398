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
 * What becomes of part rows whose master would stay: `enforce` is for the caller to refuse them (`orphanedParts`), `cascade` takes
 * their masters along with all below these, `ignore` lets them go alone. Named as DataJoint 2.x names them.
 */
export type PartIntegrity = 'enforce' | 'cascade' | 'ignore'

/**
 * What has to go when the rows of `table` with `key` go, parents first: every table below it, native or foreign, restricted
 * through the column maps of its foreign keys; a table reached over several has the OR of them. Delete in reverse order.
 * DataJoint 2.x plans its deletes by the same two rules. Conditions speak of rows above, and with `cascade` also of parts: they
 * hold only until the first row is deleted.
 */
export const planCascade = (
  pipeline: Pipeline,
  table: Table,
  key: Key,
  parts: PartIntegrity = 'enforce',
): readonly CascadeStep[] => {
  const seeds = new Map([[table.name, equalityStep(table, key)]])
  for (;;) {
    const steps = planBelow(pipeline, seeds)
    const masters =
      parts === 'cascade' ? orphanedMasters(pipeline, steps).filter(({ table }) => !seeds.has(table.name)) : []
    if (masters.length === 0) return steps
    for (const master of masters) seeds.set(master.table.name, master)
  }
}

/** The rows of the seeds and of all tables below them. */
const planBelow = (pipeline: Pipeline, seeds: ReadonlyMap<string, CascadeStep>): readonly CascadeStep[] => {
  const reached = new Set(
    [...seeds.keys()].flatMap((name) => [name, ...pipeline.descendants(name).map((below) => below.name)]),
  )
  const steps = new Map<string, CascadeStep>()
  for (const table of pipeline.topological().filter(({ name }) => reached.has(name)))
    steps.set(table.name, joined(table, seeds.get(table.name), inheritedStep(table, steps)))
  return [...steps.values()]
}

const joined = (table: Table, seed: CascadeStep | undefined, inherited: CascadeStep | null): CascadeStep => {
  if (seed && inherited) return { table, condition: or(seed.condition, inherited.condition) }
  return (seed ?? inherited)!
}

/** Masters of part rows that are reached by other ways than through them. */
const orphanedMasters = (pipeline: Pipeline, steps: readonly CascadeStep[]): CascadeStep[] =>
  steps.flatMap((part) => {
    const toMaster = part.table.foreignKeys.find(({ parent }) => parent === part.table.master)
    if (!toMaster || !orphanedParts(part, steps)) return []
    return [{ table: pipeline.table(toMaster.parent), condition: aboveOf(toMaster, part) }]
  })

/** The parent's columns are found among those of the child's rows. */
const aboveOf = ({ columns }: ForeignKey, { table, condition }: CascadeStep): Condition => ({
  is: 'inQuery',
  attributes: columns.map(({ parent }) => parent),
  query: project(
    restrict(from(table), condition),
    [],
    Object.fromEntries(
      columns.filter(({ child, parent }) => child !== parent).map(({ child, parent }) => [parent, child]),
    ),
  ),
})

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

const inheritedStep = (table: Table, steps: ReadonlyMap<string, CascadeStep>): CascadeStep | null => {
  const reached = table.foreignKeys.flatMap((foreignKey) => {
    const parent = steps.get(foreignKey.parent)
    return parent ? [{ foreignKey, parent }] : []
  })
  if (reached.length === 0) return null
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
