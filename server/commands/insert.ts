import type { Command } from 'commander'
import { assertWritable } from '#app/assertWritable.ts'
import type { AppContext } from '#app/context.ts'
import { insertRows } from '#app/insertRows.ts'
import { explain, printLine } from './output.ts'
import { readBytes } from './readBytes.ts'
import { readCsvRows } from './rows/readCsvRows.ts'
import { readJsonRows } from './rows/readJsonRows.ts'
import { withContext } from './withContext.ts'

type InsertOptions = {
  csv?: string
  json?: string
  dryRun: boolean
  skipDuplicates: boolean
  replace: boolean
  ignoreExtraFields: boolean
  bulk: boolean
}

/** `labbook insert TABLE --csv FILE`: rows, all or nothing, with a verdict on each that does not fit. */
export const addInsert = (program: Command): void => {
  program
    .command('insert')
    .argument('<table>', 'schema.Table, schema.Master.Part, or a bare Table')
    .option('--csv <file>', 'comma-separated rows under a line of attribute names; - for stdin')
    .option('--json <file>', 'an array of objects, blobs as query --format json prints them; - for stdin')
    .option('--dry-run', 'check every row, and insert nothing', false)
    .option('--skip-duplicates', 'leave rows as they are whose key is there already', false)
    .option('--replace', 'put the new row in the place of one with the same key', false)
    .option('--ignore-extra-fields', 'leave out what the table has no attribute for', false)
    .option(
      '--bulk',
      'faster: one entry in the list of all writes, and the history of each row tells who and when, not its values',
      false,
    )
    .description('load rows into a table, all or none')
    .action((table: string, options: InsertOptions, command: Command) => {
      if (!options.csv === !options.json) command.error('error: give either --csv FILE or --json FILE', { exitCode: 2 })
      if (options.skipDuplicates && options.replace)
        command.error('error: give either --skip-duplicates or --replace', { exitCode: 2 })
      return withContext((context) => insert(context, table, options))
    })
}

const insert = async (context: AppContext, name: string, options: InsertOptions): Promise<void> => {
  const { csv, json, dryRun, bulk, ignoreExtraFields: ignoreExtra } = options
  const table = context.pipeline.table(name)
  assertWritable(table)
  const file = csv ?? json!
  const bytes = await readBytes(file)
  const read = csv ? readCsvRows(table, bytes, file, { ignoreExtra }) : readJsonRows(table, bytes, file)
  const rows = read.map(({ row }) => row)
  const duplicates = options.replace ? 'replace' : options.skipDuplicates ? 'skip' : 'refuse'
  const emptyText = json ? 'value' : 'default'
  const request = { table: table.name, rows, dryRun, bulk, ignoreExtra, duplicates, emptyText } as const
  const { problems, inserted } = await insertRows(context, request, { user: '' })
  for (const { row, message } of problems) explain(`${read[row - 1]?.place}: ${message}`)
  if (problems.length > 0) {
    process.exitCode = 1
    return explain(`${count(problems.length)} of ${rows.length} cannot be inserted, so none was.`)
  }
  await printLine(
    dryRun
      ? `${count(rows.length)} would be inserted into ${table.name}`
      : `${count(inserted)} inserted into ${table.name}${skippedText(rows.length - inserted)}`,
  )
}

const skippedText = (skipped: number): string => (skipped > 0 ? `, ${count(skipped)} there already` : '')

const count = (rows: number): string => `${rows} row${rows === 1 ? '' : 's'}`
