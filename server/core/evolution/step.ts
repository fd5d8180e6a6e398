import type { Row, Table } from '../pipeline/table.ts'
import type { LineageRow } from '../sql/lineage.ts'
import type { ColumnState, IndexState } from './tableState.ts'

/** One change, made by one ALTER TABLE (or INSERT, CREATE …); names and states are MySQL's. */
export type Step =
  | { readonly kind: 'addColumn'; readonly column: ColumnState; readonly after: string }
  | { readonly kind: 'dropColumn'; readonly column: ColumnState }
  /** Type, name, default, NULL or comment. */
  | { readonly kind: 'changeColumn'; readonly from: ColumnState; readonly to: ColumnState }
  | { readonly kind: 'addIndex'; readonly index: IndexState }
  /** `keep` is the plain index that a foreign key needs in its place. */
  | { readonly kind: 'dropIndex'; readonly index: IndexState; readonly keep?: IndexState }
  | { readonly kind: 'tableComment'; readonly comment: string }
  | { readonly kind: 'createTable'; readonly table: Table }
  | { readonly kind: 'createJobTable'; readonly table: Table }
  | { readonly kind: 'contents'; readonly table: Table; readonly rows: readonly Row[] }
  | { readonly kind: 'createLineage' }
  | { readonly kind: 'lineage'; readonly remove: readonly LineageRow[]; readonly put: readonly LineageRow[] }

/** What is to be done to one table, or to a schema's `~lineage`. */
export type TablePlan = {
  /** Logical name of the table, or of the schema. */
  readonly name: string
  readonly database: string
  /** MySQL's name; `~lineage` for the rows of a schema. */
  readonly sqlName: string
  readonly steps: readonly Step[]
  /** Why something that the definition says cannot be had by altering the table. */
  readonly refusals: readonly string[]
  /** What is seen and left as it is. */
  readonly notes: readonly string[]
}
