import type { PlotContext, Table } from '#elements/contract.ts'

/** The nearest table that `table` refers to, itself included, with all of `attributes`; breadth first along foreign keys. */
export const nearestAncestor = (
  table: Table,
  attributes: readonly string[],
  context: Pick<PlotContext, 'table'>,
): Table | undefined => {
  const seen = new Set([table.name])
  const queue = [table]
  for (let next = queue.shift(); next; next = queue.shift()) {
    if (offers(next, attributes)) return next
    for (const { parent } of next.foreignKeys)
      if (!seen.has(parent)) {
        seen.add(parent)
        queue.push(context.table(parent))
      }
  }
  return undefined
}

/** The nearest table below `table` with all of `attributes`. */
export const nearestDescendant = (
  table: Table,
  attributes: readonly string[],
  context: Pick<PlotContext, 'descendants'>,
): Table | undefined => context.descendants?.(table.name).find((candidate) => offers(candidate, attributes))

/** Whether a table has all of these attributes. */
export const offers = (table: Table, attributes: readonly string[]): boolean =>
  attributes.every((attribute) => table.attributes.some(({ name }) => name === attribute))

/**
 * The nearest table with all of `attributes` that `table` belongs together with: itself, one that it refers to, or one below
 * the nearest that it refers to, such as the scan that masks were found in.
 */
export const nearestRelative = (
  table: Table,
  attributes: readonly string[],
  context: Pick<PlotContext, 'table' | 'descendants'>,
): Table | undefined => {
  const ancestor = nearestAncestor(table, attributes, context)
  if (ancestor) return ancestor
  const seen = new Set<string>()
  for (let level = [table]; level.length > 0; ) {
    for (const each of level) {
      const found = nearestDescendant(each, attributes, context)
      if (found) return found
      seen.add(each.name)
    }
    const parents = level.flatMap(({ foreignKeys }) => foreignKeys.filter(({ primary }) => primary))
    level = [...new Set(parents.map(({ parent }) => parent))].filter((name) => !seen.has(name)).map(context.table)
  }
  return undefined
}
