import type { Command } from 'commander'
import { printDefinition } from '#core/definition/printDefinition.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { printDiagramJson } from '#core/pipeline/printDiagramJson.ts'
import { printMermaid } from '#core/pipeline/printMermaid.ts'
import type { OpenPipeline } from '#server/openPipeline.ts'
import { diagramSvg } from './diagramSvg.ts'
import { oneOf } from './options.ts'
import { explain, printJson, printLine } from './output.ts'
import { withPipeline } from './withPipeline.ts'

/** `labbook describe [TABLE]`: one definition, or the list of all tables. */
export const addDescribe = (program: Command): void => {
  program
    .command('describe')
    .argument('[table]', 'schema.Table, schema.Master.Part, or a bare Table')
    .description('print the definition of a table, or the list of tables')
    .action((name?: string) => withPipeline((opened) => describe(opened, name)))
}

const describe = async ({ pipeline, problems }: OpenPipeline, name?: string): Promise<void> => {
  if (name) return printLine(printDefinition(pipeline.table(name), pipeline))
  await printLine(listOfTables(pipeline))
  for (const { table, reason } of problems) explain(`${table} is not shown: ${reason}.`)
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
