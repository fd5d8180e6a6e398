import { assertAttributeName, columnOf, type ForeignKeyEntry, type Line, syntaxError } from './syntax.ts'

/** `-> [nullable, unique] schema.Table.proj(child='parent', …)`. @throws DEFINITION_SYNTAX */
export const parseForeignKey = (line: Line, primary: boolean): ForeignKeyEntry => {
  const found = pattern.exec(line.text)
  if (!found) throw syntaxError(line, columnOf(line, '->'), expected)
  const [, options, parent = '', projection] = found
  const { nullable, unique } = parseOptions(line, options)
  if (nullable && primary)
    throw syntaxError(line, columnOf(line, '['), 'a foreign key of the primary key cannot be nullable.')
  return {
    kind: 'foreignKey',
    parent,
    primary,
    nullable,
    unique,
    renamed: projection === undefined ? [] : parseProjection(line, projection),
    at: line,
  }
}

const expected =
  'a foreign key is written "-> Table", "-> [nullable, unique] schema.Table" or "-> Table.proj(new=\'old\')".'
const pattern =
  /^\s*->\s*(?:\[([^\]]*)\]\s*)?([A-Za-z][\w-]*(?:\.(?!proj\s*\()[A-Za-z]\w*)*)\s*(?:\.\s*proj\s*\(([^)]*)\))?\s*(?:#.*)?$/

const parseOptions = (line: Line, text: string | undefined): { nullable: boolean; unique: boolean } => {
  const options = (text ?? '').split(',').flatMap((option) => option.trim().toLowerCase() || [])
  for (const option of options)
    if (option !== 'nullable' && option !== 'unique')
      throw syntaxError(line, columnOf(line, option), `"${option}" is neither nullable nor unique.`)
  return { nullable: options.includes('nullable'), unique: options.includes('unique') }
}

const parseProjection = (line: Line, text: string): { child: string; parent: string }[] =>
  text.split(',').flatMap((item) => {
    if (item.trim() === '' || item.trim() === '...') return []
    const found = /^\s*(\w+)\s*=\s*(?:'(\w+)'|"(\w+)")\s*$/.exec(item)
    if (!found) throw syntaxError(line, columnOf(line, item.trim()), `"${item.trim()}" is not of the form new='old'.`)
    const child = found[1] ?? ''
    assertAttributeName(line, child)
    return [{ child, parent: found[2] ?? found[3] ?? '' }]
  })
