import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { FetchedRow, Key, PlotContext } from '#elements/contract.ts'
import { labElement } from '#elements/lab/index.ts'
import { probeElement } from '#elements/probe/index.ts'
import { projectElement } from '#elements/project/index.ts'
import { sessionElement } from '#elements/session/index.ts'
import { subjectElement } from '#elements/subject/index.ts'
import { ephysSchema } from '../../tables.ts'

export const ephysPipeline: Pipeline = compilePipeline(
  [
    ...[labElement, projectElement, subjectElement, sessionElement, probeElement].flatMap(({ schemas }) => schemas),
    ephysSchema,
  ],
  { prefix: '', blobStyle: 'codec' },
)

/** Rows in memory behind the context of a plot; `fetches` counts what it was asked for. */
export const plotGround = (
  rows: Readonly<Record<string, readonly FetchedRow[]>>,
  files: Record<string, string> = {},
) => {
  const memory = new Map<string, unknown>()
  const fetches: string[] = []
  const context: PlotContext = {
    async fetch(table, key, attributes) {
      fetches.push(table)
      const kept = (rows[table] ?? []).filter((row) => matches(row, key))
      return kept.map((row) => (attributes ? pick(row, attributes) : row))
    },
    table: (name) => ephysPipeline.table(name),
    async cached(id, _bytes, make) {
      if (!memory.has(id)) memory.set(id, await make())
      return memory.get(id) as never
    },
    descendants: (name) => ephysPipeline.descendants(name),
    async findFile(relative) {
      return files[relative] ?? relative
    },
  }
  return { context, fetches, table: ephysPipeline.table('ephys.CuratedClustering.Unit') }
}

export const sortingOfTest: Key = {
  subject: 'NL021',
  session_datetime: '2025-03-04T10:15:00',
  insertion_number: 0,
  paramset_idx: 0,
}

/** A one-dimensional blob of float64. */
export const vector = (values: readonly number[]): FetchedRow[string] => ({
  kind: 'ndarray',
  dtype: 'float64',
  shape: [values.length],
  data: Float64Array.from(values),
})

const matches = (row: FetchedRow, key: Key): boolean =>
  Object.entries(key).every(([name, value]) => !(name in row) || row[name] === value)

const pick = (row: FetchedRow, attributes: readonly string[]): FetchedRow =>
  Object.fromEntries(attributes.map((name) => [name, row[name] ?? null]))
