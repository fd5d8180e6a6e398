import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'

/** The table nearest to `table`, below it or else beside it, that has an attribute; `table` itself where there is none. */
export const relatedTable = (pipeline: Pipeline, table: Table, attribute: string): Table => {
  const has = ({ attributes }: Table) => attributes.some(({ name }) => name === attribute)
  const ofSchema = () => pipeline.tables.find((other) => other.schema === table.schema && has(other))
  return pipeline.descendants(table.name).find(has) ?? ofSchema() ?? table
}
