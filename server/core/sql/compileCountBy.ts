import type { Query } from '../algebra/query.ts'
import { compileQuery } from './compileQuery.ts'
import { quoteIdentifier } from './identifier.ts'
import { type Sql, sql } from './sql.ts'

/** Numbers of rows of a query per value of some of its attributes, as `count` beside them. @throws UNKNOWN_ATTRIBUTE */
export const compileCountBy = (query: Query, attributes: readonly string[]): Sql => {
  const { text, params } = compileQuery(query, { attributes })
  const names = attributes.map(quoteIdentifier).join(', ')
  return sql(`SELECT ${names}, COUNT(*) AS \`count\` FROM (${text}) AS \`counted\` GROUP BY ${names}`, ...params)
}
