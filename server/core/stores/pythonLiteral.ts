/**
 * The literals of Python that sorters write into params.py and numpy into its headers. Never evaluated.
 *
 * | form            | examples                          | becomes                                   |
 * |-----------------|-----------------------------------|-------------------------------------------|
 * | string          | 'a' "a" r'C:\x' u'a' '''a'''      | string                                    |
 * | integer         | 30000  -1  1_000  0x1f            | bigint                                    |
 * | float           | 32000.  .5  1e-3                  | number                                    |
 * | constant        | True False None                   | boolean, null                             |
 * | list, tuple     | [1, 2]  (384, 82)                 | array, { kind: 'tuple' }                  |
 * | dict            | {'descr': '<f8'}                  | { kind: 'dict' }                          |
 */
import type { BlobValue } from '../blob/value.ts'

export type Literal = { readonly value: BlobValue; readonly end: number }

/** The literal at `start`, and where it ends; undefined when there is none. Brackets may span lines. */
export const parsePythonLiteral = (text: string, start = 0): Literal | undefined => {
  try {
    return readValue(text, skipBlank(text, start), 0)
  } catch (error) {
    if (error instanceof NotLiteral) return undefined
    throw error
  }
}

/** `name = value` lines. What is not a literal is listed in `skipped` as `line 3: x = f(1)`. */
export const parsePythonAssignments = (text: string): { values: Map<string, BlobValue>; skipped: string[] } => {
  const values = new Map<string, BlobValue>()
  const skipped: string[] = []
  const line = /^[ \t]*([A-Za-z_]\w*)[ \t]*=(?!=)[ \t]*/gm
  for (let match = line.exec(text); match; match = line.exec(text)) {
    const literal = parsePythonLiteral(text, line.lastIndex)
    const clean = literal && /^[ \t]*(#.*)?(\r?\n|$)/.test(restOfLine(text, literal.end))
    if (clean) values.set(match[1]!, literal.value)
    else skipped.push(describeLine(text, match.index))
    line.lastIndex = clean ? literal.end : endOfLine(text, match.index)
  }
  return { values, skipped }
}

class NotLiteral extends Error {}
const maxDepth = 20

const endOfLine = (text: string, from: number) => {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end + 1
}
const restOfLine = (text: string, from: number) => text.slice(from, endOfLine(text, from))
const describeLine = (text: string, at: number) => {
  const number = text.slice(0, at).split('\n').length + (text[at] === '\n' ? 1 : 0)
  return `line ${number}: ${restOfLine(text, at).trim().slice(0, 80)}`
}

const blank = /(?:\s|#[^\n]*)*/y
const skipBlank = (text: string, at: number): number => {
  blank.lastIndex = at
  blank.exec(text)
  return blank.lastIndex
}

const readValue = (text: string, at: number, depth: number): Literal => {
  if (depth > maxDepth) throw new NotLiteral()
  const opening = text[at]
  if (opening === '[') return readItems(text, at, ']', depth, (items) => items)
  if (opening === '(') return readItems(text, at, ')', depth, tupleOrValue)
  if (opening === '{') return readDict(text, at, depth)
  return readString(text, at) ?? readNumber(text, at) ?? readConstant(text, at) ?? fail()
}

const fail = (): never => {
  throw new NotLiteral()
}

const tupleOrValue = (items: readonly BlobValue[], trailingComma: boolean): BlobValue =>
  items.length === 1 && !trailingComma ? items[0]! : { kind: 'tuple', items }

const readItems = (
  text: string,
  at: number,
  closing: string,
  depth: number,
  build: (items: readonly BlobValue[], trailingComma: boolean) => BlobValue,
): Literal => {
  const items: BlobValue[] = []
  let comma = false
  let cursor = skipBlank(text, at + 1)
  while (text[cursor] !== closing) {
    const item = readValue(text, cursor, depth + 1)
    items.push(item.value)
    cursor = skipBlank(text, item.end)
    comma = text[cursor] === ','
    if (comma) cursor = skipBlank(text, cursor + 1)
    else if (text[cursor] !== closing) fail()
  }
  return { value: build(items, comma), end: cursor + 1 }
}

const readDict = (text: string, at: number, depth: number): Literal => {
  const entries: [BlobValue, BlobValue][] = []
  let cursor = skipBlank(text, at + 1)
  while (text[cursor] !== '}') {
    const key = readValue(text, cursor, depth + 1)
    cursor = skipBlank(text, key.end)
    if (text[cursor] !== ':') fail()
    const value = readValue(text, skipBlank(text, cursor + 1), depth + 1)
    entries.push([key.value, value.value])
    cursor = skipBlank(text, value.end)
    if (text[cursor] === ',') cursor = skipBlank(text, cursor + 1)
    else if (text[cursor] !== '}') fail()
  }
  return { value: { kind: 'dict', entries }, end: cursor + 1 }
}

const stringForm = /([rRuUbB]{0,2})('''|"""|'|")/y

const readString = (text: string, at: number): Literal | undefined => {
  stringForm.lastIndex = at
  const match = stringForm.exec(text)
  if (!match) return undefined
  const [opening, prefix, quote] = match as unknown as [string, string, string]
  let end = at + opening.length
  while (end < text.length && !text.startsWith(quote, end)) {
    if (text[end] === '\n' && quote.length === 1) fail()
    end += text[end] === '\\' ? 2 : 1
  }
  if (end >= text.length) fail()
  const raw = text.slice(at + opening.length, end)
  return { value: /r/i.test(prefix) ? raw : unescapeString(raw), end: end + quote.length }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' }

/** Unknown escapes stay as they are, as in Python; a Windows path in plain quotes survives that way. */
const unescapeString = (raw: string) =>
  raw.replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)/gs, (whole, code: string) => {
    if (code.length > 1) return String.fromCharCode(Number.parseInt(code.slice(1), 16))
    return escapes[code] ?? whole
  })

const numberForm = /[+-]?(?:0[xX][0-9a-fA-F]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][+-]?\d+)?)(?![\w.])/y

const readNumber = (text: string, at: number): Literal | undefined => {
  numberForm.lastIndex = at
  const match = numberForm.exec(text)
  if (!match) return undefined
  const digits = match[0].replaceAll('_', '')
  const end = at + match[0].length
  if (/[.eE]/.test(digits) && !/0[xX]/.test(digits)) return { value: Number(digits), end }
  const negative = digits.startsWith('-')
  const whole = BigInt(digits.replace(/^[+-]/, ''))
  return { value: negative ? -whole : whole, end }
}

const constantForm = /(True|False|None)(?!\w)/y
const constants = { True: true, False: false, None: null } as const

const readConstant = (text: string, at: number): Literal | undefined => {
  constantForm.lastIndex = at
  const match = constantForm.exec(text)
  return match ? { value: constants[match[1] as keyof typeof constants], end: at + match[0].length } : undefined
}
