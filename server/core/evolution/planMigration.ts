import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Row, Table } from '../pipeline/table.ts'
import { readSqlTableName } from '../pipeline/tableNames.ts'
import { type LineageRow, lineageRows } from '../sql/lineage.ts'
import { diffStates } from './diffStates.ts'
import type { Step, TablePlan } from './step.ts'
import type { TableState } from './tableState.ts'
import { type Renames, wantedState } from './wantedState.ts'

/** What is there, as far as the tables in question go. */
export type Present = {
  table(database: string, sqlName: string): TableState | undefined
  /** All tables of a database. */
  sqlNames(database: string): readonly string[]
  /** Rows of `~lineage`; undefined where there is none. */
  lineage(database: string): readonly LineageRow[] | undefined
  /** Rows of `contents` whose key is not in the table. */
  missingContents(table: Table): readonly Row[]
}

/**
 * What makes the tables as their definitions say, table by table, parents first; tables that are right already have no plan.
 * Nothing is altered that is not among `tables`. `renames` are by logical table name.
 */
export const planMigration = (
  tables: readonly Table[],
  pipeline: Pipeline,
  present: Present,
  renames: ReadonlyMap<string, Renames> = new Map(),
): TablePlan[] => {
  const chosen = new Set(tables.map(({ name }) => name))
  const ordered = pipeline.topological().filter(({ name }) => chosen.has(name))
  const plans = [
    ...ordered.map((table) => planTable(table, pipeline, present, renames.get(table.name))),
    ...[...new Set(ordered.map(({ database }) => database))].map((database) =>
      planLineage(database, ordered, pipeline, present),
    ),
  ]
  return plans.filter(({ steps, refusals }) => steps.length + refusals.length > 0)
}

const planTable = (table: Table, pipeline: Pipeline, present: Present, renames: Renames = new Map()): TablePlan => {
  const { name, database, sqlName } = table
  const plan = { name, database, sqlName, refusals: [], notes: [] }
  const state = present.table(database, sqlName)
  if (!state) {
    const twin = otherTier(table, present)
    if (twin)
      return {
        ...plan,
        steps: [],
        refusals: [`it is ${twin} there, and ${table.tier} in the definition: the tier of a table is not altered`],
      }
    return { ...plan, steps: [{ kind: 'createTable', table }] }
  }
  const difference = diffStates(wantedState(table, pipeline, state, renames), state, renames)
  const rows = present.missingContents(table)
  const contents: Step[] = rows.length > 0 ? [{ kind: 'contents', table, rows }] : []
  const notes = difference.notes.map((note) => note.replace('TABLE', name))
  return { ...plan, ...difference, notes, steps: [...difference.steps, ...contents] }
}

/** The tier of a table of the same class name under another tier's prefix. */
const otherTier = (table: Table, present: Present): string | undefined => {
  const twins = present.sqlNames(table.database).flatMap((sqlName) => readSqlTableName(sqlName) ?? [])
  return twins.find(({ className }) => className === table.className)?.tier
}

/** `~lineage` says nothing of secondary attributes, so only what somebody spoilt or left out is mended here. */
const planLineage = (database: string, tables: readonly Table[], pipeline: Pipeline, present: Present): TablePlan => {
  const there = present.lineage(database)
  const own = tables.filter((table) => table.database === database && present.table(database, table.sqlName))
  const step =
    there &&
    lineageStep(
      own.flatMap((table) => lineageRows(table, pipeline)),
      there,
      new Set(own.map(({ sqlName }) => sqlName)),
    )
  return { name: database, database, sqlName: '~lineage', steps: step ? [step] : [], refusals: [], notes: [] }
}

/** The rows to remove and to put so that `~lineage` says of these tables what is wanted; undefined when it does. */
export const lineageStep = (
  wanted: readonly LineageRow[],
  there: readonly LineageRow[],
  tables: ReadonlySet<string>,
): Step | undefined => {
  const [wants, has] = [wanted, there].map((rows) => new Map(rows.map((row) => [idOf(row), row])))
  const put = wanted.filter((row) => has!.get(idOf(row))?.lineage !== row.lineage)
  const remove = there.filter(
    (row) => tables.has(row.table_name) && !row.attribute_name.startsWith('_') && !wants!.has(idOf(row)),
  )
  return put.length + remove.length > 0 ? { kind: 'lineage', put, remove } : undefined
}

const idOf = ({ table_name, attribute_name }: LineageRow): string => `${table_name}/${attribute_name}`
