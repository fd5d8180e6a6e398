import { LabBookError } from '../errors.ts'
import { type AttributeType, attributeType } from './attributeType.ts'
import { type AttributeEntry, assertAttributeName, assertComment, columnOf, type Line, syntaxError } from './syntax.ts'

/** `name [= default] : type [# comment]`. @throws DEFINITION_SYNTAX, UNKNOWN_TYPE */
export const parseAttribute = (line: Line, primary: boolean): AttributeEntry => {
  const { name, given, type: typed, comment } = splitLine(line)
  assertAttributeName(line, name)
  assertComment(line, comment, primary)
  const { type, autoIncrement, unique } = splitAutoIncrement(typed)
  assertType(line, type, primary)
  const value = given === undefined ? {} : parseDefault(line, given, type)
  const nullable = 'default' in value && value.default === null
  if (nullable && primary)
    throw syntaxError(line, columnOf(line, '='), `"${name}" belongs to the primary key and cannot be nullable.`)
  return {
    kind: 'attribute',
    name,
    type,
    primary,
    nullable,
    ...value,
    ...(autoIncrement && { autoIncrement }),
    ...(unique && { unique }),
    comment,
    at: line,
  }
}

type Pieces = {
  readonly name: string
  readonly given: string | undefined
  readonly type: string
  readonly comment: string
}

/** Cuts at the first `:` and then at the first `#` that stand outside quotes. */
const splitLine = (line: Line): Pieces => {
  const colon = indexOutsideQuotes(line.text, ':')
  const hash = indexOutsideQuotes(line.text, '#')
  if (colon < 0 || (hash >= 0 && hash < colon))
    throw syntaxError(line, columnOf(line, ''), 'this is neither "name : type", "-> Table" nor "index (…)".')
  const typeEnd = indexOutsideQuotes(line.text, '#', colon)
  const [name = '', ...rest] = line.text.slice(0, colon).split('=')
  return {
    name: name.trim(),
    given: rest.length ? rest.join('=').trim() : undefined,
    type: line.text.slice(colon + 1, typeEnd < 0 ? undefined : typeEnd).trim(),
    comment: typeEnd < 0 ? '' : line.text.slice(typeEnd + 1).trim(),
  }
}

const indexOutsideQuotes = (text: string, wanted: string, from = 0): number => {
  let quote = ''
  for (let index = from; index < text.length; index++) {
    const letter = text.charAt(index)
    if (quote) quote = letter === quote ? '' : quote
    else if (letter === wanted) return index
    else if (letter === '"' || letter === "'") quote = letter
  }
  return -1
}

const splitAutoIncrement = (typed: string): { type: string; autoIncrement: boolean; unique?: true } => {
  if (/^serial$/i.test(typed)) return { type: 'bigint unsigned', autoIncrement: true, unique: true }
  const type = typed.replace(/\s+auto_increment$/i, '')
  return { type, autoIncrement: type !== typed }
}

const assertType = (line: Line, type: string, primary: boolean): void => {
  const column = columnOf(line, type, line.text.indexOf(':'))
  if (type === '') throw syntaxError(line, columnOf(line, ':'), 'the type is missing after ":".')
  const { family, keyBytes } = attributeType(type)
  if (family === 'opaque')
    throw new LabBookError('UNKNOWN_TYPE', {
      where: `${line.where}, line ${line.number}, column ${column}`,
      type,
      line: line.number,
      column,
      source: line.text,
    })
  const illegal = (primary ? /[{}%]/ : /[{}]/).exec(attributeType(type).sql)?.[0]
  if (illegal) throw syntaxError(line, column, `a type may not hold ${illegal}: Python clients cannot copy it.`)
  if (primary && keyBytes === undefined) throw syntaxError(line, column, `"${type}" cannot be part of the primary key.`)
}

type Default = { readonly default: string | null } | { readonly defaultExpression: string }

/** `null`, an SQL expression, a quoted text or a bare value, checked against the type. */
const parseDefault = (line: Line, given: string, typeText: string): Default => {
  const type = attributeType(typeText)
  const column = columnOf(line, given, line.text.indexOf('='))
  if (given === '') throw syntaxError(line, columnOf(line, '='), 'the default is missing after "=".')
  if (/^null$/i.test(given)) return { default: null }
  if (type.defaultsToNullOnly) throw syntaxError(line, column, `"${typeText}" can only default to null.`)
  const now = /^current_timestamp(?:\s*\(\s*([0-6]?)\s*\))?$/i.exec(given)
  if (now) return { defaultExpression: nowExpression(line, type, now[1]) }
  const parsed = type.parse(unquote(given))
  if ('problem' in parsed) throw syntaxError(line, column, `as default ${parsed.problem}`)
  return { default: String(parsed.value) }
}

/** The one expression that DataJoint knows; nothing else of what is typed reaches SQL unquoted. */
const nowExpression = (line: Line, { family, text }: AttributeType, decimals = ''): string => {
  if (family !== 'datetime')
    throw syntaxError(
      line,
      columnOf(line, '='),
      `"${text}" cannot default to CURRENT_TIMESTAMP; datetime and timestamp can.`,
    )
  return decimals === '' || decimals === '0' ? 'CURRENT_TIMESTAMP' : `CURRENT_TIMESTAMP(${decimals})`
}

const unquote = (given: string): string => {
  const quote = given.charAt(0)
  const quoted = (quote === '"' || quote === "'") && given.length > 1 && given.endsWith(quote)
  return quoted ? given.slice(1, -1).replaceAll(quote + quote, quote) : given
}
