import type { Command } from 'commander'
import { streamRows } from '#app/selectRows.ts'
import { parseQuery } from '#core/algebra/parseQuery.ts'
import type { Query } from '#core/algebra/query.ts'
import { decodeRow } from '#core/definition/rowValues.ts'
import type { Row } from '#core/pipeline/table.ts'
import { compileQuery } from '#core/sql/compileQuery.ts'
import { peekPackedBlob } from '#db/packBlob.ts'
import type { Database } from '#db/port.ts'
import type { OpenPipeline } from '#server/openPipeline.ts'
import { oneOf, wholeNumber } from './options.ts'
import { explain, printAll } from './output.ts'
import { csvRows } from './rows/csvRows.ts'
import { jsonRows } from './rows/jsonRows.ts'
import { tableRows } from './rows/tableRows.ts'
import { withPipeline } from './withPipeline.ts'

type Format = 'table' | 'json' | 'csv'
type QueryOptions = { format: Format; limit?: number }

/** `labbook query EXPR`: the algebra from the shell. Rows are streamed, so a million of them need no memory. */
export const addQuery = (program: Command): void => {
  program
    .command('query')
    .argument('<expression>', `such as: Session & "subject='mouse1'"`)
    .description('print the rows of a query')
    .addHelpText('after', examples)
    .option('--format <format>', 'table, json or csv', oneOf('table', 'json', 'csv'), 'table')
    .option('--limit <rows>', 'at most so many rows', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .action((text: string, options: QueryOptions) => withPipeline((opened) => printRows(opened, text, options)))
}

const examples = `
Expressions are DataJoint's: & restricts, - leaves out, * joins, .proj() chooses and renames.

  labbook query Session
  labbook query "Session & {'subject': 'NL021'}" --format csv
  labbook query "Session * Subject & {'sex': 'F'}" --format json
  labbook query "Session - ephys.ProbeInsertion"
  labbook query "CuratedClustering.Unit.proj('spike_count') & 'spike_count > 1000'" --limit 10`

const printRows = (
  { pipeline, database }: OpenPipeline,
  text: string,
  { format, limit }: QueryOptions,
): Promise<void> => {
  const query = parseQuery(text, pipeline)
  return printAll(printers[format](database, query, limit))
}

type Printer = (database: Database, query: Query, limit?: number) => AsyncIterable<string>

const printers: Record<Format, Printer> = {
  json: (database, query, limit) => jsonRows(wholeRows(database, query, limit), query.heading, explain),
  csv: (database, query, limit) => csvRows(rowsToRead(database, query, limit), query.heading),
  table: (database, query, limit) => tableRows(rowsToRead(database, query, limit), query.heading),
}

/** Blobs as their bytes. */
async function* wholeRows(database: Database, query: Query, limit?: number): AsyncGenerator<Row> {
  const attributes = query.heading.map(({ name }) => name)
  const { text, params, heading } = compileQuery(query, { attributes, limit })
  for await (const row of database.stream(text, params)) yield decodeRow({ attributes: heading }, row)
}

/** Blobs as summaries of their first bytes. */
const rowsToRead = (database: Database, query: Query, limit?: number): AsyncIterable<Row> =>
  streamRows({ peekPackedBlob }, database, { attributes: query.heading }, query, { limit })
