import { blobToJson } from '#core/blob/blobToJson.ts'
import { attributeType } from '#core/definition/attributeType.ts'
import { LabBookError } from '#core/errors.ts'
import type { Attribute, Row, Table, Value } from '#core/pipeline/table.ts'
import type { AppContext } from './context.ts'
import { rowsQuery } from './rowsQuery.ts'
import { streamRows } from './selectRows.ts'
import { readValue } from './stored/readValue.ts'
import type { RowsRequest } from './views.ts'
import { workAhead } from './workAhead.ts'

/** Characters per chunk, about. */
const chunkLength = 64 * 1024

/**
 * The rows of a grid's request as CSV (RFC 4180: CRLF, quotes doubled), in constant memory. Values are exact: text is not
 * touched, not even where a spreadsheet would take it for a formula. NULL is empty and empty text is `""`; a blob is its
 * summary and a value of an external store its reference, unless `values` names them: then they are read, and are JSON.
 * @throws UNKNOWN_ATTRIBUTE and what `readValue` throws
 */
export async function* exportCsv(
  context: AppContext,
  request: Omit<RowsRequest, 'limit' | 'offset'> & { readonly values?: readonly string[] },
): AsyncGenerator<string, void, undefined> {
  const table = context.pipeline.table(request.table)
  const names = table.attributes.map(({ name }) => name)
  let chunk = csvLine(names)
  const order = request.order?.length ? request.order : table.primaryKey.map(ascending)
  const { values = [] } = request
  const asked = values.map((name) => attributeOf(table, name))
  const rows = streamRows(context, context.database, table, rowsQuery(table, request), { order, whole: values })
  for await (const row of workAhead(rows, (row) => withValues(context, table, row, asked))) {
    chunk += csvRow(table, row)
    if (chunk.length < chunkLength) continue
    yield chunk
    chunk = ''
  }
  yield chunk
}

/** An array as `{"$":"ndarray", …}`. */
const withValues = async (context: AppContext, table: Table, row: Row, asked: readonly Attribute[]): Promise<Row> => {
  const read: Record<string, Value> = {}
  for (const attribute of asked) {
    const value = await readValue(context, context.database, table, attribute, row[attribute.name] ?? null)
    read[attribute.name] = isPlain(attribute) || value === null ? (value as Value) : JSON.stringify(blobToJson(value))
  }
  return { ...row, ...read }
}

const isPlain = ({ type }: Attribute): boolean => attributeType(type).takes === undefined

const attributeOf = (table: Table, name: string): Attribute => {
  const found = table.attributes.find((attribute) => attribute.name === name)
  const attributes = table.attributes.map((attribute) => attribute.name).join(', ')
  if (!found) throw new LabBookError('UNKNOWN_ATTRIBUTE', { table: table.name, attribute: name, attributes })
  return found
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
