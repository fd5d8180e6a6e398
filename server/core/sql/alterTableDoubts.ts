import type { Doubtful } from '../evolution/doubts.ts'
import type { Table } from '../pipeline/table.ts'
import { columnList, quoteIdentifier, tableReference } from './identifier.ts'

/** A query of one row with one `count`: how many rows of the table are in doubt. */
export const compileCountDoubtful = (table: Pick<Table, 'database' | 'sqlName'>, of: Doubtful): string =>
  of.rows === 'duplicate'
    ? countDuplicates(table, of.columns)
    : `SELECT COUNT(*) AS \`count\` FROM ${tableReference(table)}${where(of)}`

const where = (of: Exclude<Doubtful, { rows: 'duplicate' }>): string => {
  if (of.rows === 'any') return ''
  const name = quoteIdentifier(of.column)
  switch (of.rows) {
    case 'null':
      return ` WHERE ${name} IS NULL`
    case 'notNull':
      return ` WHERE ${name} IS NOT NULL`
    case 'longer':
      return ` WHERE ${of.unit === 'bytes' ? 'LENGTH' : 'CHAR_LENGTH'}(${name}) > ${of.than}`
    case 'outside':
      return ` WHERE ${name} < ${of.min} OR ${name} > ${of.max}`
    case 'notAmong':
      return ` WHERE ${name} NOT IN (${of.members.join(', ')})`
    case 'finer':
      return ` WHERE MICROSECOND(${name}) % ${10 ** (6 - of.decimals)} <> 0`
  }
}

const countDuplicates = (table: Pick<Table, 'database' | 'sqlName'>, columns: readonly string[]): string => {
  const known = columns.map((name) => `${quoteIdentifier(name)} IS NOT NULL`).join(' AND ')
  const list = columnList(columns).slice(1, -1)
  return `SELECT COUNT(*) AS \`count\` FROM (SELECT 1 FROM ${tableReference(table)} WHERE ${known} GROUP BY ${list} HAVING COUNT(*) > 1) AS \`doubled\``
}
