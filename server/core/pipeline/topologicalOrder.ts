import type { Table } from './table.ts'

/**
 * Parents before children, and every part right after its master: what the parts refer to counts as referred to by the
 * master. Otherwise the order of `tables` stays. References that go round in a circle (possible only in foreign databases)
 * are broken at the table that comes first.
 */
export const topologicalOrder = (tables: readonly Table[]): Table[] => {
  const groups = groupByMaster(tables)
  const groupOf = new Map(groups.flatMap((group) => group.tables.map((table) => [table.name, group] as const)))
  const done = new Set<Group>()
  const order: Table[] = []
  while (done.size < groups.length) {
    const waiting = groups.filter((group) => !done.has(group))
    const ready =
      waiting.find((group) => parentGroups(group, groupOf).every((parent) => done.has(parent))) ?? waiting[0]
    if (!ready) break
    done.add(ready)
    order.push(...sortParts(ready))
  }
  return order
}

type Group = { readonly name: string; readonly tables: Table[] }

const groupByMaster = (tables: readonly Table[]): Group[] => {
  const groups = new Map<string, Group>()
  for (const table of tables) {
    const name = table.master ?? table.name
    const group = groups.get(name) ?? { name, tables: [] }
    groups.set(name, group)
    if (table.master) group.tables.push(table)
    else group.tables.unshift(table)
  }
  return [...groups.values()]
}

const parentGroups = (group: Group, groupOf: ReadonlyMap<string, Group>): Group[] =>
  group.tables
    .flatMap((table) => table.foreignKeys.map(({ parent }) => groupOf.get(parent)))
    .filter((parent): parent is Group => parent !== undefined && parent !== group)

/** The master, then its parts with each sibling that another part refers to before it. */
const sortParts = ({ tables }: Group): Table[] => {
  const sorted: Table[] = []
  const visit = (table: Table, above: readonly Table[]): void => {
    if (sorted.includes(table) || above.includes(table)) return
    for (const sibling of tables)
      if (table.foreignKeys.some(({ parent }) => parent === sibling.name)) visit(sibling, [...above, table])
    sorted.push(table)
  }
  for (const table of tables) visit(table, [])
  return sorted
}
