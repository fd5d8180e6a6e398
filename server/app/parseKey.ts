import { parseRow } from '#core/definition/rowValues.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key, Table } from '#core/pipeline/table.ts'

/** A key as a URL or a form carried it, in the values of its attributes. @throws INVALID_ROW */
export const parseKey = (table: Table, key: Readonly<Record<string, unknown>>): Key =>
  parseRow(table, key, { partial: true })

/** The whole primary key out of what a URL or a form carried. @throws INVALID_ROW, BAD_REQUEST when a part of it is missing */
export const parsePrimaryKey = (table: Table, key: Readonly<Record<string, unknown>>): Key => {
  const missing = table.primaryKey.filter((name) => key[name] === undefined || key[name] === null)
  if (missing.length > 0)
    throw new LabBookError('BAD_REQUEST', {
      problem: `A row of ${table.name} is named by ${table.primaryKey.join(', ')}; ${missing.join(', ')} is missing.`,
    })
  return parseKey(table, Object.fromEntries(table.primaryKey.map((name) => [name, key[name]])))
}
