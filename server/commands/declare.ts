import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { parseDefinitionFile } from '#core/definition/parseDefinitionFile.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { compileCreateTable } from '#core/sql/createTable.ts'
import { declareTables } from '#db/declareTables.ts'
import { explain, printLine } from './output.ts'
import { withContext } from './withContext.ts'

type DeclareOptions = { schema?: string; dryRun: boolean }

/** `labbook declare FILE`: a lab's own tables, beside and below ours. */
export const addDeclare = (program: Command): void => {
  program
    .command('declare')
    .argument('<file>', 'definitions, each under a line such as [Weighing: manual]')
    .option('--schema <name>', 'schema of tables that the file does not give one')
    .option('--dry-run', 'print the SQL, and create nothing', false)
    .description('create tables from a definition file')
    .action(async (file: string, { schema, dryRun }: DeclareOptions) => {
      const schemas = parseDefinitionFile(await readFile(file, 'utf8'), { file: basename(file), schema })
      await withContext(async ({ config, pipeline, database }) => {
        const compiled = compilePipeline(schemas, { ...config, existing: pipeline.tables })
        const names = new Set(schemas.flatMap((one) => one.tables.map(({ name }) => `${one.name}.${name}`)))
        const tables = compiled.topological().filter(({ name }) => names.has(name))
        if (dryRun) return printLine(tables.map((table) => `${compileCreateTable(table, compiled)};`).join('\n\n'))
        const { created } = await declareTables(database, compiled)
        for (const table of tables)
          await printLine(`${table.name} ${created.includes(table.name) ? 'created' : 'was there already'}`)
        explain('The pages show new tables within a few seconds.')
      })
    })
}
