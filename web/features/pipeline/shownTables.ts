import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import type { PipelineSearch } from './routes.tsx'

/** LabBook's own bookkeeping, drawn only when it is asked for. */
export const ownSchema = 'app'

/** Whether schema, lookups and parts let a table be seen. Parts are left out at first: they double the drawing. */
export const isShown = (table: Table, { schemas, lookups = true, parts = false }: PipelineSearch): boolean =>
  (schemas ? schemas.includes(table.schema) : table.schema !== ownSchema) &&
  (parts || !table.master) &&
  (lookups || table.tier !== 'lookup')

/** Tables of the list: those of the drawing that the search finds, parents first. */
export const shownTables = (pipeline: Pipeline, search: PipelineSearch): Table[] => {
  const found = searchedTables(pipeline, search.search)
  return pipeline.topological().filter((table) => isShown(table, search) && (!found || found.has(table.name)))
}

/** Names of the tables whose name or comment holds the text; null for no text. */
export const searchedTables = (pipeline: Pipeline, text = ''): ReadonlySet<string> | null => {
  const wanted = text.trim().toLowerCase()
  if (!wanted) return null
  const fits = ({ name, comment }: Table) => `${name} ${comment}`.toLowerCase().includes(wanted)
  return new Set(pipeline.tables.filter(fits).map(({ name }) => name))
}

/** More boxes than this are a pattern, not a diagram. */
const legible = 150

/** Schemas drawn as one box: those of the address; without a choice the largest ones, until the rest can be read. */
export const collapsedSchemas = (pipeline: Pipeline, search: PipelineSearch): string[] => {
  if (search.collapsed) return search.collapsed
  const sizes = new Map<string, number>()
  for (const { schema } of pipeline.tables.filter((table) => isShown(table, search)))
    sizes.set(schema, (sizes.get(schema) ?? 0) + 1)
  let drawn = [...sizes.values()].reduce((sum, size) => sum + size, 0)
  const largestFirst = [...sizes].sort(([, left], [, right]) => right - left)
  return largestFirst.flatMap(([schema, size]) => {
    if (drawn <= legible) return []
    drawn -= size
    return [schema]
  })
}
