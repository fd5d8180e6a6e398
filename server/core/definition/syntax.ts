import type { ErrorCode } from '../errors.ts'
import { LabBookError } from '../errors.ts'

/** What the text of a definition says, before names of other tables are looked up. */
export type DefinitionTree = {
  readonly comment: string
  readonly entries: readonly Entry[]
}

export type Entry = AttributeEntry | ForeignKeyEntry | IndexEntry

export type AttributeEntry = {
  readonly kind: 'attribute'
  readonly name: string
  readonly type: string
  readonly primary: boolean
  readonly nullable: boolean
  /** As in Attribute: the text of a value, null for DEFAULT NULL, undefined when a value is required. */
  readonly default?: string | null
  readonly defaultExpression?: string
  readonly autoIncrement?: boolean
  /** `serial`, which brings a unique index along. */
  readonly unique?: true
  readonly comment: string
  readonly at: Line
}

export type ForeignKeyEntry = {
  readonly kind: 'foreignKey'
  /** As written: `Session`, `session.Session`, `master`, or MySQL's names in backticks, `` `db`.`#table` ``. */
  readonly parent: string
  /** Above the `---`. */
  readonly primary: boolean
  readonly nullable: boolean
  readonly unique: boolean
  /** From `.proj(child='parent')`. */
  readonly renamed: readonly { readonly child: string; readonly parent: string }[]
  /** From `(child) -> Parent`: a new name for the one attribute of the parent's key that is not there yet. */
  readonly renamedLast?: string
  readonly at: Line
}

export type IndexEntry = {
  readonly kind: 'index'
  /** Names, or parts of JSON values such as `info.rate:int`. */
  readonly attributes: readonly string[]
  readonly unique: boolean
  readonly at: Line
}

/** A line of a definition: what an error points at. */
export type Line = {
  readonly text: string
  /** From 1, in the text as given. */
  readonly number: number
  /** The table or file the definition belongs to. */
  readonly where: string
}

/** An error that names line and column (from 1) and shows the line. */
export const syntaxError = (line: Line, column: number, problem: string, code: ErrorCode = 'DEFINITION_SYNTAX') =>
  new LabBookError(code, {
    where: line.where,
    line: line.number,
    column,
    source: line.text,
    problem: `line ${line.number}, column ${column}: ${problem}\n  ${line.text}\n  ${' '.repeat(column - 1)}^`,
  })

/** Column (from 1) of a text within the line; of the line's first letter when it is not found. */
export const columnOf = (line: Line, text: string, from = 0): number => {
  const found = text === '' ? -1 : line.text.indexOf(text, from)
  return (found >= 0 ? found : line.text.search(/\S|$/)) + 1
}

/** @throws DEFINITION_SYNTAX unless it is a legal attribute name */
export const assertAttributeName = (line: Line, name: string): void => {
  const column = columnOf(line, name)
  if (name.startsWith('_')) throw syntaxError(line, column, `"${name}" would be hidden, since it begins with "_".`)
  if (!/^[a-z][a-z0-9_]*$/.test(name))
    throw syntaxError(line, column, `"${name}" is not an attribute name (lower-case letters, digits and _).`)
  if (name.length > 64) throw syntaxError(line, column, `"${name}" is longer than 64 characters.`)
}

/**
 * @throws DEFINITION_SYNTAX for what breaks Python clients: they paste comments into SQL and through str.format, and those of
 * the key, which children inherit, through the driver's `%` too.
 */
export const assertComment = (line: Line, comment: string, primary = false): void => {
  const start = line.text.indexOf('#')
  if (comment.startsWith(':')) throw syntaxError(line, columnOf(line, ':', start), 'a comment may not begin with ":".')
  const illegal = (primary ? /["{}\\%]/ : /["{}\\]/).exec(comment)?.[0]
  if (illegal)
    throw syntaxError(
      line,
      columnOf(line, illegal, start),
      `a comment${illegal === '%' ? ' in the primary key' : ''} may not hold ${illegal}, which breaks Python clients.`,
    )
  if (comment.length > 1024) throw syntaxError(line, start + 1, 'a comment may have at most 1024 characters.')
}
