import type { Pipeline } from '../pipeline/pipeline.ts'
import { asOperand, asQuery, type Operand, restrictBy } from './operand.ts'
import type { ParseQueryOperand } from './parseOperand.ts'
import { type Arguments, parseArguments, projectionFor } from './parseProjection.ts'
import { aggregate, aggregateBy, extend, join, project, type Query } from './query.ts'
import type { TokenReader } from './tokenReader.ts'

type Call = {
  readonly reader: TokenReader
  readonly pipeline: Pipeline
  readonly operand: Operand
  /** Place of the method's name. */
  readonly at: number
  readonly parse: ParseQueryOperand
}

/** `.name(…)` behind an operand; the dot is read. @throws QUERY_SYNTAX */
export const parseMethod = (
  reader: TokenReader,
  pipeline: Pipeline,
  operand: Operand,
  start: number,
  parse: ParseQueryOperand,
): Operand => {
  const { at } = reader.token
  const name = reader.expect('name', 'a method such as proj')
  if (!Object.hasOwn(methods, name))
    reader.fail(
      `there is no .${name}(…), only ${Object.keys(methods)
        .map((each) => `.${each}(…)`)
        .join(', ')}`,
      at,
    )
  if (operand.kind === 'restriction') reader.fail('a condition has no rows of its own: begin with a table', start)
  reader.expectSign('(')
  return asOperand(reader.nested(() => methods[name]!({ reader, pipeline, operand, at, parse })))
}

const parseAggregate = (call: Call): Query => {
  const { reader, operand } = call
  const group = parseGroup(call)
  const given = parseArguments(reader, ['exclude_nonmatching', 'keep_all_rows'])
  if (operand.kind === 'universe') return aggregateBy(operand.attributes, group, projectionFor(reader, group, given))
  const source = asQuery(operand)
  const excludes = given.flags.exclude_nonmatching ?? given.flags.keep_all_rows === false
  return aggregate(source, group, projectionFor(reader, source, given), !excludes)
}

const parseGroup = (call: Call): Query => {
  const group = parseArgument(call)
  if (!call.reader.isSign(')')) call.reader.expectSign(',')
  return asQuery(group)
}

const parseArgument = ({ reader, pipeline, parse }: Call): Operand => parse(reader, pipeline)

const parseProjection = ({ reader, operand }: Call): Query => {
  const query = asQuery(operand)
  const given: Arguments = parseArguments(reader, [])
  const { kept, renames, computed } = projectionFor(reader, query, given)
  return project(query, kept, renames, computed)
}

const parseJoin = (call: Call): Query => {
  const other = parseGroup(call)
  const { left, semantic_check } = parseFlags(call, ['left', 'semantic_check'])
  return (left ? extend : join)(asQuery(call.operand), other, semantic_check)
}

const parseExtend = (call: Call): Query => {
  const other = parseGroup(call)
  return extend(asQuery(call.operand), other, parseFlags(call, ['semantic_check']).semantic_check)
}

const parseRestrict = (call: Call): Query => {
  const other = parseArgument(call)
  if (!call.reader.isSign(')')) call.reader.expectSign(',')
  return restrictBy(call.operand, other, parseFlags(call, ['semantic_check']).semantic_check)
}

/** Nothing but `flag=True` up to the parenthesis. */
const parseFlags = ({ reader }: Call, names: readonly string[]): Readonly<Record<string, boolean>> => {
  const { at } = reader.token
  const { flags, all, named, left, given } = parseArguments(reader, names)
  if (all || named.length + left.length + given.length > 0)
    reader.fail(`after the query stands nothing but ${names.map((name) => `${name}=True or False`).join(', ')}`, at)
  return flags
}

const methods: Readonly<Record<string, (call: Call) => Query>> = {
  proj: parseProjection,
  aggr: parseAggregate,
  aggregate: parseAggregate,
  extend: parseExtend,
  join: parseJoin,
  restrict: parseRestrict,
}
