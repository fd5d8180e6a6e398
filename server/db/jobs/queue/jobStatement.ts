import { encodeRow } from '#core/definition/rowValues.ts'
import type { Key, Table, Value } from '#core/pipeline/table.ts'
import { jobKey, jobTableName } from '#core/sql/createJobTable.ts'
import { columnList, quoteIdentifier, tableReference } from '#core/sql/identifier.ts'

/** `` `labbook_ephys`.`~~seg` `` */
export const jobTableReference = (table: Table): string =>
  tableReference({ database: table.database, sqlName: jobTableName(table) })

/** `` `subject` = ? AND `session_id` = ? `` and its values: the one job of this key, or its row in the table called `alias`. */
export const whereJob = (table: Table, key: Key, alias?: string): { text: string; params: readonly Value[] } => {
  const names = jobKey(table)
  const values = encodeRow(table, key)
  const of = alias ? `${quoteIdentifier(alias)}.` : ''
  return {
    text: names.map((name) => `${of}${quoteIdentifier(name)} = ?`).join(' AND '),
    params: names.map((name) => values[name] ?? null),
  }
}

/** `` (`subject`,`session_id`,`status`) `` */
export const jobKeyList = (table: Table, more: readonly string[] = []): string =>
  columnList([...jobKey(table), ...more])

/** `` made.`subject` = job.`subject` AND … ``: rows of two tables with the key of one job. */
export const sameJob = (table: Table, one: string, other: string): string =>
  jobKey(table)
    .map((name) => `${one}.${quoteIdentifier(name)} = ${other}.${quoteIdentifier(name)}`)
    .join(' AND ')
