import type { Command } from 'commander'
import { streamRows } from '#app/selectRows.ts'
import { parseQuery } from '#core/algebra/parseQuery.ts'
import { printPython } from '#core/algebra/printPython.ts'
import { printQuery } from '#core/algebra/printQuery.ts'
import type { Query } from '#core/algebra/query.ts'
import { writeQuery } from '#core/algebra/wireQuery.ts'
import { decodeRow } from '#core/definition/rowValues.ts'
import type { Row } from '#core/pipeline/table.ts'
import { compileQuery } from '#core/sql/compileQuery.ts'
import { peekPackedBlob } from '#db/packBlob.ts'
import type { Database } from '#db/port.ts'
import type { OpenPipeline } from '#server/openPipeline.ts'
import { oneOf, wholeNumber } from './options.ts'
import { explain, printAll, printLine } from './output.ts'
import { csvRows } from './rows/csvRows.ts'
import { jsonRows } from './rows/jsonRows.ts'
import { tableRows } from './rows/tableRows.ts'
import { withPipeline } from './withPipeline.ts'

type Format = 'table' | 'json' | 'csv'
type Explanation = 'text' | 'python' | 'sql' | 'json'
type QueryOptions = { format: Format; limit?: number; explain?: Explanation }

/** `labbook query EXPR`: the algebra from the shell. Rows are streamed, so a million of them need no memory. */
export const addQuery = (program: Command): void => {
  program
    .command('query')
    .argument('<expression>', `such as: Session & "subject='mouse1'"`)
    .description('print the rows of a query')
    .addHelpText('after', examples)
    .option('--format <format>', 'table, json or csv', oneOf('table', 'json', 'csv'), 'table')
    .option('--limit <rows>', 'at most so many rows', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option(
      '--explain <form>',
      'print the query instead of its rows: text, python, sql or json',
      oneOf('text', 'python', 'sql', 'json'),
    )
    .action((text: string, options: QueryOptions) =>
      withPipeline((opened) =>
        options.explain
          ? printLine(explanations[options.explain](parseQuery(text, opened.pipeline)))
          : printRows(opened, text, options),
      ),
    )
}

const examples = `
Expressions are DataJoint's, as Python writes them: & restricts, - leaves out, * joins, + unites, .proj() chooses, renames and
computes, .aggr() counts and sums, dj.U() takes distinct values, dj.Top() the first rows. A << B and A >> B restrict by rows of a
table above and below.

  labbook query Session
  labbook query "Session & {'subject': 'NL021'}" --format csv
  labbook query "Session * Subject & {'sex': 'F'}" --format json
  labbook query "Session - ephys.ProbeInsertion"
  labbook query "CuratedClustering.Unit.proj('spike_count') & 'spike_count > 1000'" --limit 10
  labbook query "Subject.aggr(Session, sessions='COUNT(*)', last='MAX(session_datetime)')"
  labbook query "CuratedClustering.Unit << "sex = 'F'" & dj.Top(10, 'spike_count DESC')"
  labbook query "dj.U('sex').aggr(Subject, animals='COUNT(*)')" --explain python`

const explanations: Readonly<Record<Explanation, (query: Query) => string>> = {
  text: printQuery,
  python: (query) => printPython(query).trimEnd(),
  json: (query) => JSON.stringify(writeQuery(query), null, 2),
  sql: (query) => {
    const { text, params } = compileQuery(query)
    return [`${text};`, ...params.map((value, index) => `-- ?${index + 1} = ${JSON.stringify(value)}`)].join('\n')
  },
}

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
