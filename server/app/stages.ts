import { sessionTables } from '#core/assembly/sessionRoles.ts'
import { isPopulated } from '#core/pipeline/howFilled.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import type { Element } from '#elements/contract.ts'
import { findMake } from './compute/findMake.ts'
import type { AppContext } from './context.ts'
import { rowExists } from './readRows.ts'

/** A column of the board. */
export type Stage = {
  readonly table: Table
  readonly title: string
  /** An `entry` is filled by hand or by an ingest, what is `made` by LabBook's populate, the rest by the lab's own Python. */
  readonly kind: 'entry' | 'made' | 'elsewhere'
}

/** The stages of the board. One of our own tables that only Python would populate is none before it has rows, nor is what it leads to. */
export const stagesInUse = async (app: AppContext): Promise<Stage[]> => {
  const doubtful = stagesOf(app).filter(({ kind, table }) => kind === 'elsewhere' && table.native)
  const used = await Promise.all(doubtful.map(({ table }) => rowExists(app.database, table, {})))
  const unused = new Set(doubtful.filter((_, index) => !used[index]).map(({ table }) => table.name))
  return stagesOf(app, unused)
}

/** The stages of a session's way through the pipeline, in its order: what is entered, then what is made from it. */
export const stagesOf = (
  { pipeline, elements }: Pick<AppContext, 'pipeline' | 'elements'>,
  unused: ReadonlySet<string> = new Set(),
): Stage[] => {
  const below = pipeline.descendants(sessionTables.session).filter((table) => hasSessionKey(pipeline, table))
  const beside = new Set([...unused, ...elements.flatMap(writtenBeside)])
  const leadsNowhere = ({ name }: Table) => pipeline.ancestors(name).some((above) => unused.has(above.name))
  const made = below.filter(
    (table) =>
      !leadsNowhere(table) &&
      (findMake(elements, table.name) !== undefined || (isPopulated(table) && !beside.has(table.name))),
  )
  return below
    .filter((table) => made.includes(table) || isEntry(pipeline, table, made))
    .map((table) => ({ table, title: titleOf(table), kind: kindOf(elements, table, made) }))
}

/** Tables that makes of others fill. */
const writtenBeside = ({ makes = [] }: Element): string[] => makes.flatMap(({ writes = [] }) => writes)

const kindOf = (elements: AppContext['elements'], table: Table, made: readonly Table[]): Stage['kind'] => {
  if (!made.includes(table)) return 'entry'
  return findMake(elements, table.name) ? 'made' : 'elsewhere'
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
