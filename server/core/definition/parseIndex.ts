import { assertAttributeName, columnOf, type IndexEntry, type Line, syntaxError } from './syntax.ts'

/**
 * `index (a, b)` or `unique index (a, b)`; `info.rate:int` stands for a part of a JSON value, as in Python.
 * @throws DEFINITION_SYNTAX
 */
export const parseIndex = (line: Line): IndexEntry => {
  const found = /^\s*(unique\s+)?index\s*\((.*)\)\s*(?:#.*)?$/i.exec(line.text)
  if (!found)
    throw syntaxError(line, columnOf(line, '('), 'an index is written "index (a, b)" or "unique index (a, b)".')
  const attributes = splitList(found[2] ?? '')
  for (const name of attributes) assertIndexed(line, name)
  return { kind: 'index', attributes, unique: found[1] !== undefined, at: line }
}

/** `rate` of `info.rate:int`, or undefined for a whole attribute. */
export type JsonPart = { readonly attribute: string; readonly path: string; readonly type: string }

/** What an item of an index names, if it is a part of a JSON value. */
export const readJsonPart = (item: string): JsonPart | undefined => {
  const found = jsonPart.exec(item)
  return found ? { attribute: found[1]!, path: found[2]!, type: found[3] ?? '' } : undefined
}

/**
 * `info.rate:decimal(8,2)` of the expression that MySQL 8 shows of such an index, ``json_value(`info`, _utf8mb4\\'$.rate\\' returning
 * decimal(8, 2))``; undefined for any other. Without a type it shows `char(512)`.
 */
export const readIndexExpression = (expression: string): string | undefined => {
  const found = /^json_value\(`([^`]+)`, _utf8mb4\\?'\$\.(.+?)\\?' returning (.+)\)$/.exec(expression)
  if (!found) return undefined
  const [, attribute, path, type] = found
  const item = `${attribute}.${path}${type === 'char(512)' ? '' : `:${type!.replace(', ', ',')}`}`
  return readJsonPart(item) && item
}

const jsonPart =
  /^([a-z][a-z0-9_]*)\.(\w+(?:\[\d+\])?(?:\.\w+(?:\[\d+\])?)*)(?::((?:un)?signed|date|datetime|time|year|float|double|char\(\d+\)|decimal\(\d+,\s*\d+\)))?$/

const assertIndexed = (line: Line, item: string): void => {
  if (readJsonPart(item)) return
  if (/[.:()]/.test(item))
    throw syntaxError(
      line,
      columnOf(line, item),
      `"${item}" is neither an attribute nor a part of a JSON value such as info.rate:decimal(8,2).`,
    )
  assertAttributeName(line, item)
}

/** At commas outside parentheses. */
const splitList = (list: string): string[] => list.split(/,(?![^(]*\))/).map((item) => item.trim())
