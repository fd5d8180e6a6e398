import { LabBookError } from '#core/errors.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { type Catalog, readCatalog } from './introspection/catalog.ts'
import { type Finished, finishTable } from './introspection/finishTable.ts'
import { readKnownLineage } from './introspection/knownLineage.ts'
import { type DraftTable, foundTables, type Lack, readTable } from './introspection/readTable.ts'
import type { Queryable } from './port.ts'

export { pipelineChanges } from './introspection/catalog.ts'

export type IntrospectOptions = {
  /** Databases that begin with it go by their name without it, as ours do, unless another database has that name. */
  readonly prefix?: string
  /** A table that cannot be understood is left out, and said here; it never hides the rest. */
  readonly onProblem?: (problem: TableProblem) => void
}

/** Why a table that looks like DataJoint's is not shown. */
export type TableProblem = {
  /** `database.table` */
  readonly table: string
  readonly reason: string
  /** Where it is known what would cure it. */
  readonly lack?: Lack
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
  const drafts = nameApart(readDrafts(catalog, own, { prefix, onProblem }), own)
  const known = await readKnownLineage(database, [...drafts.values()], (db, name) => isThere(drafts, own, db, name))
  const tables: Table[] = []
  const finish = finisher(drafts, own, known)
  for (const [id, draft] of drafts)
    attempt(`${draft.database}.${draft.sqlName}`, onProblem, () => tables.push(finish(id)))
  return tables
}

type Drafts = Map<string, DraftTable>

const readDrafts = (catalog: Catalog, own: Pipeline, { prefix, onProblem }: Required<IntrospectOptions>): Drafts => {
  const schemaOf = schemaNames(catalog, prefix)
  const drafts: Drafts = new Map()
  for (const found of foundTables(catalog)) {
    if (own.bySqlName(found.database, found.sqlName)) continue
    attempt(`${found.database}.${found.sqlName}`, onProblem, () =>
      drafts.set(idOf(found.database, found.sqlName), readTable(found, catalog, schemaOf(found.database))),
    )
  }
  return drafts
}

const attempt = (table: string, onProblem: (problem: TableProblem) => void, work: () => unknown): void => {
  try {
    work()
  } catch (error) {
    onProblem({ table, ...reasonOf(error) })
  }
}

const reasonOf = (error: unknown): Pick<TableProblem, 'reason' | 'lack'> => {
  if (!(error instanceof LabBookError)) return { reason: error instanceof Error ? error.message : String(error) }
  const { problem, lack } = error.data as { problem?: string; lack?: Lack }
  return { reason: problem ?? error.message, ...(lack && { lack }) }
}

const idOf = (database: string, sqlName: string): string => `${database}/${sqlName}`

const isThere = (drafts: Drafts, own: Pipeline, database: string, sqlName: string): boolean =>
  drafts.has(idOf(database, sqlName)) || own.bySqlName(database, sqlName) !== undefined

const schemaNames = ({ tables }: Catalog, prefix: string): ((database: string) => string) => {
  const databases = new Set(tables.map(({ db }) => db))
  return (database) => {
    const short = database.startsWith(prefix) ? database.slice(prefix.length) : ''
    return short === '' || databases.has(short) ? database : short
  }
}

/**
 * `seg` and `__seg` are one class name; as in Python the first has it, and the others go by their table name. So does a table
 * of another lab's `ephys` whose name is taken by one of ours. Parts go with their master.
 */
const nameApart = (drafts: Drafts, own: Pipeline): Drafts => {
  const taken = new Set(own.tables.map(({ name }) => name))
  for (const [id, draft] of drafts) {
    const master = draft.masterTable && drafts.get(idOf(draft.database, draft.masterTable))
    if (taken.has(draft.name) || (master && master.className === master.sqlName))
      drafts.set(id, { ...draft, name: `${draft.database}.${draft.sqlName}`, className: draft.sqlName })
    taken.add(drafts.get(id)!.name)
  }
  return drafts
}

/** Completes tables, parents first. A parent that cannot be seen is undefined, and so is one above itself. */
const finisher = (drafts: Drafts, own: Pipeline, known: ReadonlyMap<string, string>): ((id: string) => Table) => {
  const finished = new Map<string, Table>()
  const open = new Set<string>()
  const around: Finished = {
    known,
    table: (database, sqlName) => {
      const id = idOf(database, sqlName)
      return own.bySqlName(database, sqlName) ?? (drafts.has(id) && !open.has(id) ? finish(id) : undefined)
    },
    nameOf: (database, sqlName) =>
      own.bySqlName(database, sqlName)?.name ?? drafts.get(idOf(database, sqlName))?.name ?? `${database}.${sqlName}`,
  }
  const finish = (id: string): Table => {
    const before = finished.get(id)
    if (before) return before
    open.add(id)
    const table = finishTable(drafts.get(id)!, around)
    open.delete(id)
    finished.set(id, table)
    return table
  }
  return finish
}
