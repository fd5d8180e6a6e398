import { isPopulated } from '../pipeline/howFilled.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Table } from '../pipeline/table.ts'
import { jobKey, jobTableName } from '../sql/createJobTable.ts'
import { lineageRows } from '../sql/lineage.ts'
import { lineageStep, type Present } from './planMigration.ts'
import type { Step, TablePlan } from './step.ts'
import { type ColumnState, markerOf, type TableState } from './tableState.ts'

/**
 * What brings a schema of DataJoint 0.14 to 2.x: markers in the comments of packed blobs, attachments and JSON, which 2.x
 * would read as plain bytes or text; a complete `~lineage`; the job tables. Rows and scalars stay as they are, since 2.x reads
 * native types without marker. `holdsRawBytes` tells of blob columns with values that are no DataJoint blobs; those stay
 * bare. Values in external stores stay too.
 */
export const planUpgrade = (
  database: string,
  pipeline: Pipeline,
  present: Present,
  holdsRawBytes: (sqlName: string, column: string) => boolean,
): TablePlan[] => {
  const tables = pipeline.topological().filter((table) => table.database === database)
  const marked = tables.flatMap((table) => {
    const state = present.table(database, table.sqlName)
    return state ? [planMarkers(table, state, (column) => holdsRawBytes(table.sqlName, column))] : []
  })
  return [...marked, ...planJobTables(tables, present), planLineage(database, tables, pipeline, present)].filter(
    ({ steps, notes }) => steps.length + notes.length > 0,
  )
}

const planMarkers = ({ name }: Table, state: TableState, isRaw: (column: string) => boolean): TablePlan => {
  const notes = state.columns.flatMap((column) => noteOf(column, isRaw(column.name)))
  const steps = state.columns.flatMap((column): Step[] => {
    const marker = newMarker(column)
    if (marker === undefined || (marker === '<blob>' && isRaw(column.name))) return []
    const comment = `:${marker}:${withoutMarker(column.comment)}`
    return [{ kind: 'changeColumn', from: column, to: { ...column, comment } }]
  })
  return { name, database: state.database, sqlName: state.sqlName, steps, refusals: [], notes }
}

/** Marker that 2.x needs to read the column as 0.14 does; undefined where it needs none. */
const newMarker = ({ type, comment }: ColumnState): string | undefined => {
  const marker = markerOf(comment)
  if (marker === 'attach') return '<attach>'
  if (marker !== '') return undefined
  return /^(tiny|medium|long|)blob$/.test(type) ? '<blob>' : type === 'json' ? 'json' : undefined
}

const withoutMarker = (comment: string): string => comment.replace(/^:[^:]+:/, '')

const noteOf = ({ name, comment }: ColumnState, isRaw: boolean): string[] => {
  if (/^(blob|attach|filepath)@/.test(markerOf(comment)))
    return [
      `"${name}" lies in an external store (${markerOf(comment)}) and stays as it is; DataJoint 2.x shows its hash only.`,
    ]
  return isRaw
    ? [`"${name}" holds values that are no DataJoint blobs, so it stays unmarked, and 2.x reads it as bytes.`]
    : []
}

const planJobTables = (tables: readonly Table[], present: Present): TablePlan[] =>
  tables
    .filter((table) => isPopulated(table) && jobKey(table).length > 0)
    .filter((table) => !present.sqlNames(table.database).includes(jobTableName(table)))
    .map((table) => ({
      name: table.name,
      database: table.database,
      sqlName: jobTableName(table),
      steps: [{ kind: 'createJobTable', table }],
      refusals: [],
      notes: [],
    }))

const planLineage = (database: string, tables: readonly Table[], pipeline: Pipeline, present: Present): TablePlan => {
  const there = present.lineage(database)
  const wanted = tables.flatMap((table) => lineageRows(table, pipeline))
  const step = lineageStep(wanted, there ?? [], new Set(tables.map(({ sqlName }) => sqlName)))
  const steps: Step[] = [...(there ? [] : [{ kind: 'createLineage' } as const]), ...(step ? [step] : [])]
  return { name: database, database, sqlName: '~lineage', steps, refusals: [], notes: [] }
}
