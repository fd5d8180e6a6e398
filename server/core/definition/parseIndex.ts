import { assertAttributeName, columnOf, type IndexEntry, type Line, syntaxError } from './syntax.ts'

/** `index (a, b)` or `unique index (a, b)`. @throws DEFINITION_SYNTAX */
export const parseIndex = (line: Line): IndexEntry => {
  const found = /^\s*(unique\s+)?index\s*\(([^()]*)\)\s*(?:#.*)?$/i.exec(line.text)
  if (!found)
    throw syntaxError(line, columnOf(line, '('), 'an index is written "index (a, b)" or "unique index (a, b)".')
  const attributes = (found[2] ?? '').split(',').map((name) => name.trim())
  for (const name of attributes) assertAttributeName(line, name)
  return { kind: 'index', attributes, unique: found[1] !== undefined, at: line }
}
