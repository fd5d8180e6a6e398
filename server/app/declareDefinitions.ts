import { compileDefinitions } from '#core/assembly/compileDefinitions.ts'
import { LabBookError } from '#core/errors.ts'
import type { Table } from '#core/pipeline/table.ts'
import { tableDifferences } from '#core/pipeline/tableDifferences.ts'
import { declareTables } from '#db/declareTables.ts'
import { assertAdmin } from './assertAdmin.ts'
import { recordChanges } from './audit.ts'
import type { Actor, AppContext } from './context.ts'

export type DefinitionsInput = {
  /** As in a file of `labbook declare`. */
  readonly text: string
  /** Schema of the headings that name none. */
  readonly schema?: string
}

/** What the page calls a text that is no file. */
const source = 'the definitions'

/**
 * Creates the tables of a text that are not there yet. Nothing is created when a definition is wrong, or says something else
 * than the table that is there. @returns logical names of the new tables, parents first
 * @throws ADMIN_ONLY, DEFINITION_SYNTAX, UNKNOWN_TYPE, DEFINITION_DIFFERS, DATABASE_DENIED
 */
export const declareDefinitions = async (
  context: AppContext,
  { text, schema }: DefinitionsInput,
  actor: Actor,
): Promise<{ readonly created: readonly string[] }> => {
  assertAdmin(context, actor, 'create tables')
  const { tables, pipeline } = compileDefinitions(text, { file: source, schema }, context.pipeline, context.config)
  for (const table of tables) assertSame(table, context)
  const { created } = await declareTables(context.database, pipeline)
  await recordDeclared(
    context,
    tables.filter(({ name }) => created.includes(name)),
    actor,
  )
  await context.refreshPipeline?.()
  return { created }
}

const assertSame = (table: Table, { pipeline }: AppContext): void => {
  const there = pipeline.tables.find(({ name }) => name === table.name)
  const differences = there ? tableDifferences(table, there) : []
  if (differences.length > 0)
    throw new LabBookError('DEFINITION_DIFFERS', { table: table.name, file: source, problem: differences.join('; ') })
}

const recordDeclared = async (context: AppContext, tables: readonly Table[], actor: Actor): Promise<void> => {
  const changes = tables.map((table) => {
    const after = { definition: table.definition }
    return { action: 'insert' as const, table, key: {}, before: null, after }
  })
  await recordChanges(context, context.database, actor, changes)
}
