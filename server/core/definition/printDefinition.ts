import type { Attribute, ForeignKey, Table } from '../pipeline/table.ts'
import { attributeType } from './attributeType.ts'

/**
 * The definition of a table, native or foreign, as DataJoint's `describe` prints it: an attribute that a foreign key brings is
 * not listed, the foreign key stands where its attributes begin. Compiling the text gives the table again.
 */
export const printDefinition = (table: Table): string => {
  const lines: string[] = table.comment ? [`# ${oneLine(table.comment)}`] : []
  let primary = true
  for (const item of arrange(table)) {
    if (primary && !item.primary) lines.push('---')
    primary &&= item.primary
    lines.push('foreignKey' in item ? printForeignKey(item.foreignKey, table) : printAttribute(item.attribute))
  }
  if (primary) lines.push('---')
  return [...lines, ...printIndexes(table)].join('\n')
}

type Item = { readonly primary: boolean } & ({ readonly attribute: Attribute } | { readonly foreignKey: ForeignKey })

/**
 * Attributes and foreign keys in an order that yields the columns and the foreign keys again: each foreign key as soon as what
 * it would bring is what comes next, and an attribute of its own for what it would bring otherwise.
 */
const arrange = (table: Table): Item[] => {
  const items: Item[] = []
  const waiting = [...table.foreignKeys]
  let rest = table.attributes
  for (let primary = true; rest.length > 0 || waiting.length > 0; ) {
    const brought = waiting[0] && broughtBy(waiting[0], rest)
    const next = rest[0]
    primary &&= brought?.[0]?.primary ?? (brought ? primary : (next?.primary ?? false))
    if (brought) items.push({ primary, foreignKey: asBringing(waiting.shift()!, brought) })
    else if (next) items.push({ primary, attribute: next })
    else break
    rest = rest.slice(brought ? brought.length : 1)
  }
  return items
}

/** The attributes that a foreign key adds, if they are the next ones and just as it adds them; otherwise undefined. */
const broughtBy = ({ columns }: ForeignKey, rest: readonly Attribute[]): readonly Attribute[] | undefined => {
  const added = columns.filter(({ child }) => rest.some(({ name }) => name === child))
  const brought = rest.slice(0, added.length)
  const isInherited = (attribute: Attribute, index: number) =>
    attribute.name === added[index]?.child &&
    attribute.nullable === brought[0]?.nullable &&
    attribute.primary === brought[0]?.primary &&
    (attribute.default ?? null) === null &&
    attribute.defaultExpression === undefined &&
    !attribute.autoIncrement
  return brought.every(isInherited) ? brought : undefined
}

/** What an attribute that was there before allows is not this foreign key's to say. */
const asBringing = (foreignKey: ForeignKey, brought: readonly Attribute[]): ForeignKey => ({
  ...foreignKey,
  nullable: brought[0]?.nullable ?? foreignKey.nullable,
})

const printForeignKey = (foreignKey: ForeignKey, table: Table): string => {
  const options = [foreignKey.nullable && 'nullable', foreignKey.unique && 'unique'].filter(Boolean)
  const renamed = foreignKey.columns.filter(({ child, parent }) => child !== parent)
  const projection = renamed.map(({ child, parent }) => `${child}='${parent}'`).join(', ')
  return [
    '-> ',
    options.length ? `[${options.join(', ')}] ` : '',
    parentName(foreignKey.parent, table),
    projection && `.proj(${projection})`,
  ].join('')
}

/** Names that are not CamelCase words (of two tables that claim one class name, or of odd databases) stand in backticks. */
const parentName = (parent: string, { master, schema }: Table): string => {
  if (parent === master) return 'master'
  const name = parent.startsWith(`${schema}.`) ? parent.slice(schema.length + 1) : parent
  if (/^[A-Za-z][\w-]*(\.[A-Za-z]\w*)*$/.test(name)) return name
  const dot = parent.lastIndexOf('.')
  return `\`${parent.slice(0, dot)}\`.\`${parent.slice(dot + 1)}\``
}

const printAttribute = (attribute: Attribute): string => {
  const increment = attribute.autoIncrement ? ' auto_increment' : ''
  const given = printDefault(attribute)
  const comment = attribute.comment ? `  # ${oneLine(attribute.comment)}` : ''
  return `${attribute.name}${given && ` = ${given}`} : ${attribute.type}${increment}${comment}`
}

const printDefault = (attribute: Attribute): string => {
  if (attribute.defaultExpression !== undefined) return attribute.defaultExpression
  if (attribute.default === null) return 'null'
  if (attribute.default === undefined) return ''
  const bare = attributeType(attribute.type).family !== 'string' && /^-?\d+(\.\d+)?$/.test(attribute.default)
  return bare ? attribute.default : quoteDefault(attribute.default)
}

const quoteDefault = (text: string): string => `'${text.replaceAll("'", "''")}'`

const printIndexes = (table: Table): string[] => {
  const implied = new Set(
    table.foreignKeys.filter(({ unique }) => unique).map(({ columns }) => columns.map(({ child }) => child).join()),
  )
  return table.indexes
    .filter(({ attributes, unique }) => !(unique && implied.has(attributes.join())))
    .map(({ attributes, unique }) => `${unique ? 'unique ' : ''}index (${attributes.join(', ')})`)
}

const oneLine = (comment: string): string => comment.replace(/\s*\n\s*/g, ' ')
