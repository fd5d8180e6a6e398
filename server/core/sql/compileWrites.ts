import type { Condition } from '../algebra/condition.ts'
import { keyEquals } from '../algebra/condition.ts'
import { attributeOf, relationOf } from '../algebra/heading.ts'
import { encodeRow } from '../definition/rowValues.ts'
import { LabBookError } from '../errors.ts'
import type { Attribute, Key, Row, Table, Value } from '../pipeline/table.ts'
import { compileCondition, type Scope } from './compileCondition.ts'
import { compileQuery } from './compileQuery.ts'
import { quoteIdentifier, tableReference } from './identifier.ts'
import { joinSql, type Sql, sql } from './sql.ts'

export type InsertOptions = {
  /** Leaves rows alone whose key (or other unique index) is there already. */
  readonly skipDuplicates?: boolean
  /** REPLACE: deletes the row that is there already. */
  readonly replace?: boolean
}

/**
 * One INSERT of all rows. Attributes that a row leaves out, and nulls where null is not allowed, take their defaults.
 * Blobs are packed bytes. @throws UNKNOWN_ATTRIBUTE, BAD_REQUEST without rows
 */
export const compileInsert = (table: Table, rows: readonly Row[], options: InsertOptions = {}): Sql => {
  if (rows.length === 0) throw invalid(`There is no row to insert into ${table.name}.`)
  const attributes = insertedAttributes(table, rows)
  const names = attributes.map(({ name }) => quoteIdentifier(name)).join(', ')
  const head = sql(`${options.replace ? 'REPLACE' : 'INSERT'} INTO ${tableReference(table)} (${names}) VALUES`)
  const tail = options.skipDuplicates && !options.replace ? [skipDuplicates(table)] : []
  return joinSql([head, tuples(table, attributes, rows), ...tail], ' ')
}

/** An INSERT of so many rows. */
export type InsertStatement = Sql & { readonly rows: number }

/**
 * A prepared statement takes at most 65535 parameters. Statements of the same few hundred rows are prepared once, and the server
 * works on one while the next is made; more rows in each are no faster.
 */
const batchParameters = 50_000
const batchRows = 250
const batchBytes = 8 * 2 ** 20

/** The same in as many statements as the server's limits ask for. */
export const compileInserts = (table: Table, rows: readonly Row[], options: InsertOptions = {}): InsertStatement[] => [
  ...eachInsert(table, rows, options),
]

/** The same, each made when it is asked for. */
export function* eachInsert(
  table: Table,
  rows: Iterable<Row>,
  options: InsertOptions = {},
): Generator<InsertStatement, void> {
  for (const batch of batches(table, rows)) yield { ...compileInsert(table, batch, options), rows: batch.length }
}

function* batches(table: Table, rows: Iterable<Row>): Generator<Row[], void> {
  const most = Math.max(1, Math.min(batchRows, Math.floor(batchParameters / table.attributes.length)))
  let batch: Row[] = []
  let bytes = 0
  for (const row of rows) {
    const more = rowBytes(row)
    if (batch.length >= most || (batch.length > 0 && bytes + more > batchBytes)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(row)
    bytes += more
  }
  if (batch.length > 0) yield batch
}

const rowBytes = (row: Row): number => {
  let bytes = 0
  for (const name in row) if (row[name] instanceof Uint8Array) bytes += row[name].length
  return bytes
}

/** Changes secondary attributes of the one row with this primary key. Null where null is not allowed sets the default. */
export const compileUpdate = (table: Table, key: Key, values: Row): Sql => {
  assertPrimaryKey(table, key)
  const encoded = encodeRow(table, values)
  const settings = insertedAttributes(table, [values]).map((attribute) => {
    if (attribute.primary)
      throw invalid(`"${attribute.name}" is in the primary key of ${table.name}: delete the row and insert it anew.`)
    return assignment(attribute, encoded)
  })
  if (settings.length === 0) throw invalid(`No attribute of ${table.name} is to be changed.`)
  const where = compileCondition(keyEquals(primaryPart(table, key)), tableScope(table))
  return joinSql([sql(`UPDATE ${tableReference(table)} SET`), joinSql(settings, ', '), sql('WHERE'), where], ' ')
}

/** Deletes the rows of this one table for which the condition holds. */
export const compileDelete = (table: Table, condition: Condition): Sql =>
  joinSql([sql(`DELETE FROM ${tableReference(table)} WHERE`), compileCondition(condition, tableScope(table))], ' ')

const insertedAttributes = (table: Table, rows: readonly Row[]): readonly Attribute[] => {
  const given = new Set<string>()
  for (const row of rows) for (const name in row) given.add(name)
  for (const name of given) attributeOf(relationOf(table), name)
  return table.attributes.filter(({ name }) => given.has(name))
}

/** `(?, DEFAULT), (?, ?)`; rows of one shape share one text. */
const tuples = (table: Table, attributes: readonly Attribute[], rows: readonly Row[]): Sql => {
  const complete = `(${attributes.map(() => '?').join(', ')})`
  const params: Value[] = []
  const texts = rows.map((row) => {
    const encoded = encodeRow(table, row)
    const before = params.length
    for (const attribute of attributes)
      if (!takesDefault(attribute, encoded)) params.push(encoded[attribute.name] as Value)
    return params.length - before === attributes.length ? complete : partial(attributes, encoded)
  })
  return { text: texts.join(', '), params }
}

const partial = (attributes: readonly Attribute[], row: Row): string =>
  `(${attributes.map((attribute) => (takesDefault(attribute, row) ? 'DEFAULT' : '?')).join(', ')})`

const assignment = (attribute: Attribute, row: Row): Sql =>
  joinSql([sql(quoteIdentifier(attribute.name)), valueOrDefault(attribute, row)], ' = ')

const valueOrDefault = (attribute: Attribute, row: Row): Sql =>
  takesDefault(attribute, row) ? sql('DEFAULT') : sql('?', row[attribute.name] as Value)

const takesDefault = ({ name, nullable }: Attribute, row: Row): boolean =>
  row[name] === undefined || (row[name] === null && !nullable)

/** Assigning the first key attribute to itself changes nothing. */
const skipDuplicates = (table: Table): Sql => {
  const name = quoteIdentifier(table.primaryKey[0] ?? table.attributes[0]!.name)
  return sql(`ON DUPLICATE KEY UPDATE ${name} = ${tableReference(table)}.${name}`)
}

/** Names of a condition as columns of the table itself, in a statement that writes it. */
export const tableScope = (table: Table): Scope => ({
  attribute: (name) => attributeOf(relationOf(table), name),
  column: (name) => sql(`${tableReference(table)}.${quoteIdentifier(name)}`),
  subquery: (query, attributes) => compileQuery(query, { attributes }),
})

const assertPrimaryKey = (table: Table, key: Key): void => {
  const missing = table.primaryKey.filter((name) => key[name] === undefined || key[name] === null)
  if (missing.length > 0) throw invalid(`The key of the row of ${table.name} lacks ${missing.join(', ')}.`)
}

const primaryPart = (table: Table, key: Key): Key =>
  Object.fromEntries(table.primaryKey.map((name) => [name, key[name]!]))

const invalid = (problem: string): LabBookError => new LabBookError('BAD_REQUEST', { problem })
