import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { parse } from 'csv-parse/sync'
import type { AppContext } from '#app/context.ts'
import { insertRows } from '#app/insertRows.ts'
import type { RowInput } from '#app/views.ts'
import { LabBookError } from '#core/errors.ts'
import { explain, printLine } from './output.ts'
import { withContext } from './withContext.ts'

type InsertOptions = { csv?: string; json?: string; dryRun: boolean }

/** `labbook insert TABLE --csv FILE`: rows, all or nothing, with a verdict per row. */
export const addInsert = (program: Command): void => {
  program
    .command('insert')
    .argument('<table>')
    .option('--csv <file>', 'comma-separated rows under a heading of attribute names')
    .option('--json <file>', 'an array of objects')
    .option('--dry-run', 'check every row, and insert nothing', false)
    .description('load rows into a table, all or none')
    .action(async (table: string, options: InsertOptions, command: Command) => {
      if (!options.csv === !options.json) command.error('error: give either --csv FILE or --json FILE', { exitCode: 2 })
      const rows = options.csv ? await readCsv(options.csv) : await readJson(options.json!)
      await withContext((context) => insert(context, table, rows, options.dryRun))
    })
}

const insert = async (
  context: AppContext,
  table: string,
  rows: readonly RowInput[],
  dryRun: boolean,
): Promise<void> => {
  const result = await insertRows(context, { table, rows, dryRun }, { user: '' })
  for (const { row, message } of result.problems) explain(`row ${row}: ${message}`)
  if (result.problems.length) {
    process.exitCode = 1
    return explain(`${result.problems.length} of ${rows.length} rows have problems; nothing was inserted.`)
  }
  await printLine(dryRun ? `${rows.length} rows would be inserted` : `${result.inserted} rows inserted`)
}

const readCsv = async (file: string): Promise<RowInput[]> => {
  try {
    return parse(await readText(file), { columns: true, bom: true, skip_empty_lines: true, trim: true }) as RowInput[]
  } catch (cause) {
    throw cause instanceof LabBookError
      ? cause
      : new LabBookError('FILE_INVALID', { file, field: 'CSV', problem: (cause as Error).message }, { cause })
  }
}

const readJson = async (file: string): Promise<RowInput[]> => {
  const text = await readText(file)
  try {
    const rows: unknown = JSON.parse(text)
    if (Array.isArray(rows)) return rows as RowInput[]
  } catch (cause) {
    throw new LabBookError('FILE_INVALID', { file, field: 'JSON', problem: (cause as Error).message }, { cause })
  }
  throw new LabBookError('FILE_INVALID', { file, field: 'JSON', problem: 'is not an array of objects' })
}

const readText = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((cause: Error) => {
    throw new LabBookError('FILE_INVALID', { file, field: 'file', problem: cause.message }, { cause })
  })
