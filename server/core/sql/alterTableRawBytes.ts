import type { Table } from '../pipeline/table.ts'
import { quoteIdentifier, tableReference } from './identifier.ts'

/** A query of one row with one `count`: values of a binary column that do not begin as a DataJoint blob does. */
export const compileCountRawBytes = (table: Pick<Table, 'database' | 'sqlName'>, column: string): string => {
  const name = quoteIdentifier(column)
  const starts = magics.map((magic) => `LEFT(${name}, ${magic.length / 2}) = x'${magic}'`)
  return `SELECT COUNT(*) AS \`count\` FROM ${tableReference(table)} WHERE ${name} IS NOT NULL AND NOT (${starts.join(' OR ')})`
}

/** `mYm\0`, `dj0\0`, `ZL123\0` in hexadecimal. */
const magics = ['6d596d00', '646a3000', '5a4c31323300']
