import type { Command } from 'commander'
import { printDefinition } from '#core/definition/printDefinition.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { printDiagramJson } from '#core/pipeline/printDiagramJson.ts'
import { printMermaid } from '#core/pipeline/printMermaid.ts'
import { diagramSvg } from './diagramSvg.ts'
import { oneOf } from './options.ts'
import { printJson, printLine } from './output.ts'
import { withPipeline } from './withPipeline.ts'

/** `labbook describe [TABLE]`: one definition, or the list of all tables. */
export const addDescribe = (program: Command): void => {
  program
    .command('describe')
    .argument('[table]', 'schema.Table, schema.Master.Part, or a bare Table')
    .description('print the definition of a table, or the list of tables')
    .action((name?: string) =>
      withPipeline(({ pipeline }) => printLine(name ? printDefinition(pipeline.table(name)) : listOfTables(pipeline))),
    )
}

const listOfTables = (pipeline: Pipeline): string =>
  pipeline.tables
    .map((table) => `${table.name}  (${table.master ? 'part' : table.tier})  ${table.comment}`.trimEnd())
    .join('\n')

/** `labbook diagram`: the DAG. */
export const addDiagram = (program: Command): void => {
  program
    .command('diagram')
    .description('print the pipeline as a diagram')
    .option('--format <format>', 'mermaid, json or svg', oneOf('mermaid', 'json', 'svg'), 'mermaid')
    .action(({ format }: { format: 'mermaid' | 'json' | 'svg' }) =>
      withPipeline(async ({ pipeline }) => {
        if (format === 'json') return printJson(printDiagramJson(pipeline))
        return printLine(format === 'svg' ? await diagramSvg(pipeline) : printMermaid(pipeline))
      }),
    )
}
