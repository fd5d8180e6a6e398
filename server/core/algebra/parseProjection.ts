import type { Expression } from './expression.ts'
import { attributeOf, primaryKeyOf, type Relation } from './heading.ts'
import { parseExpression } from './parseExpression.ts'
import type { Projection } from './projection.ts'
import { type Token, tokenize } from './tokenize.ts'
import type { TokenReader } from './tokenReader.ts'

type Meaning =
  | { readonly is: 'rename'; readonly old: string }
  | { readonly is: 'copy'; readonly old: string }
  | { readonly is: 'compute'; readonly expression: Expression }

/** What stands between the parentheses of `.proj(…)` and `.aggr(…)`, before it is known which attributes there are. */
export type Arguments = {
  readonly all: boolean
  readonly named: readonly Token[]
  readonly left: readonly Token[]
  readonly given: readonly (readonly [name: string, meaning: Meaning])[]
  readonly flags: Readonly<Record<string, boolean>>
}

/**
 * `'attribute', '-attribute', ..., new='old', copy='(old)', new='expression', flag=True` up to the parenthesis, as Python reads it.
 * @throws QUERY_SYNTAX
 */
export const parseArguments = (reader: TokenReader, flagNames: readonly string[]): Arguments => {
  const result = {
    all: false,
    named: [] as Token[],
    left: [] as Token[],
    given: [] as (readonly [string, Meaning])[],
    flags: {} as Record<string, boolean>,
  }
  reader.list(')', () => {
    if (reader.acceptSign('.')) {
      for (let dots = 0; dots < 2; dots++) reader.expectSign('.')
      result.all = true
    } else if (reader.token.kind === 'text') sortName(reader.next(), result)
    else parseKeyword(reader, flagNames, result)
  })
  return result
}

const sortName = (token: Token, { named, left }: { named: Token[]; left: Token[] }): void => {
  const value = token.value.trim()
  if (value.startsWith('-')) left.push({ ...token, value: value.slice(1).trim() })
  else named.push({ ...token, value })
}

const parseKeyword = (
  reader: TokenReader,
  flagNames: readonly string[],
  { given, flags }: { given: (readonly [string, Meaning])[]; flags: Record<string, boolean> },
): void => {
  const name = reader.expect('name', "an attribute in quotes, ... or new='old'")
  reader.expectSign('=')
  if (!flagNames.includes(name)) given.push([name, parseMeaning(reader)])
  else if (reader.isWord('TRUE', 'FALSE')) flags[name] = reader.next().value.toUpperCase() === 'TRUE'
  else reader.fail(`${name} is True or False`)
}

/** A name alone renames, a name in parentheses copies, `attribute.path` looks into JSON, anything else computes. */
const parseMeaning = (reader: TokenReader): Meaning => {
  const { kind, value, at } = reader.token
  if (kind !== 'text') reader.fail('expected an attribute or an expression in quotes')
  reader.next()
  const source = { text: value, whole: reader.source.whole, start: at + 1 }
  const tokens = tokenize(source)
  const [first, second, third] = tokens
  if (tokens.length === 2 && isAttribute(first)) return { is: 'rename', old: first!.value }
  if (tokens.length === 4 && first?.value === '(' && isAttribute(second) && third?.value === ')')
    return { is: 'copy', old: second!.value }
  return { is: 'compute', expression: parsePath(value) ?? parseExpression(source, reader.depth) }
}

const isAttribute = (token?: Token): boolean =>
  token?.kind === 'name' && (token.quoted === true || !/^(null|none|true|false)$/i.test(token.value))

/** `info.rig.name` or `info.channels[0]` */
const parsePath = (text: string): Expression | undefined => {
  const [, name, path] = /^\s*([A-Za-z_]\w*)\.((?:\w|[.*[\]])+)\s*$/.exec(text) ?? []
  if (!name || !path) return undefined
  return {
    is: 'call',
    name: 'json_value',
    args: [
      { is: 'attribute', name },
      { is: 'value', value: `$.${path}` },
    ],
  }
}

/** The arguments for a query: `...` are its secondary attributes that are not renamed. @throws QUERY_SYNTAX, UNKNOWN_ATTRIBUTE */
export const projectionFor = (reader: TokenReader, relation: Relation, args: Arguments): Projection => {
  const renamed = args.given.flatMap(([, meaning]) => (meaning.is === 'rename' ? [meaning.old] : []))
  const copied = args.given.flatMap(([, meaning]) => (meaning.is === 'copy' ? [meaning.old] : []))
  const key = primaryKeyOf(relation)
  const everything = relation.heading.map(({ name }) => name).filter((name) => !key.includes(name))
  const left = args.left.map((token) => leftOut(reader, token, relation))
  const kept = [
    ...args.named.map(({ value }) => value),
    ...(args.all ? everything.filter((name) => !renamed.includes(name)) : []),
    ...copied.filter((name) => key.includes(name) && !renamed.includes(name)),
  ].filter((name) => !left.includes(name))
  return {
    kept,
    renames: Object.fromEntries(
      args.given.flatMap(([name, meaning]) => (meaning.is === 'compute' ? [] : [[name, meaning.old]])),
    ),
    computed: Object.fromEntries(
      args.given.flatMap(([name, meaning]) => (meaning.is === 'compute' ? [[name, meaning.expression]] : [])),
    ),
  }
}

const leftOut = (reader: TokenReader, { value, at }: Token, relation: Relation): string => {
  if (attributeOf(relation, value).primary)
    reader.fail(`"${value}" is in the primary key, which cannot be left out`, at)
  return value
}
