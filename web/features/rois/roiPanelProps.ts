import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import type { SessionMarks } from '../../components/plot/useSessionMarks.ts'
import type { ChangeSearch, RoisSearch } from './roisSearch.ts'

/** What the panels of the page have in common. */
export type RoiPanelProps = {
  readonly pipeline: Pipeline
  readonly table: Table
  /** Key of `table` without the ROI. */
  readonly segmentation: Key
  readonly search: RoisSearch
  readonly onChange: ChangeSearch
  readonly marks: SessionMarks
}
