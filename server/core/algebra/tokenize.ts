import { LabBookError } from '../errors.ts'

/** What someone typed and where in it a piece of it begins, so that an error inside a quoted condition points there. */
export type Typed = { readonly text: string; readonly whole: string; readonly start: number }

export type Token = {
  readonly kind: 'name' | 'text' | 'number' | 'sign' | 'end'
  /** The name, the text without its quotes, the digits, the sign. */
  readonly value: string
  /** A name in backticks, which is never a word of the language. */
  readonly quoted?: true
  /** Place in the text, from 0. */
  readonly at: number
}

export const typed = (text: string): Typed => ({ text, whole: text, start: 0 })

/** Room for a list of ten thousand values, less than what could exhaust a parser. */
const maxLength = 100_000

/** Names, quoted texts (`'…'`, `"…"`, `` `…` `` for names), numbers and signs. @throws QUERY_SYNTAX */
export const tokenize = (source: Typed): Token[] => {
  if (source.text.length > maxLength) throw syntaxError(source, 0, `it is longer than ${maxLength} characters`)
  const tokens: Token[] = []
  for (let at = skipBlanks(source.text, 0); at < source.text.length; ) {
    const { token, end } = readToken(source, at)
    tokens.push(token)
    at = skipBlanks(source.text, end)
  }
  return [...tokens, { kind: 'end', value: 'the end', at: source.text.length }]
}

/** @param at place in `source.text`; the error counts columns from 1 in the whole text */
export const syntaxError = ({ whole, start }: Typed, at: number, problem: string): LabBookError =>
  new LabBookError('QUERY_SYNTAX', { text: excerpt(whole, start + at), column: start + at + 1, problem })

/** Letters of a long text that are shown on each side of an error. */
const shown = 150

const excerpt = (text: string, at: number): string => {
  if (text.length <= 2 * shown) return text
  const [begin, end] = [Math.max(0, at - shown), Math.min(text.length, at + shown)]
  return `${begin > 0 ? '…' : ''}${text.slice(begin, end)}${end < text.length ? '…' : ''}`
}

const blanks = /\s*/y
const skipBlanks = (text: string, at: number): number => {
  blanks.lastIndex = at
  return blanks.test(text) ? blanks.lastIndex : at
}

type Read = { readonly token: Token; readonly end: number }

const patterns: readonly (readonly [Token['kind'], RegExp])[] = [
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['name', /[A-Za-z_][A-Za-z0-9_]*/y],
  ['sign', /<=>|<=|>=|<>|!=|==|<<|>>|&&|\|\||[-+*/%&~()[\]{},:.=<>]/y],
]

const readToken = (source: Typed, at: number): Read => {
  const quote = source.text[at]!
  if (quote === "'" || quote === '"') return readQuoted(source, at, quote)
  if (quote === '`') return readQuotedName(source, at)
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at
    const value = pattern.exec(source.text)?.[0]
    if (value !== undefined) return { token: { kind, value, at }, end: at + value.length }
  }
  throw syntaxError(source, at, `"${quote}" has no meaning here`)
}

const readQuotedName = (source: Typed, at: number): Read => {
  const name = /`((?:[^`]|``)+)`/y
  name.lastIndex = at
  const match = name.exec(source.text)
  if (!match) throw syntaxError(source, at, 'after ` comes a name and another `')
  const value = match[1]!.replaceAll('``', '`')
  return { token: { kind: 'name', value, at, quoted: true }, end: at + match[0].length }
}

/** A doubled quote stands for one; a backslash keeps the next character, with n, t, r, 0 as usual; `\%` and `\_` stay for LIKE. */
const readQuoted = (source: Typed, at: number, quote: string): Read => {
  let value = ''
  for (let place = at + 1; place < source.text.length; place++) {
    const character = source.text[place]!
    if (character === '\\') value += unescaped(source.text[++place] ?? '')
    else if (character !== quote) value += character
    else if (source.text[place + 1] === quote) value += source.text[++place]
    else return { token: { kind: 'text', value, at }, end: place + 1 }
  }
  throw syntaxError(source, at, `the text that begins here has no closing ${quote}`)
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0', '%': '\\%', _: '\\_' }
const unescaped = (character: string): string => escapes[character] ?? character
