import type { Query } from '../algebra/query.ts'
import type { Attribute } from '../pipeline/table.ts'
import { compileQuery, isBlob } from './compileQuery.ts'
import { quoteIdentifier } from './identifier.ts'
import { type Sql, sql } from './sql.ts'

/**
 * One row that changes when the rows of a query do: their `count` and the `checksum` of the named attributes (all but
 * blobs when absent). The server reads the blobs, none is sent; of compressed ones it takes the length and the end, where zlib
 * puts the Adler-32 of what is inside. The order of rows does not matter. No rows give no row.
 * GROUP BY NULL changes nothing but keeps MariaDB 10.11 from error 1140, which it raises when an aggregate over a derived
 * table is executed a second time.
 */
export const compileChecksum = (query: Query, attributes?: readonly string[]): Sql => {
  const { text, params, heading } = compileQuery(query, { attributes })
  const values = heading.map((attribute) => `COALESCE(CRC32(${evidence(attribute)}), '-')`)
  const row = `CRC32(CONCAT_WS('|', ${values.join(', ')}))`
  return sql(
    `SELECT COUNT(*) AS \`count\`, COALESCE(SUM(${row}), 0) AS \`checksum\` FROM (${text}) AS \`checked\` GROUP BY NULL`,
    ...params,
  )
}

/** Short blobs are taken whole: there the two cost the same. */
const wholeBelow = 4096

const evidence = (attribute: Attribute): string => {
  const name = quoteIdentifier(attribute.name)
  if (!isBlob(attribute)) return name
  const isCompressed = `LENGTH(${name}) > ${wholeBelow} AND LEFT(${name}, 5) = 'ZL123'`
  return `IF(${isCompressed}, CONCAT(LENGTH(${name}), '|', RIGHT(${name}, 16)), ${name})`
}
