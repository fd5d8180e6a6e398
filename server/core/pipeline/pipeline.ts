import type { BlobStyle } from '../definition/types/contract.ts'
import { LabBookError } from '../errors.ts'
import { nearNames } from './nearNames.ts'
import type { Table } from './table.ts'
import { topologicalOrder } from './topologicalOrder.ts'

/** All tables that are there, native and foreign, and how they hang together. Immutable. */
export class Pipeline {
  readonly tables: readonly Table[]
  /** How tables of ours write blobs and JSON. */
  readonly blobStyle: BlobStyle
  /** Names of tables of elements for which a lab's own tables stand, by the names of those. */
  readonly links: ReadonlyMap<string, string>
  readonly #byName: ReadonlyMap<string, Table>
  readonly #bySqlName: ReadonlyMap<string, Table>
  readonly #byAlias: ReadonlyMap<string, readonly Table[]>
  readonly #children: ReadonlyMap<string, readonly Table[]>
  #order: readonly Table[] | undefined

  constructor(
    tables: readonly Table[],
    blobStyle: BlobStyle = 'codec',
    links: ReadonlyMap<string, string> = new Map(),
  ) {
    this.tables = tables
    this.blobStyle = blobStyle
    this.links = links
    this.#byName = new Map(tables.map((table) => [table.name, table]))
    this.#bySqlName = new Map(tables.map((table) => [sqlKey(table.database, table.sqlName), table]))
    this.#byAlias = groupBy(tables, aliases)
    this.#children = groupBy(tables, ({ foreignKeys }) => unique(foreignKeys.map(({ parent }) => parent)))
  }

  /**
   * The table of this name: `ephys.CuratedClustering.Unit`, with the database's name for the schema's, or without schema
   * where only one table has that name.
   * @throws UNKNOWN_TABLE whose hint lists near names
   */
  table(name: string): Table {
    const found = this.#find(name)
    if (found.length === 1 && found[0]) return found[0]
    throw new LabBookError('UNKNOWN_TABLE', { table: name, candidates: this.#candidates(name, found) })
  }

  /** The table of exactly this logical name. */
  named(name: string): Table | undefined {
    return this.#byName.get(name)
  }

  has(name: string): boolean {
    return this.#find(name).length === 1
  }

  /** The table that MySQL knows by these names, e.g. from an error message or from information_schema. */
  bySqlName(database: string, sqlName: string): Table | undefined {
    return this.#bySqlName.get(sqlKey(database, sqlName))
  }

  /** Tables that its foreign keys refer to, each once, in the order of the foreign keys. */
  parents(name: string): Table[] {
    const names = unique(this.table(name).foreignKeys.map(({ parent }) => parent))
    return names.map((parent) => this.#byName.get(parent)).filter((parent) => parent !== undefined)
  }

  /** Tables with a foreign key to it, parts included. */
  children(name: string): Table[] {
    return [...(this.#children.get(this.table(name).name) ?? [])]
  }

  /** Parts of a master, in topological order. */
  parts(name: string): Table[] {
    const master = this.table(name).name
    return this.topological().filter((table) => table.master === master)
  }

  /** Everything above it by foreign keys, without itself, parents first. */
  ancestors(name: string): Table[] {
    return this.#reached(name, (table) => this.parents(table.name))
  }

  /** Everything below it by foreign keys, without itself, parents first. */
  descendants(name: string): Table[] {
    return this.#reached(name, (table) => this.children(table.name))
  }

  /** All tables, parents before children and parts right after their master. */
  topological(): readonly Table[] {
    this.#order ??= topologicalOrder(this.tables)
    return this.#order
  }

  /** This pipeline with further tables, e.g. those found in the database. A table that is here already stays as it is. */
  withTables(more: readonly Table[]): Pipeline {
    const added = more.filter(
      (table) => !this.#byName.has(table.name) && !this.bySqlName(table.database, table.sqlName),
    )
    return new Pipeline([...this.tables, ...added], this.blobStyle, this.links)
  }

  #find(name: string): readonly Table[] {
    const exact = this.#byName.get(name) ?? this.#byName.get(this.links.get(name) ?? '')
    return exact ? [exact] : (this.#byAlias.get(name) ?? [])
  }

  #reached(name: string, next: (table: Table) => Table[]): Table[] {
    const start = this.table(name)
    const seen = new Set<Table>()
    const stack = [start]
    for (let table = stack.pop(); table; table = stack.pop())
      for (const other of next(table)) {
        if (other === start || seen.has(other)) continue
        seen.add(other)
        stack.push(other)
      }
    return this.topological().filter((table) => seen.has(table))
  }

  #candidates(name: string, found: readonly Table[]): string {
    if (found.length)
      return `Several tables are called that; say which: ${found.map((table) => table.name).join(', ')}.`
    const near = nearNames(
      name,
      this.tables.map((table) => table.name),
    )
    return near.length ? `Did you mean ${near.join(' or ')}?` : 'List the tables with "labbook describe".'
  }
}

const sqlKey = (database: string, sqlName: string): string => `${database}/${sqlName}`

/** Other names a table answers to where nothing else does. */
const aliases = (table: Table): string[] =>
  unique([table.className, `${table.database}.${table.className}`]).filter((alias) => alias !== table.name)

const unique = (names: readonly string[]): string[] => [...new Set(names)]

const groupBy = (tables: readonly Table[], keys: (table: Table) => readonly string[]): Map<string, Table[]> => {
  const groups = new Map<string, Table[]>()
  for (const table of tables)
    for (const key of keys(table)) {
      const group = groups.get(key)
      if (group) group.push(table)
      else groups.set(key, [table])
    }
  return groups
}
