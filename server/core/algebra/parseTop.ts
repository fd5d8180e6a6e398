import { primaryKeyOf } from './heading.ts'
import type { Operand } from './operand.ts'
import type { Order, Query, TopOptions } from './query.ts'
import { tokenize } from './tokenize.ts'
import { show, type TokenReader } from './tokenReader.ts'

type Term = Order & { readonly isKey: boolean }
type OrderTerms = readonly Term[] | null | undefined
type Given = { limit?: number | null; order_by?: OrderTerms; offset?: number | null }

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

const parseOrder = (reader: TokenReader): OrderTerms => {
  if (reader.acceptWord('NONE')) return null
  if (reader.token.kind === 'text') return [readTerm(reader)]
  if (!reader.acceptSign('[', '('))
    reader.fail(`expected an order such as 'weight DESC' and found ${show(reader.token)}`)
  return reader.list(reader.behind === '[' ? ']' : ')', () => readTerm(reader))
}

/** An attribute, or KEY for the whole primary key, with ASC or DESC behind. */
const readTerm = (reader: TokenReader): Term => {
  const { at, value } = reader.token
  const text = reader.expect('text', 'an attribute in quotes')
  const [name, word, end] = tokenize({ text, whole: reader.source.whole, start: at + 1 })
  const direction = word?.kind === 'end' ? 'asc' : word?.value.toLowerCase()
  const isWhole = word?.kind === 'end' || end?.kind === 'end'
  if (name?.kind !== 'name' || !isWhole || (direction !== 'asc' && direction !== 'desc'))
    reader.fail(`"${value}" is not an order such as 'weight DESC'`, at)
  return { attribute: name.value, direction, isKey: name.value === 'KEY' && !name.quoted }
}

const optionsOf = ({ limit = 1, order_by: order, offset }: Given, query: Query): TopOptions => ({
  limit,
  order: order?.flatMap((term) => orderOf(term, query)) ?? (order as null | undefined),
  offset: offset ?? 0,
})

const orderOf = ({ attribute, direction, isKey }: Term, query: Query): readonly Order[] =>
  (isKey ? primaryKeyOf(query) : [attribute]).map((name) => ({ attribute: name, direction }))
