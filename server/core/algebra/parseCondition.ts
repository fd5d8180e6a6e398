import type { Condition } from './condition.ts'
import { assertCondition, parseNode } from './parseExpression.ts'
import { type Typed, typed } from './tokenize.ts'
import { TokenReader } from './tokenReader.ts'

/**
 * The condition that a text such as `sex = 'F' AND session_datetime >= '2024-01-01'` states.
 *
 * ```
 * condition = conjunction { OR conjunction }         sum = product { (+ | -) (product | INTERVAL factor unit) }
 * conjunction = negation { AND negation }            product = factor { (* | / | % | DIV | MOD) factor }
 * negation = NOT negation | predicate                factor = [+ | -] ( attribute | literal | call | ( condition ) )
 * predicate = sum compare sum                        call = function( [condition, …] )
 *   | sum [NOT] LIKE text                              | aggregate( [DISTINCT] condition ) | COUNT(*)
 *   | sum [NOT] IN ( literal, … )                      | CAST( condition AS type )
 *   | sum [NOT] BETWEEN sum AND sum                    | TIMESTAMPDIFF( unit, condition, condition )
 *   | sum IS [NOT] (NULL | TRUE | FALSE) | sum         | CASE { WHEN condition THEN condition } [ELSE condition] END
 * literal = 'text' | "text" | number | TRUE | FALSE | NULL
 * ```
 *
 * Precedence is MySQL's; functions and aggregates are those of functions.ts. Names are resolved when the condition restricts a
 * query. @throws QUERY_SYNTAX with the column
 */
export const parseCondition = (source: string | Typed, depth = 0): Condition => {
  const reader = new TokenReader(typeof source === 'string' ? typed(source) : source, depth)
  const { at } = reader.token
  const condition = assertCondition(parseNode(reader), reader, at)
  reader.expectEnd()
  return condition
}
