import { primaryKeyOf } from './heading.ts'
import type { Operand } from './operand.ts'
import type { Order, Query, TopOptions } from './query.ts'
import { tokenize, typed } from './tokenize.ts'
import { show, type TokenReader } from './tokenReader.ts'

type OrderText = readonly string[] | null | undefined
type Given = { limit?: number | null; order_by?: OrderText; offset?: number | null }

/** `dj.Top(limit, order_by, offset)` behind its parenthesis, by place or by name, as in Python. @throws QUERY_SYNTAX */
export const parseTop = (reader: TokenReader): Operand => {
  const given: Given = {}
  let place = 0
  reader.list(')', () => {
    const name =
      reader.ahead(1).value === '=' ? reader.next().value : (['limit', 'order_by', 'offset'] as const)[place++]
    reader.acceptSign('=')
    parseArgument(reader, name, given)
  })
  return { kind: 'top', optionsFor: (query) => optionsOf(given, query) }
}

const parseArgument = (reader: TokenReader, name: string | undefined, given: Given): void => {
  if (name === 'limit' || name === 'offset') given[name] = parseCount(reader)
  else if (name === 'order_by') given.order_by = parseOrder(reader)
  else reader.fail('dj.Top takes limit, order_by and offset')
}

const parseCount = (reader: TokenReader): number | null => (reader.acceptWord('NONE') ? null : reader.expectNumber())

const parseOrder = (reader: TokenReader): OrderText => {
  if (reader.acceptWord('NONE')) return null
  if (reader.token.kind === 'text') return [readTerm(reader)]
  if (!reader.acceptSign('[', '('))
    reader.fail(`expected an order such as 'weight DESC' and found ${show(reader.token)}`)
  return reader.list(reader.behind === '[' ? ']' : ')', () => readTerm(reader))
}

const termPattern = /^(.*?)(?:\s+(asc|desc))?$/is

/** An attribute or KEY, with ASC or DESC behind. */
const readTerm = (reader: TokenReader): string => {
  const { at } = reader.token
  const text = reader.expect('text', 'an attribute in quotes').trim()
  const [, name = ''] = termPattern.exec(text) ?? []
  const tokens = tokenize(typed(name))
  if (tokens.length !== 2 || tokens[0]?.kind !== 'name')
    reader.fail(`"${text}" is not an order such as 'weight DESC'`, at)
  return text
}

const optionsOf = ({ limit = 1, order_by: order, offset }: Given, query: Query): TopOptions => ({
  limit,
  order: order?.flatMap((term) => orderOf(term, query)) ?? (order as null | undefined),
  offset: offset ?? 0,
})

const orderOf = (text: string, query: Query): readonly Order[] => {
  const [, name = '', word = 'asc'] = termPattern.exec(text) ?? []
  const direction = word.toLowerCase() === 'desc' ? 'desc' : 'asc'
  const attributes = name === 'KEY' ? primaryKeyOf(query) : [tokenize(typed(name))[0]!.value]
  return attributes.map((attribute) => ({ attribute, direction }))
}
