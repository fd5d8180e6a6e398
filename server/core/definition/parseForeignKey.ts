import { assertAttributeName, columnOf, type ForeignKeyEntry, type Line, syntaxError } from './syntax.ts'

/**
 * `-> [nullable, unique] schema.Table.proj(child='parent', …)`, also the form of 0.13, `(child) -> Table(parent)`.
 * @throws DEFINITION_SYNTAX
 */
export const parseForeignKey = (line: Line, primary: boolean): ForeignKeyEntry => {
  const found = pattern.exec(line.text)
  if (!found) throw syntaxError(line, columnOf(line, '->'), expected)
  const [, children, options, parent = '', projection, parents] = found
  const { nullable, unique } = parseOptions(line, options)
  if (nullable && primary)
    throw syntaxError(line, columnOf(line, '['), 'a foreign key of the primary key cannot be nullable.')
  const renaming = projection === undefined ? parseOldForm(line, children, parents) : parseProjection(line, projection)
  return { kind: 'foreignKey', parent, primary, nullable, unique, ...renaming, at: line }
}

const expected =
  'a foreign key is written "-> Table", "-> [nullable, unique] schema.Table" or "-> Table.proj(new=\'old\')".'
const names = String.raw`\(([^()]*)\)`
const table = String.raw`\`[^\`]+\`\.\`[^\`]+\`|[A-Za-z][\w-]*(?:\.(?!proj\s*\()[A-Za-z]\w*)*`
const pattern = new RegExp(
  String.raw`^\s*(?:${names}\s*)?->\s*(?:\[([^\]]*)\]\s*)?(${table})(?:\s*\.\s*proj\s*${names}|\s*${names})?\s*(?:#.*)?$`,
)

const parseOptions = (line: Line, text: string | undefined): { nullable: boolean; unique: boolean } => {
  const options = items(text).map((option) => option.toLowerCase())
  for (const option of options)
    if (option !== 'nullable' && option !== 'unique')
      throw syntaxError(line, columnOf(line, option), `"${option}" is neither nullable nor unique.`)
  return { nullable: options.includes('nullable'), unique: options.includes('unique') }
}

type Renaming = Pick<ForeignKeyEntry, 'renamed' | 'renamedLast'>

/** `new='old'`; attributes that keep their names may be listed too, or all of them as `...`. */
const parseProjection = (line: Line, text: string): Renaming => ({
  renamed: items(text).flatMap((item) => {
    if (item === '...' || /^(?:'\w+'|"\w+")$/.test(item)) return []
    const found = /^(\w+)\s*=\s*(?:'(\w+)'|"(\w+)")$/.exec(item)
    if (!found) throw syntaxError(line, columnOf(line, item), `"${item}" is not of the form new='old'.`)
    const child = found[1] ?? ''
    assertAttributeName(line, child)
    return [{ child, parent: found[2] ?? found[3] ?? '' }]
  }),
})

/** `(a, b) -> Table(c, d)` renames c to a and d to b; `(a) -> Table` renames the one attribute that is left. */
const parseOldForm = (line: Line, newNames: string | undefined, oldNames: string | undefined): Renaming => {
  const [children, parents] = [items(newNames), items(oldNames)]
  for (const child of children) assertAttributeName(line, child)
  if (children.length === 1 && parents.length === 0) return { renamed: [], renamedLast: children[0]! }
  if (children.length !== parents.length)
    throw syntaxError(
      line,
      columnOf(line, '('),
      `${children.length} new names do not fit ${parents.length} old ones; write -> Table.proj(new='old').`,
    )
  return { renamed: children.map((child, index) => ({ child, parent: parents[index]! })) }
}

const items = (list: string | undefined): string[] => (list ?? '').split(',').flatMap((item) => item.trim() || [])
