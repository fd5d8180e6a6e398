import { basename } from 'node:path'
import type { Command } from 'commander'
import { compileDefinitions } from '#core/assembly/compileDefinitions.ts'
import { LabBookError } from '#core/errors.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { tableDifferences } from '#core/pipeline/tableDifferences.ts'
import { compileCreateTable } from '#core/sql/createTable.ts'
import { declareTables } from '#db/declareTables.ts'
import type { OpenPipeline } from '#server/openPipeline.ts'
import { schemaName } from './options.ts'
import { explain, printLine } from './output.ts'
import { readText } from './readBytes.ts'
import { withPipeline } from './withPipeline.ts'

type DeclareOptions = { schema?: string; dryRun: boolean }

/** `labbook declare FILE`: a lab's own tables, beside and below ours. */
export const addDeclare = (program: Command): void => {
  program
    .command('declare')
    .argument('<file>', 'definitions, each under a line such as [Weighing: manual]; - for stdin')
    .option('--schema <name>', 'schema of tables that the file does not give one', schemaName)
    .option('--dry-run', 'print the SQL, and create nothing', false)
    .description('create tables from a definition file')
    .addHelpText('after', example)
    .action(async (path: string, { schema, dryRun }: DeclareOptions) => {
      const name = path === '-' ? 'stdin' : basename(path)
      const text = await readText(path)
      const source = { file: name, schema }
      await withPipeline((opened) => declare(opened, text, source, dryRun), { declare: dryRun ? 'ours' : 'always' })
    })
}

const example = `
A file, for labbook declare weights.txt --schema our_lab:

  [Weighing: manual]
  # One weighing of a subject
  -> subject.Subject
  weighed_at : datetime
  ---
  weight     : float              # g
  note = ''  : varchar(255)

  [Weighing.Photo]
  -> master
  photo      : int                # number of the photo

Tiers are manual, lookup, imported and computed; a dot makes a part; [cages.Cage: lookup] names its schema itself.`

const declare = async (
  { config, database, pipeline }: OpenPipeline,
  text: string,
  source: { readonly file: string; readonly schema?: string },
  dryRun: boolean,
): Promise<void> => {
  const { pipeline: compiled, tables } = compileDefinitions(text, source, pipeline, config)
  for (const table of tables) assertUnchanged(table, pipeline, source.file)
  if (dryRun) return printLine(tables.map((table) => sqlOf(table, compiled, pipeline)).join('\n\n'))
  const { created } = await declareTables(database, compiled)
  for (const table of tables)
    await printLine(`${table.name} ${created.includes(table.name) ? 'created' : 'was there already'}`)
  if (created.length > 0) explain('The pages show new tables within a few seconds.')
}

const isThere = (table: Table, pipeline: Pipeline): Table | undefined =>
  pipeline.tables.find(({ name }) => name === table.name)

/** A table that is there is never altered, so a definition that says something else is refused before anything is made. */
const assertUnchanged = (table: Table, pipeline: Pipeline, file: string): void => {
  const present = isThere(table, pipeline)
  const differences = present ? tableDifferences(table, present) : []
  if (differences.length > 0)
    throw new LabBookError('DEFINITION_DIFFERS', { table: table.name, file, problem: differences.join('; ') })
}

const sqlOf = (table: Table, compiled: Pipeline, pipeline: Pipeline): string =>
  isThere(table, pipeline) ? `-- ${table.name} is there already.` : `${compileCreateTable(table, compiled)};`
