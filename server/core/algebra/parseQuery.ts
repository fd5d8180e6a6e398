import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Key, Table } from '../pipeline/table.ts'
import { type Condition, constant, keyEquals, or } from './condition.ts'
import { findAttribute, type Relation } from './heading.ts'
import { parseCondition, parseLiteral } from './parseCondition.ts'
import { except, from, join, matches, project, type Query, restrict } from './query.ts'
import { typed } from './tokenize.ts'
import { show, TokenReader } from './tokenReader.ts'

/**
 * The query that a text in DataJoint's Python-like form states, such as
 * `session.Session * subject.Subject & "sex = 'F'" & {'subject': 'mouse1'}`. Operators bind as in Python: `*`, then `-`, then `&`.
 *
 * ```
 * query = difference { & difference }                restriction = query | "condition" | {'attribute': value, …}
 * difference = product { - product }                             | [restriction, …] (any of them) | True | False
 * product = operand { * operand }                    operand = (Table | ( query ) | restriction) { .proj(…) }
 * proj = .proj( 'attribute', …, ..., new='old', … )
 * ```
 *
 * @throws QUERY_SYNTAX with the column, UNKNOWN_TABLE, UNKNOWN_ATTRIBUTE, INCOMPATIBLE_ATTRIBUTES
 */
export const parseQuery = (text: string, pipeline: Pipeline): Query => {
  const reader = new TokenReader(typed(text))
  const at = reader.token.at
  const query = asQuery(parseRestrictions(reader, pipeline), reader, at)
  reader.expectEnd()
  return query
}

/** What restricts a query before it is known which query: names of a dict that the query lacks are ignored, as in Python. */
type Restriction = { readonly on: (relation: Query) => Condition }
type Operand = Query | Restriction

const parseRestrictions = (reader: TokenReader, pipeline: Pipeline): Operand => {
  const at = reader.token.at
  let operand = parseDifference(reader, pipeline)
  while (reader.acceptOperator('&')) {
    const query = asQuery(operand, reader, at)
    operand = restrict(query, conditionOn(query, parseDifference(reader, pipeline)))
  }
  return operand
}

const parseDifference = (reader: TokenReader, pipeline: Pipeline): Operand => {
  const at = reader.token.at
  let operand = parseProduct(reader, pipeline)
  while (reader.acceptOperator('-')) {
    const query = asQuery(operand, reader, at)
    operand = except(query, conditionOn(query, parseProduct(reader, pipeline)))
  }
  return operand
}

const parseProduct = (reader: TokenReader, pipeline: Pipeline): Operand => {
  const at = reader.token.at
  let operand = parseProjections(reader, pipeline)
  while (reader.acceptOperator('*')) {
    const left = asQuery(operand, reader, at)
    const rightAt = reader.token.at
    operand = join(left, asQuery(parseProjections(reader, pipeline), reader, rightAt))
  }
  return operand
}

const parseProjections = (reader: TokenReader, pipeline: Pipeline): Operand => {
  const at = reader.token.at
  let operand = parseOperand(reader, pipeline)
  while (reader.acceptOperator('.')) operand = parseMethod(reader, asQuery(operand, reader, at))
  return operand
}

const parseOperand = (reader: TokenReader, pipeline: Pipeline): Operand => {
  if (reader.token.kind === 'text') return parseConditionText(reader)
  if (reader.isWord('TRUE', 'FALSE')) return always(reader.next().value.toUpperCase() === 'TRUE')
  if (reader.isWord('NONE')) return reader.fail('None is no restriction')
  if (reader.token.kind === 'name') return from(parseTable(reader, pipeline))
  if (reader.acceptSign('{')) return parseDict(reader)
  if (reader.acceptSign('[')) return parseAlternatives(reader, pipeline)
  if (!reader.acceptSign('('))
    return reader.fail(`expected a table, a condition in quotes, {…}, […] or (…) and found ${show(reader.token)}`)
  const operand = reader.nested(() => parseRestrictions(reader, pipeline))
  reader.expectSign(')')
  return operand
}

/** Names with dots between them, up to a name before a parenthesis, which is a method. */
const parseTable = (reader: TokenReader, pipeline: Pipeline): Table => {
  const names = [reader.expect('name', 'a table')]
  while (reader.isSign('.') && reader.ahead(1).kind === 'name' && reader.ahead(2).value !== '(') {
    reader.next()
    names.push(reader.next().value)
  }
  return pipeline.table(names.join('.'))
}

const parseMethod = (reader: TokenReader, query: Query): Query => {
  const at = reader.token.at
  const name = reader.expect('name', 'proj')
  if (name !== 'proj') reader.fail(`there is no .${name}(…), only .proj(…)`, at)
  reader.expectSign('(')
  const parts = reader.list(')', () => parseProjected(reader, query))
  return project(
    query,
    parts.flatMap((part) => part.kept),
    Object.fromEntries(parts.flatMap((part) => part.renamed)),
  )
}

type Projected = { readonly kept: readonly string[]; readonly renamed: readonly (readonly [string, string])[] }

const parseProjected = (reader: TokenReader, query: Query): Projected => {
  if (reader.acceptSign('.')) {
    reader.expectSign('.')
    reader.expectSign('.')
    return { kept: query.heading.flatMap(({ name, primary }) => (primary ? [] : [name])), renamed: [] }
  }
  if (reader.token.kind === 'text') return { kept: [reader.next().value], renamed: [] }
  const name = reader.expect('name', "an attribute in quotes, ... or new='old'")
  reader.expectSign('=')
  return { kept: [], renamed: [[name, reader.expect('text', 'an attribute in quotes')]] }
}

const parseConditionText = (reader: TokenReader): Restriction => {
  const { value, at } = reader.next()
  const condition = parseCondition({ text: value, whole: reader.source.whole, start: at + 1 }, reader.depth)
  return { on: () => condition }
}

const always = (value: boolean): Restriction => ({ on: () => constant(value) })

const parseDict = (reader: TokenReader): Restriction => {
  const entries = reader.list('}', () => {
    const name = reader.expect('text', 'an attribute in quotes')
    reader.expectSign(':')
    return [name, parseLiteral(reader)] as const
  })
  return { on: (relation) => keyEquals(knownPart(Object.fromEntries(entries), relation)) }
}

const knownPart = (key: Key, relation: Relation): Key =>
  Object.fromEntries(Object.entries(key).filter(([name]) => findAttribute(relation, name)))

const parseAlternatives = (reader: TokenReader, pipeline: Pipeline): Restriction => {
  const items = reader.nested(() => reader.list(']', () => parseRestrictions(reader, pipeline)))
  return { on: (relation) => or(...items.map((item) => conditionOn(relation, item))) }
}

const conditionOn = (query: Query, operand: Operand): Condition =>
  'on' in operand && !('node' in operand) ? operand.on(query) : matches(query, operand as Query)

const asQuery = (operand: Operand, reader: TokenReader, at: number): Query =>
  'node' in operand ? operand : reader.fail('a condition has no rows of its own: begin with a table', at)
