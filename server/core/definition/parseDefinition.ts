import { LabBookError } from '../errors.ts'
import { parseAttribute } from './parseAttribute.ts'
import { parseForeignKey } from './parseForeignKey.ts'
import { parseIndex } from './parseIndex.ts'
import { assertComment, columnOf, type DefinitionTree, type Entry, type Line, syntaxError } from './syntax.ts'

/**
 * The tree of a definition in DataJoint's language; `where` names it in errors (`ephys.Clustering`). Names of other tables are
 * not looked up here. Nothing above the `---` makes a singleton, a table of at most one row.
 * @throws DEFINITION_SYNTAX with `line`, `column` and the line itself; UNKNOWN_TYPE
 */
export const parseDefinition = (text: string, where: string): DefinitionTree => {
  const lines = linesOf(text, where)
  const entries: Entry[] = []
  let primary = true
  for (const line of lines) {
    const trimmed = line.text.trim()
    if (trimmed.startsWith('#')) continue
    if (/^(---|___)/.test(trimmed)) primary = false
    else entries.push(...withIndex(addEntry(parseLine(line, primary), entries)))
  }
  const first = lines[0] ?? { text: '', number: 1, where }
  if (entries.every(({ kind }) => kind === 'index')) throw syntaxError(first, 1, 'it defines no attribute.')
  return { comment: tableComment(first), entries }
}

/** MySQL's SERIAL is a BIGINT UNSIGNED NOT NULL AUTO_INCREMENT UNIQUE. */
const withIndex = (entry: Entry): Entry[] =>
  entry.kind === 'attribute' && entry.unique
    ? [entry, { kind: 'index', attributes: [entry.name], unique: true, at: entry.at }]
    : [entry]

/** Far more than any table needs; what is longer is some other file. */
const longest = 200_000

const linesOf = (text: string, where: string): Line[] => {
  if (text.length > longest)
    throw new LabBookError('DEFINITION_SYNTAX', { where, problem: `the definition has ${text.length} letters.` })
  return text
    .split(/\r?\n/)
    .map((line, index) => ({ text: line.trimEnd(), number: index + 1, where }))
    .filter((line) => line.text.trim() !== '')
}

const tableComment = (first: Line): string => {
  const trimmed = first.text.trim()
  if (!trimmed.startsWith('#')) return ''
  const comment = trimmed.slice(1).trim()
  assertComment(first, comment)
  return comment
}

/** One line that is neither blank, a comment nor the `---`. @throws DEFINITION_SYNTAX, UNKNOWN_TYPE */
export const parseLine = (line: Line, primary: boolean): Entry => {
  if (/^[^"'#]*->/.test(line.text)) return parseForeignKey(line, primary)
  if (/^\s*(unique\s+)?index\s*\(/i.test(line.text)) return parseIndex(line)
  return parseAttribute(line, primary)
}

/** @throws DEFINITION_SYNTAX for an attribute that is there already */
const addEntry = (entry: Entry, earlier: readonly Entry[]): Entry => {
  if (entry.kind !== 'attribute') return entry
  const twin = earlier.find((other) => other.kind === 'attribute' && other.name === entry.name)
  if (twin)
    throw syntaxError(
      entry.at,
      columnOf(entry.at, entry.name),
      `"${entry.name}" is already defined in line ${twin.at.number}.`,
    )
  return entry
}
