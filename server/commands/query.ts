import type { Command } from 'commander'
import { stringify } from 'csv-stringify/sync'
import { parseQuery } from '#core/algebra/parseQuery.ts'
import { blobToJson } from '#core/blob/blobToJson.ts'
import { decodeRow } from '#core/definition/rowValues.ts'
import type { Attribute, Row, Value } from '#core/pipeline/table.ts'
import { compileQuery } from '#core/sql/compileQuery.ts'
import { unpackBlob } from '#db/packBlob.ts'
import type { OpenPipeline } from '#server/openPipeline.ts'
import { oneOf, wholeNumber } from './options.ts'
import { print } from './output.ts'
import { textTable } from './textTable.ts'
import { withPipeline } from './withPipeline.ts'

type Format = 'table' | 'json' | 'csv'

/** `labbook query EXPR`: the algebra from the shell. Rows are streamed, so a million of them need no memory. */
export const addQuery = (program: Command): void => {
  program
    .command('query')
    .argument('<expression>', `such as: Session & "subject='mouse1'"`)
    .description('print the rows of a query')
    .option('--format <format>', 'table, json or csv', oneOf('table', 'json', 'csv'), 'table')
    .option('--limit <rows>', 'at most so many rows', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .action((text: string, { format, limit }: { format: Format; limit?: number }) =>
      withPipeline((context) => printRows(context, text, format, limit)),
    )
}

const printRows = async (
  { pipeline, database }: OpenPipeline,
  text: string,
  format: Format,
  limit?: number,
): Promise<void> => {
  const query = parseQuery(text, pipeline)
  const attributes = query.heading.map(({ name }) => name)
  const { text: sql, params, heading } = compileQuery(query, { attributes, limit })
  const rows = decoded(database.stream(sql, params), heading)
  for await (const piece of printers[format](rows, heading)) await print(piece)
}

async function* decoded(rows: AsyncIterable<Row>, heading: readonly Attribute[]): AsyncGenerator<Row> {
  const attributes = { attributes: heading }
  for await (const row of rows) yield decodeRow(attributes, row)
}

type Printer = (rows: AsyncIterable<Row>, heading: readonly Attribute[]) => AsyncIterable<string>

const printers: Record<Format, Printer> = {
  async *json(rows, heading) {
    let separator = '[\n'
    for await (const row of rows) {
      yield `${separator}${JSON.stringify(Object.fromEntries(heading.map(({ name }) => [name, jsonValue(row[name])])))}`
      separator = ',\n'
    }
    yield separator === '[\n' ? '[]\n' : '\n]\n'
  },
  async *csv(rows, heading) {
    yield stringify([heading.map(({ name }) => name)])
    for await (const row of rows) yield stringify([heading.map(({ name }) => cellText(row[name]))])
  },
  async *table(rows, heading) {
    const cells: string[][] = []
    for await (const row of rows) cells.push(heading.map(({ name }) => cellText(row[name])))
    yield textTable(
      heading.map(({ name, primary }) => (primary ? `*${name}` : name)),
      cells,
    )
    yield `${cells.length} row${cells.length === 1 ? '' : 's'}\n`
  },
}

const jsonValue = (value: Value | undefined) =>
  value instanceof Uint8Array ? blobToJson(unpackBlob(value)) : (value ?? null)

const cellText = (value: Value | undefined): string =>
  value === null || value === undefined
    ? ''
    : value instanceof Uint8Array
      ? `=BLOB= ${value.length} bytes`
      : String(value)
