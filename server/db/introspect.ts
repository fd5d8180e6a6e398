import { printDefinition } from '#core/definition/printDefinition.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Attribute, ForeignKey, Table } from '#core/pipeline/table.ts'
import { type Catalog, readCatalog } from './introspection/catalog.ts'
import { type DraftTable, foundTables, readTable } from './introspection/readTable.ts'
import type { Queryable } from './port.ts'

export { pipelineChanges } from './introspection/catalog.ts'

export type IntrospectOptions = {
  /** Databases that begin with it go by their name without it, as ours do, unless another database has that name. */
  readonly prefix?: string
  /** A table that cannot be understood is left out, and said here; it never hides the rest. */
  readonly onProblem?: (table: string, problem: unknown) => void
}

/**
 * Every DataJoint table of every database the account can see, except those of `own`, as the same `Table` objects: tier by
 * name, types by the markers in comments or by SQL types (inherited through foreign keys), parents across databases.
 */
export const introspect = async (
  database: Queryable,
  own: Pipeline,
  { prefix = '', onProblem = () => {} }: IntrospectOptions = {},
): Promise<Table[]> => {
  const catalog = await readCatalog(database)
  const schemaOf = schemaNames(catalog, prefix)
  const drafts = new Map<string, DraftTable>()
  for (const found of foundTables(catalog)) {
    if (own.bySqlName(found.database, found.sqlName)) continue
    attempt(`${found.database}.${found.sqlName}`, onProblem, () => {
      const draft = readTable(found, catalog, schemaOf(found.database))
      if (draft) drafts.set(idOf(found.database, found.sqlName), draft)
    })
  }
  const tables: Table[] = []
  const finish = finisher(nameApart(drafts, own), own)
  for (const [id, { name }] of drafts) attempt(name, onProblem, () => tables.push(finish(id)))
  return tables
}

const attempt = (table: string, onProblem: (table: string, problem: unknown) => void, work: () => void): void => {
  try {
    work()
  } catch (problem) {
    onProblem(table, problem)
  }
}

const idOf = (database: string, sqlName: string): string => `${database}/${sqlName}`

const schemaNames = ({ tables }: Catalog, prefix: string): ((database: string) => string) => {
  const databases = new Set(tables.map(({ db }) => db))
  return (database) => {
    const short = database.startsWith(prefix) ? database.slice(prefix.length) : ''
    return short === '' || databases.has(short) ? database : short
  }
}

/**
 * `seg` and `__seg` are one class name; as in Python the first has it, and the others go by their table name. So does a table
 * of another lab's `ephys` whose name is taken by one of ours.
 */
const nameApart = (drafts: Map<string, DraftTable>, own: Pipeline): ReadonlyMap<string, DraftTable> => {
  const taken = new Set(own.tables.map(({ name }) => name))
  for (const [id, draft] of drafts) {
    if (taken.has(draft.name))
      drafts.set(id, { ...draft, name: `${draft.database}.${draft.sqlName}`, className: draft.sqlName })
    taken.add(draft.name)
  }
  return drafts
}

/** Completes tables, parents first: names of parents and master, types and lineage that foreign keys bring, the definition. */
const finisher = (drafts: ReadonlyMap<string, DraftTable>, own: Pipeline): ((id: string) => Table) => {
  const finished = new Map<string, Table>()
  const open = new Set<string>()
  const lookUp = (database: string, sqlName: string): Table | undefined => {
    const id = idOf(database, sqlName)
    return own.bySqlName(database, sqlName) ?? (drafts.has(id) && !open.has(id) ? finish(id) : undefined)
  }
  const finish = (id: string): Table => {
    const known = finished.get(id)
    if (known) return known
    open.add(id)
    const table = complete(drafts.get(id)!, lookUp)
    open.delete(id)
    finished.set(id, table)
    return table
  }
  return finish
}

type LookUp = (database: string, sqlName: string) => Table | undefined

const complete = (draft: DraftTable, lookUp: LookUp): Table => {
  const { marked, foreignKeys: drafted, ...rest } = draft
  const attributes = new Map(rest.attributes.map((attribute) => [attribute.name, nativeLineage(draft, attribute)]))
  // A parent that cannot be seen (no right, a hidden table, a table above itself) is no edge of the pipeline.
  const foreignKeys = drafted.flatMap(({ parentDb, parentTable, ...foreignKey }): ForeignKey[] => {
    const parent = lookUp(parentDb, parentTable)
    if (!parent) return []
    for (const pair of foreignKey.columns) inherit(attributes, marked, pair, parent)
    return [{ ...foreignKey, parent: parent.name }]
  })
  const master = masterOf(draft, lookUp)
  const table = {
    ...rest,
    ...(master && { master }),
    attributes: [...attributes.values()],
    foreignKeys,
    definition: '',
  }
  return { ...table, definition: printDefinition(table) }
}

const nativeLineage = ({ name }: DraftTable, attribute: Attribute): Attribute =>
  attribute.primary ? { ...attribute, lineage: `${name}.${attribute.name}` } : attribute

/** A foreign key's column has its parent's lineage, and its parent's type where its own comment does not tell. */
const inherit = (
  attributes: Map<string, Attribute>,
  marked: ReadonlySet<string>,
  { child, parent: parentName }: { child: string; parent: string },
  parent: Table,
): void => {
  const attribute = attributes.get(child)
  const source = parent.attributes.find(({ name }) => name === parentName)
  if (!attribute || !source) return
  const lineage = source.lineage ?? `${parent.name}.${parentName}`
  attributes.set(child, { ...attribute, lineage, type: marked.has(child) ? attribute.type : source.type })
}

const masterOf = ({ database, sqlName, className }: DraftTable, lookUp: LookUp): string | undefined => {
  if (!className.includes('.')) return undefined
  return lookUp(database, sqlName.slice(0, sqlName.lastIndexOf('__')))?.name
}
