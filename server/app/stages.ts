import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { findMake } from './compute/findMake.ts'
import type { AppContext } from './context.ts'
import { sessionTables } from './sessionTables.ts'

/** A column of the board. An entry is filled by hand or by an ingest, the others by populate. */
export type Stage = { readonly table: Table; readonly title: string; readonly isEntry: boolean }

/** The stages of a session's way through the pipeline, in its order: what is entered, then what is made from it. */
export const stagesOf = ({ pipeline, elements }: Pick<AppContext, 'pipeline' | 'elements'>): Stage[] => {
  const below = pipeline.descendants(sessionTables.session).filter((table) => hasSessionKey(pipeline, table))
  const made = below.filter((table) => findMake(elements, table.name) !== undefined)
  const entries = below.filter((table) => isEntry(pipeline, table, made))
  return below
    .filter((table) => made.includes(table) || entries.includes(table))
    .map((table) => ({ table, title: titleOf(table), isEntry: !made.includes(table) }))
}

/** A Manual table that a stage hangs on while nothing that is populated lies above it. */
const isEntry = (pipeline: Pipeline, table: Table, made: readonly Table[]): boolean =>
  table.tier === 'manual' &&
  !table.master &&
  pipeline.children(table.name).some((child) => made.includes(child)) &&
  !pipeline.ancestors(table.name).some((ancestor) => made.includes(ancestor))

const hasSessionKey = (pipeline: Pipeline, table: Table): boolean =>
  pipeline.table(sessionTables.session).primaryKey.every((name) => table.primaryKey.includes(name))

/** `ephys.CuratedClustering` -> `Curated clustering`, `ephys.LFP` -> `LFP` */
export const titleOf = (table: Pick<Table, 'className'>): string => {
  const words = table.className.replace('.', ' ').match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [table.className]
  return words.map((word, index) => (index > 0 && /[a-z]/.test(word) ? word.toLowerCase() : word)).join(' ')
}
