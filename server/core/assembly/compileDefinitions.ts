import { type DefinitionFile, locateInFile, parseDefinitionFile } from '../definition/parseDefinitionFile.ts'
import { type CompileOptions, compilePipeline } from '../pipeline/compilePipeline.ts'
import { Pipeline } from '../pipeline/pipeline.ts'
import type { Table } from '../pipeline/table.ts'

export type CompiledDefinitions = {
  readonly file: DefinitionFile
  /** The tables of the text and all that are there; what is there, or has another's definition, is not `native`. */
  readonly pipeline: Pipeline
  /** The tables of the text, parents first. */
  readonly tables: readonly Table[]
}

/**
 * The tables that a text in the form of `labbook declare` defines, beside those that are there. A schema that is there keeps
 * its database, whatever its prefix. @throws DEFINITION_SYNTAX, UNKNOWN_TYPE with the line of the text
 */
export const compileDefinitions = (
  text: string,
  source: { readonly file: string; readonly schema?: string },
  there: Pipeline,
  options: Pick<CompileOptions, 'prefix' | 'blobStyle'>,
): CompiledDefinitions => {
  const file = parseDefinitionFile(text, source)
  const existing = there.tables.map((table) => ({ ...table, native: false }))
  const compiled = located(file, source.file, () => compilePipeline(file.schemas, { ...options, existing }))
  const pipeline = inTheirDatabases(compiled, file, existing)
  return { file, pipeline, tables: pipeline.topological().filter(({ name }) => file.headings.has(name)) }
}

const located = <T>(file: DefinitionFile, name: string, compile: () => T): T => {
  try {
    return compile()
  } catch (error) {
    throw locateInFile(error, file, name)
  }
}

const inTheirDatabases = (compiled: Pipeline, { headings }: DefinitionFile, existing: readonly Table[]): Pipeline => {
  const databases = new Map(existing.map(({ schema, database }) => [schema, database]))
  const move = (table: Table): Table => {
    const database = databases.get(table.schema) ?? table.database
    return headings.has(table.name) && database !== table.database ? { ...table, database } : table
  }
  return new Pipeline(compiled.tables.map(move), compiled.blobStyle)
}
