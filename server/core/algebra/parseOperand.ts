import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Table, Value } from '../pipeline/table.ts'
import { and, attributesOf, type Condition, compare, compareExpressions, or } from './condition.ts'
import { attribute, call, literal } from './expression.ts'
import { findAttribute } from './heading.ts'
import { always, asOperand, conditionOn, negated, type Operand } from './operand.ts'
import { parseCondition } from './parseCondition.ts'
import { parseLiteral } from './parseLiteral.ts'
import { parseMethod } from './parseMethod.ts'
import { parseTop } from './parseTop.ts'
import { from } from './query.ts'
import { show, type TokenReader } from './tokenReader.ts'

export type ParseQueryOperand = (reader: TokenReader, pipeline: Pipeline) => Operand

/** A table, a restriction, a universe or anything in parentheses, with the methods behind it. @throws QUERY_SYNTAX */
export const parseOperand = (reader: TokenReader, pipeline: Pipeline, parse: ParseQueryOperand): Operand => {
  const { at } = reader.token
  let operand = parsePrimary(reader, pipeline, parse)
  while (reader.acceptAny('.')) operand = parseMethod(reader, pipeline, operand, at, parse)
  return operand
}

const parsePrimary = (reader: TokenReader, pipeline: Pipeline, parse: ParseQueryOperand): Operand => {
  if (reader.token.kind === 'text') return parseConditionText(reader)
  if (reader.isWord('TRUE', 'FALSE')) return always(reader.next().value.toUpperCase() === 'TRUE')
  if (reader.isWord('NONE')) return reader.fail('None is no restriction')
  const constructed = parseConstructor(reader, pipeline, parse)
  if (constructed) return constructed
  if (reader.token.kind === 'name') return asOperand(from(parseTable(reader, pipeline)))
  if (reader.acceptSign('{')) return parseDict(reader)
  if (reader.acceptSign('[')) return anyOf(parseItems(reader, pipeline, parse, ']'))
  if (reader.acceptSign('(')) return parseParentheses(reader, pipeline, parse)
  return reader.fail(`expected a table, a condition in quotes, {…}, […] or (…) and found ${show(reader.token)}`)
}

/** Names with dots between them, up to a name before a parenthesis, which is a method. `Table()` is the same as `Table`. */
const parseTable = (reader: TokenReader, pipeline: Pipeline): Table => {
  const names = [reader.expect('name', 'a table')]
  while (reader.isSign('.') && reader.ahead(1).kind === 'name' && !isMethod(reader)) {
    reader.next()
    names.push(reader.next().value)
  }
  const table = pipeline.table(names.join('.'))
  if (reader.acceptSign('(')) reader.expectSign(')')
  return table
}

/** A method has a small letter and a parenthesis. */
const isMethod = (reader: TokenReader): boolean =>
  reader.ahead(2).kind === 'sign' && reader.ahead(2).value === '(' && /^[a-z_]/.test(reader.ahead(1).value)

type Constructor = (reader: TokenReader, pipeline: Pipeline, parse: ParseQueryOperand) => Operand

/** What Python builds with `dj.…(…)`; the prefix may be left out. */
const constructors: Readonly<Record<string, Constructor>> = {
  U: (reader) => ({
    kind: 'universe',
    attributes: reader.list(')', () => reader.expect('text', 'an attribute in quotes')),
  }),
  Top: (reader) => parseTop(reader),
  Not: (reader, pipeline, parse) => {
    const operand = reader.nested(() => parse(reader, pipeline))
    reader.expectSign(')')
    return negated(operand)
  },
  AndList: (reader, pipeline, parse) => {
    const close = reader.acceptSign('[') ? ']' : reader.acceptSign('(') ? ')' : reader.fail('AndList takes a list')
    const items = parseItems(reader, pipeline, parse, close)
    reader.expectSign(')')
    return allOf(items)
  },
}

const parseConstructor: (...args: Parameters<Constructor>) => Operand | undefined = (reader, pipeline, parse) => {
  const skipped = reader.token.value === 'dj' && reader.ahead(1).value === '.' ? 2 : 0
  const { kind, value } = reader.ahead(skipped)
  const isCall = kind === 'name' && Object.hasOwn(constructors, value) && reader.ahead(skipped + 1).value === '('
  if (!isCall) return undefined
  for (let passed = 0; passed < skipped + 2; passed++) reader.next()
  return constructors[value]!(reader, pipeline, parse)
}

const parseConditionText = (reader: TokenReader): Operand => {
  const { value, at } = reader.next()
  const condition = parseCondition({ text: value, whole: reader.source.whole, start: at + 1 }, reader.depth)
  return { kind: 'restriction', on: () => condition, names: attributesOf(condition) }
}

const parseDict = (reader: TokenReader): Operand => {
  const entries = reader.list('}', () => {
    const name = reader.expect('text', 'an attribute in quotes')
    reader.expectSign(':')
    return [name, parseLiteral(reader)] as const
  })
  return {
    kind: 'restriction',
    on: (relation) =>
      and(
        ...[...new Map(entries)]
          .filter(([name]) => findAttribute(relation, attributePart(name)))
          .map(([name, value]) => entryEquals(name, value)),
      ),
    names: entries.map(([name]) => attributePart(name)),
  }
}

const attributePart = (name: string): string => name.split('.', 1)[0]!

/** `'info.rig.name': 'left'` looks into a JSON attribute. */
const entryEquals = (name: string, value: Value): Condition => {
  const part = attributePart(name)
  if (part === name) return compare(name, '=', value)
  const inside = call('json_value', attribute(part), literal(`$${name.slice(part.length)}`))
  return value === null ? { is: 'null', of: inside } : compareExpressions(inside, '=', literal(value))
}

/** In parentheses stands a query, or, with commas, a tuple, which is a list. */
const parseParentheses = (reader: TokenReader, pipeline: Pipeline, parse: ParseQueryOperand): Operand => {
  if (reader.acceptSign(')')) return anyOf([])
  const first = reader.nested(() => parse(reader, pipeline))
  if (!reader.acceptSign(',')) {
    reader.expectSign(')')
    return first
  }
  return anyOf([first, ...parseItems(reader, pipeline, parse, ')')])
}

const parseItems = (
  reader: TokenReader,
  pipeline: Pipeline,
  parse: ParseQueryOperand,
  close: string,
): readonly Operand[] => reader.nested(() => reader.list(close, () => parse(reader, pipeline)))

const anyOf = (items: readonly Operand[]): Operand => ({
  kind: 'restriction',
  on: (relation, semantic) => or(...items.map((item) => conditionOn(relation, item, semantic))),
})

const allOf = (items: readonly Operand[]): Operand => ({
  kind: 'restriction',
  on: (relation, semantic) => and(...items.map((item) => conditionOn(relation, item, semantic))),
})
