import { LabBookError } from '../errors.ts'
import type { Attribute, Row, Table, Value } from '../pipeline/table.ts'
import { attributeType } from './attributeType.ts'
import { type AttributeType, asStored } from './types/contract.ts'

/** Attributes of a table or of a query. */
type Heading = Pick<Table, 'attributes'>

/** A row as a SELECT returned it, with each value in the form of its attribute. Columns the table does not have pass unchanged. */
export const decodeRow = (table: Heading, raw: Row): Row =>
  convertInPlace({ ...raw }, conversionsOf(table).fromDatabase)

/** The same of many rows, in place: they must be the caller's own. A copy of each would cost as much as fetching it. */
export const decodeRows = (table: Heading, raw: Row[]): Row[] => {
  const { fromDatabase } = conversionsOf(table)
  if (fromDatabase.length > 0) for (const row of raw) convertInPlace(row as Record<string, Value>, fromDatabase)
  return raw
}

/** A row with each value as a parameter of a prepared statement. */
export const encodeRow = (table: Heading, row: Row): Row => convertInPlace({ ...row }, conversionsOf(table).toDatabase)

/** One sentence per field that a form marks. */
export type RowIssue = { readonly attribute: string; readonly message: string }

export type ParseOptions = {
  /** Absent attributes are left out. */
  readonly partial?: boolean
  /** `value` where a program wrote the row: then empty text is a value of text attributes, as in Python. */
  readonly emptyText?: 'default' | 'value'
}

/**
 * What a person typed, or JSON carried, as values. Absent, null and (unless said otherwise) empty text mean the default.
 * Attributes that the database fills in itself (auto_increment, CURRENT_TIMESTAMP) are left out too.
 * @throws INVALID_ROW with all `issues` at once
 */
export const parseRow = (table: Table, input: Readonly<Record<string, unknown>>, options: ParseOptions = {}): Row => {
  const issues: RowIssue[] = unknownAttributes(table, input)
  const row: Record<string, Value> = {}
  for (const [attribute, type] of conversionsOf(table).types) {
    if (options.partial && input[attribute.name] === undefined) continue
    const outcome = parseAttribute(attribute, type, input[attribute.name], options)
    if ('problem' in outcome) issues.push({ attribute: attribute.name, message: outcome.problem })
    else if (outcome.value !== undefined) row[attribute.name] = outcome.value
  }
  if (issues.length) throw invalidRow(table, issues)
  return row
}

type Outcome = { readonly value: Value | undefined } | { readonly problem: string }

const parseAttribute = (
  attribute: Attribute,
  type: AttributeType,
  input: unknown,
  { emptyText }: ParseOptions,
): Outcome => {
  const meansDefault = emptyText !== 'value' || type.family !== 'string'
  const blank = typeof input === 'string' && input.trim() === ''
  const absent = input === undefined || input === null || (blank && meansDefault)
  return absent ? defaultOf(attribute, input) : type.parse(input)
}

/** The value of an attribute that was left empty. Text that was typed as blanks stays where nothing else is the default. */
const defaultOf = (attribute: Attribute, input: unknown): Outcome => {
  if (attribute.autoIncrement || attribute.defaultExpression !== undefined) return { value: undefined }
  if (attribute.default === null || attribute.nullable) return { value: null }
  if (attribute.default === undefined) return { problem: 'This needs a value.' }
  const type = attributeType(attribute.type)
  return typeof input === 'string' && input !== '' && type.family === 'string' && attribute.default === ''
    ? type.parse(input)
    : type.parse(attribute.default)
}

const unknownAttributes = (table: Table, input: Readonly<Record<string, unknown>>): RowIssue[] => {
  const { names } = conversionsOf(table)
  const issues: RowIssue[] = []
  for (const name of Object.keys(input))
    if (!names.has(name)) issues.push({ attribute: name, message: `${table.name} has no attribute "${name}".` })
  return issues
}

const invalidRow = (table: Table, issues: readonly RowIssue[]): LabBookError =>
  new LabBookError('INVALID_ROW', {
    table: table.name,
    count: issues.length,
    problems: issues.map(({ attribute, message }) => `${attribute}: ${message}`).join(' '),
    issues,
  })

type Conversion = readonly [attribute: string, convert: (value: Value) => Value]

const convertInPlace = (row: Record<string, Value>, conversions: readonly Conversion[]): Row => {
  for (const [name, convert] of conversions) {
    const value = row[name]
    if (value !== null && value !== undefined) row[name] = convert(value)
  }
  return row
}

type Conversions = {
  readonly names: ReadonlySet<string>
  readonly types: readonly (readonly [Attribute, AttributeType])[]
  readonly fromDatabase: readonly Conversion[]
  readonly toDatabase: readonly Conversion[]
}

const known = new WeakMap<Heading, Conversions>()

/** What the values of a heading need on their way; remembered, since bulk reads and writes ask once per row. */
const conversionsOf = (table: Heading): Conversions => {
  const remembered = known.get(table)
  if (remembered) return remembered
  const along = (way: 'fromDatabase' | 'toDatabase') =>
    table.attributes
      .map(({ name, type }): Conversion => [name, attributeType(type)[way]])
      .filter(([, convert]) => convert !== asStored)
  const names = new Set(table.attributes.map(({ name }) => name))
  const types = table.attributes.map((attribute) => [attribute, attributeType(attribute.type)] as const)
  const conversions = { names, types, fromDatabase: along('fromDatabase'), toDatabase: along('toDatabase') }
  known.set(table, conversions)
  return conversions
}
