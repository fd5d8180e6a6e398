import { compileDefinitions } from '#core/assembly/compileDefinitions.ts'
import { LabBookError } from '#core/errors.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { tableDifferences } from '#core/pipeline/tableDifferences.ts'
import { compileCreateTable } from '#core/sql/createTable.ts'

export type Draft = { readonly text: string; readonly schema: string }

/** A table of the draft, and what is there under its name. */
export type DraftTable = {
  readonly table: Table
  readonly state: 'new' | 'present' | 'differs'
  /** How the table that is there differs. */
  readonly differences: readonly string[]
}

export type ReadDraft = {
  readonly tables: readonly DraftTable[]
  /** The tables of the draft among those that are there; null when the draft cannot be understood. */
  readonly pipeline: Pipeline | null
  /** What Create would run; empty when there is nothing to create. */
  readonly sql: string
  readonly problem: { readonly line: number | null; readonly message: string } | null
}

const nothing: ReadDraft = { tables: [], pipeline: null, sql: '', problem: null }

/** What a draft says, by the same code that the server declares it with. */
export const readDraft = ({ text, schema }: Draft, there: Pipeline, prefix: string): ReadDraft => {
  if (text.trim() === '') return nothing
  try {
    const source = { file: 'text', ...(schema && { schema }) }
    const { tables, pipeline } = compileDefinitions(text, source, there, { prefix, blobStyle: there.blobStyle })
    const drafted = tables.map((table) => compareWithPresent(table, there))
    const missing = drafted.filter(({ state }) => state === 'new').map(({ table }) => table)
    const sql = missing.map((table) => `${compileCreateTable(table, pipeline)};`).join('\n\n')
    return { tables: drafted, pipeline, sql, problem: null }
  } catch (error) {
    if (error instanceof LabBookError) return { ...nothing, problem: readProblem(error) }
    throw error
  }
}

const compareWithPresent = (table: Table, there: Pipeline): DraftTable => {
  const present = there.tables.find(({ name }) => name === table.name)
  const differences = present ? tableDifferences(table, present) : []
  const state = !present ? 'new' : differences.length > 0 ? 'differs' : 'present'
  return { table, state, differences }
}

/** `text line 3 (our_lab.Weighing), column 4: …`; the line itself and the mark below it stand in the editor. */
const readProblem = ({ message }: LabBookError): ReadDraft['problem'] => {
  const found = /^text line (\d+)(?: \([\w.]+\))?(?:[,:]? *column \d+)?: (.*)/.exec(message)
  return found ? { line: Number(found[1]), message: found[2]! } : { line: null, message }
}
