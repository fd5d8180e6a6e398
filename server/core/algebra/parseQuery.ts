import { LabBookError } from '../errors.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import { asOperand, asQuery, exclude, negated, type Operand, restrictBy } from './operand.ts'
import { parseOperand } from './parseOperand.ts'
import { join, type Query, union } from './query.ts'
import { restrictByRelatives } from './relatives.ts'
import { typed } from './tokenize.ts'
import { TokenReader } from './tokenReader.ts'

/**
 * The query that a text in DataJoint's Python-like form states, such as
 * `session.Session * subject.Subject & "sex = 'F'" & {'subject': 'mouse1'}`. Operators bind as in Python: `*`, then `+` and `-`, then
 * `<<` and `>>`, then `&`.
 *
 * ```
 * query = relatives { & relatives }                  restriction = query | "condition" | {'attribute': value, …}
 * relatives = sum { (<< | >>) sum }                    | [restriction, …] (any of them) | dj.AndList([restriction, …])
 * sum = product { (+ | -) product }                    | dj.Not(restriction) | - restriction | True | False
 * product = unary { * unary }                          | dj.Top([limit], ['attribute [DESC]' | 'KEY', …], [offset])
 * unary = [- | ~] operand { .method(…) }             universe = dj.U('attribute', …) [.aggr(query, new='expression', …)]
 * operand = Table | ( query ) | restriction | universe
 * method = .proj( 'attribute', '-attribute', ..., new='old', copy='(old)', new='expression', … )
 *   | .aggr( query, 'attribute', ..., new='expression', …, [exclude_nonmatching=True] )
 *   | .extend( query ) | .join( query, [left=True] ) | .restrict( restriction ), all with [semantic_check=False]
 * ```
 *
 * `A << B` keeps rows of A below matching rows of an ancestor, `A >> B` those above matching rows of a descendant; B is a query
 * or a condition on attributes of one. Conditions and expressions have the grammar of `parseCondition`.
 *
 * @throws QUERY_SYNTAX with the column, UNKNOWN_TABLE, UNKNOWN_ATTRIBUTE, INCOMPATIBLE_ATTRIBUTES, BAD_REQUEST
 */
export const parseQuery = (text: string, pipeline: Pipeline): Query => {
  const reader = new TokenReader(typed(text))
  const query = located(reader, reader.token.at, () => asQuery(parseRestrictions(reader, pipeline)))
  reader.expectEnd()
  return query
}

/** One level of binary operators: left to right, each result an operand again. */
const leftToRight =
  <Sign extends string>(
    next: (reader: TokenReader, pipeline: Pipeline) => Operand,
    operators: Readonly<Record<Sign, (left: Operand, right: Operand, pipeline: Pipeline) => Query>>,
  ) =>
  (reader: TokenReader, pipeline: Pipeline): Operand => {
    const signs = Object.keys(operators) as Sign[]
    const { at } = reader.token
    let left = next(reader, pipeline)
    for (let sign = reader.acceptAny(...signs); sign; sign = reader.acceptAny(...signs)) {
      const [apply, right] = [operators[sign], next(reader, pipeline)]
      const before = left
      left = asOperand(located(reader, at, () => apply(before, right, pipeline)))
    }
    return left
  }

/** What is refused of an operand is refused at its place in the text. */
const located = <T>(reader: TokenReader, at: number, work: () => T): T => {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof LabBookError) || error.code !== 'BAD_REQUEST') throw error
    return reader.fail(String(error.data.problem).replace(/\.$/, ''), at)
  }
}

const parseUnary = (reader: TokenReader, pipeline: Pipeline): Operand =>
  reader.acceptSign('-', '~')
    ? negated(reader.nested(() => parseUnary(reader, pipeline)))
    : parseOperand(reader, pipeline, parseRestrictions)

const refuseUniverse = (operand: Operand): Query => {
  if (operand.kind === 'universe')
    throw new LabBookError('BAD_REQUEST', {
      problem: 'dj.U(…) cannot be joined: DataJoint 2 matches attributes by their origin without it',
    })
  return asQuery(operand)
}

const parseProduct = leftToRight(parseUnary, {
  '*': (left, right) => join(refuseUniverse(left), refuseUniverse(right)),
})

const parseSum = leftToRight(parseProduct, {
  '+': (left, right) => union(asQuery(left), asQuery(right)),
  '-': exclude,
})

const parseRelatives = leftToRight(parseSum, {
  '<<': (left, right, pipeline) => restrictByRelatives(asQuery(left), right, 'above', pipeline),
  '>>': (left, right, pipeline) => restrictByRelatives(asQuery(left), right, 'below', pipeline),
})

const parseRestrictions: (reader: TokenReader, pipeline: Pipeline) => Operand = leftToRight(parseRelatives, {
  '&': (left, right) => restrictBy(left, right),
})
