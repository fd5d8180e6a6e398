import type { Table } from './table.ts'

/**
 * Parents before children, and every part right after its master: what the parts refer to counts as referred to by the
 * master. Otherwise the order of `tables` stays. References that go round in a circle (possible only in foreign databases)
 * are broken at the table that comes first.
 */
export const topologicalOrder = (tables: readonly Table[]): Table[] => {
  const groups = groupByMaster(tables)
  const { children, missing } = connect(groups)
  const done = new Set<number>()
  const ready = groups.flatMap((_, index) => (missing[index] === 0 ? [index] : []))
  const order: Table[] = []
  for (let first = 0; done.size < groups.length; ) {
    while (done.has(first)) first++
    const next = ready.shift() ?? first
    if (done.has(next)) continue
    done.add(next)
    order.push(...sortParts(groups[next]!))
    for (const child of children[next]!) if (--missing[child]! === 0) insertSorted(ready, child)
  }
  return order
}

/** Which groups wait for each group, and for how many each waits; by position. */
const connect = (groups: readonly Group[]): { children: number[][]; missing: number[] } => {
  const positionOf = new Map(groups.flatMap((group, index) => group.tables.map(({ name }) => [name, index] as const)))
  const children: number[][] = groups.map(() => [])
  const missing = groups.map((group, index) => {
    const parents = new Set(
      group.tables.flatMap(({ foreignKeys }) => foreignKeys.map(({ parent }) => positionOf.get(parent) ?? index)),
    )
    parents.delete(index)
    for (const parent of parents) children[parent]!.push(index)
    return parents.size
  })
  return { children, missing }
}

const insertSorted = (positions: number[], added: number): void => {
  const at = positions.findIndex((position) => position > added)
  positions.splice(at < 0 ? positions.length : at, 0, added)
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
