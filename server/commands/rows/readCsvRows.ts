import { type CsvError, type Info, parse } from 'csv-parse/sync'
import type { Attribute, Table } from '#core/pipeline/table.ts'
import { decodeText, inputInvalid } from '../readBytes.ts'
import type { ReadRow } from './readRow.ts'

type Record = { readonly record: readonly string[]; readonly info: Pick<Info, 'lines'> }

/**
 * The rows of a CSV file (RFC 4180, UTF-8, any line ends) whose first line names attributes of `table`, in any order.
 * @throws INPUT_INVALID with the line
 */
export const readCsvRows = (
  table: Table,
  bytes: Uint8Array,
  file: string,
  { ignoreExtra = false }: { readonly ignoreExtra?: boolean } = {},
): ReadRow[] => {
  const [head, ...records] = parseCsv(decodeText(bytes, file), file)
  if (!head) throw inputInvalid(file, 'line 1', 'the file is empty; its first line names the attributes.')
  assertHeading(table, head.record, file, ignoreExtra)
  return records.map(({ record, info }) => ({
    row: Object.fromEntries(head.record.map((name, column) => [name, record[column] ?? null])),
    place: `line ${info.lines}`,
  }))
}

const parseCsv = (text: string, file: string): Record[] => {
  try {
    return parse(text, { bom: true, info: true, skip_empty_lines: true, trim: true }) as unknown as Record[]
  } catch (error) {
    const { message, lines } = error as CsvError
    throw inputInvalid(file, `line ${lines ?? '?'}`, `${message}.`)
  }
}

const assertHeading = (
  { name, attributes }: Table,
  heading: readonly string[],
  file: string,
  ignoreExtra: boolean,
): void => {
  const names = attributes.map((attribute) => attribute.name)
  const unknown = heading.filter((column) => !names.includes(column))
  const missing = attributes.filter((attribute) => isRequired(attribute) && !heading.includes(attribute.name))
  const twice = heading.filter((column, index) => heading.indexOf(column) !== index)
  const refuse = (problem: string) => inputInvalid(file, 'line 1', problem)
  if (heading.length === 1 && unknown[0]?.includes(';')) throw refuse('the columns are separated by ";"; use commas.')
  if (unknown.length > 0 && !ignoreExtra)
    throw refuse(`${name} has no attribute ${quoted(unknown)}; its attributes are ${names.join(', ')}.`)
  if (twice.length > 0) throw refuse(`${quoted(twice)} stands there twice.`)
  if (missing.length > 0)
    throw refuse(`there is no column ${quoted(missing.map((attribute) => attribute.name))}, which has no default.`)
}

const isRequired = (attribute: Attribute): boolean =>
  !attribute.nullable &&
  !attribute.autoIncrement &&
  attribute.default === undefined &&
  attribute.defaultExpression === undefined

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')
