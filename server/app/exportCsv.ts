import type { Row, Table, Value } from '#core/pipeline/table.ts'
import type { AppContext } from './context.ts'
import { rowsQuery } from './rowsQuery.ts'
import { streamRows } from './selectRows.ts'
import type { RowsRequest } from './views.ts'

/** Characters per chunk, about. */
const chunkLength = 64 * 1024

/**
 * The rows of a grid's request as CSV (RFC 4180: CRLF, quotes doubled), in constant memory. Values are exact: text is not
 * touched, not even where a spreadsheet would take it for a formula. NULL is empty and empty text is `""`; a blob is its
 * summary.
 */
export async function* exportCsv(
  context: AppContext,
  request: Omit<RowsRequest, 'limit' | 'offset'>,
): AsyncGenerator<string, void, undefined> {
  const table = context.pipeline.table(request.table)
  const names = table.attributes.map(({ name }) => name)
  let chunk = csvLine(names)
  const order = request.order?.length ? request.order : table.primaryKey.map(ascending)
  for await (const row of streamRows(context, context.database, table, rowsQuery(table, request), { order })) {
    chunk += csvRow(table, row)
    if (chunk.length < chunkLength) continue
    yield chunk
    chunk = ''
  }
  yield chunk
}

const ascending = (attribute: string) => ({ attribute, direction: 'asc' as const })

const csvRow = ({ attributes }: Table, row: Row): string => csvLine(attributes.map(({ name }) => row[name] ?? null))

/** One record with its line end. */
export const csvLine = (values: readonly Value[]): string => `${values.map(csvField).join(',')}\r\n`

const csvField = (value: Value): string => {
  if (value === null) return ''
  const text = String(value)
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
