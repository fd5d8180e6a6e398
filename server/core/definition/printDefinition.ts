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

/** Attributes and foreign keys in the order in which compiling them yields the columns again. */
const arrange = (table: Table): Item[] => {
  const seen = new Set<string>()
  const waiting = [...table.foreignKeys]
  const items: Item[] = []
  for (const attribute of table.attributes) {
    if (seen.has(attribute.name)) continue
    const bringing = bringingNext(waiting, table, seen, attribute.name)
    if (bringing) {
      // What an attribute that was there before allows is not this foreign key's to say.
      items.push({ primary: attribute.primary, foreignKey: { ...bringing, nullable: attribute.nullable } })
      waiting.splice(waiting.indexOf(bringing), 1)
      for (const { child } of bringing.columns) seen.add(child)
    } else {
      items.push({ primary: attribute.primary, attribute })
      seen.add(attribute.name)
    }
    items.push(...takeComplete(waiting, seen, attribute.primary))
  }
  return [...items, ...waiting.map((foreignKey) => ({ primary: false, foreignKey }))]
}

/** The first foreign key whose attributes not yet seen are exactly those that come next. */
const bringingNext = (waiting: readonly ForeignKey[], table: Table, seen: ReadonlySet<string>, next: string) => {
  const start = table.attributes.findIndex(({ name }) => name === next)
  const upcoming = table.attributes.slice(start).filter(({ name }) => !seen.has(name))
  const containing = waiting.filter(({ columns }) => columns.some(({ child }) => child === next))
  const exact = containing.find(({ columns }) => {
    const added = columns.filter(({ child }) => !seen.has(child))
    return added.every(({ child }, index) => upcoming[index]?.name === child)
  })
  return exact ?? containing[0]
}

/** Foreign keys at the head of the queue whose attributes are all there. */
const takeComplete = (waiting: ForeignKey[], seen: ReadonlySet<string>, primary: boolean): Item[] => {
  const items: Item[] = []
  while (waiting[0]?.columns.every(({ child }) => seen.has(child)))
    items.push({ primary: primary && !waiting[0].nullable, foreignKey: waiting.shift() as ForeignKey })
  return items
}

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

const parentName = (parent: string, { master, schema }: Table): string => {
  if (parent === master) return 'master'
  return parent.startsWith(`${schema}.`) ? parent.slice(schema.length + 1) : parent
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
