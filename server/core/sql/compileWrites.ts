import type { Condition } from '../algebra/condition.ts'
import { keyEquals } from '../algebra/condition.ts'
import { attributeOf, relationOf } from '../algebra/heading.ts'
import { encodeRow } from '../definition/rowValues.ts'
import { LabBookError } from '../errors.ts'
import type { Attribute, Key, Row, Table } from '../pipeline/table.ts'
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
  const tuples = rows.map((row) => tuple(attributes, encodeRow(table, row)))
  const head = sql(`${options.replace ? 'REPLACE' : 'INSERT'} INTO ${tableReference(table)} (${names}) VALUES`)
  const tail = options.skipDuplicates && !options.replace ? [skipDuplicates(table)] : []
  return joinSql([head, joinSql(tuples, ', '), ...tail], ' ')
}

/** A prepared statement takes at most 65535 parameters; a thousand rows are as fast as any number. */
const batchParameters = 50_000
const batchRows = 1000
const batchBytes = 8 * 2 ** 20

/** The same in as many statements as the server's limits ask for. */
export const compileInserts = (
  table: Table,
  rows: readonly Row[],
  options: InsertOptions = {},
): (Sql & { readonly rows: number })[] =>
  batches(table, rows).map((batch) => ({ ...compileInsert(table, batch, options), rows: batch.length }))

const batches = (table: Table, rows: readonly Row[]): Row[][] => {
  const most = Math.max(1, Math.min(batchRows, Math.floor(batchParameters / table.attributes.length)))
  const result: Row[][] = []
  let bytes = Number.POSITIVE_INFINITY
  for (const row of rows) {
    bytes += rowBytes(row)
    if (bytes > batchBytes || result.at(-1)!.length >= most) {
      result.push([])
      bytes = rowBytes(row)
    }
    result.at(-1)!.push(row)
  }
  return result
}

const rowBytes = (row: Row): number =>
  Object.values(row).reduce<number>((sum, value) => sum + (typeof value === 'object' ? (value?.length ?? 0) : 0), 0)

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
  const given = new Set(rows.flatMap((row) => Object.keys(row)))
  for (const name of given) attributeOf(relationOf(table), name)
  return table.attributes.filter(({ name }) => given.has(name))
}

const tuple = (attributes: readonly Attribute[], row: Row): Sql => {
  const values = attributes.map((attribute) => valueOrDefault(attribute, row))
  return joinSql([sql('('), joinSql(values, ', '), sql(')')], '')
}

const assignment = (attribute: Attribute, row: Row): Sql =>
  joinSql([sql(quoteIdentifier(attribute.name)), valueOrDefault(attribute, row)], ' = ')

const valueOrDefault = ({ name, nullable }: Attribute, row: Row): Sql => {
  const value = row[name]
  if (value === undefined || (value === null && !nullable)) return sql('DEFAULT')
  return sql('?', value)
}

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
