import type { Table } from '../pipeline/table.ts'

/** A MySQL identifier in backticks: the only way a name reaches SQL. */
export const quoteIdentifier = (name: string): string => `\`${name.replaceAll('`', '``')}\``

/** The table as every statement names it: `` `labbook_ephys`.`__seg` ``. */
export const tableReference = (table: Pick<Table, 'database' | 'sqlName'>): string =>
  `${quoteIdentifier(table.database)}.${quoteIdentifier(table.sqlName)}`

/** `` (`subject`,`session_datetime`) `` */
export const columnList = (names: readonly string[]): string => `(${names.map(quoteIdentifier).join(',')})`
