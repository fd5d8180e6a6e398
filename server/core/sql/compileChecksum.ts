import type { Query } from '../algebra/query.ts'
import { compileQuery } from './compileQuery.ts'
import { quoteIdentifier } from './identifier.ts'
import { type Sql, sql } from './sql.ts'

/**
 * One row that changes when the rows of a query do: their `count` and the `checksum` of the named attributes (all but
 * blobs when absent). The server reads the blobs, none is sent. The order of rows does not matter. No rows give no row.
 * GROUP BY NULL changes nothing but keeps MariaDB 10.11 from error 1140, which it raises when an aggregate over a derived
 * table is executed a second time.
 */
export const compileChecksum = (query: Query, attributes?: readonly string[]): Sql => {
  const { text, params, heading } = compileQuery(query, { attributes })
  const values = heading.map(({ name }) => `COALESCE(CRC32(${quoteIdentifier(name)}), '-')`)
  const row = `CRC32(CONCAT_WS('|', ${values.join(', ')}))`
  return sql(
    `SELECT COUNT(*) AS \`count\`, COALESCE(SUM(${row}), 0) AS \`checksum\` FROM (${text}) AS \`checked\` GROUP BY NULL`,
    ...params,
  )
}
