import type { Attribute, ForeignKey, Table } from '../pipeline/table.ts'
import { attributeType } from './attributeType.ts'
import { entryOf } from './printAttribute.ts'

/** `-> [nullable, unique] schema.Table.proj(child='parent', …)` */
export const printForeignKey = (foreignKey: ForeignKey, table: Table): string => {
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

/** A foreign key as SQL has it, for those that `isSayable` denies. */
export const foreignKeySql = ({ parent, columns }: ForeignKey): string =>
  `FOREIGN KEY (${columns.map(({ child }) => child).join(', ')}) REFERENCES ${parent} (${columns.map((pair) => pair.parent).join(', ')})`

/**
 * Whether a line of DataJoint's language means this foreign key: it refers to its parent's whole primary key, between attributes of
 * the same types, under names that may be written.
 */
export const isSayable = (foreignKey: ForeignKey, table: Table, parent: Table | undefined): boolean => {
  const { columns } = foreignKey
  if (!parent || !isWholeKey(foreignKey, parent)) return false
  const sameTypes = columns.every((pair) => sqlType(table, pair.child) === sqlType(parent, pair.parent))
  const entry = entryOf(printForeignKey({ ...foreignKey, nullable: false }, table), false)
  return sameTypes && entry?.kind === 'foreignKey'
}

const isWholeKey = ({ columns }: ForeignKey, { primaryKey }: Table): boolean =>
  primaryKey.length > 0 &&
  columns.length === primaryKey.length &&
  primaryKey.every((name) => columns.some(({ parent }) => parent === name)) &&
  new Set(columns.map(({ child }) => child)).size === columns.length

const sqlType = (table: Table, name: string): string | undefined => {
  const found = table.attributes.find((attribute: Attribute) => attribute.name === name)
  return found && attributeType(found.type).sql
}

/** Names that are not CamelCase words (of two tables that claim one class name, or of odd databases) stand in backticks. */
const parentName = (parent: string, { master, schema }: Table): string => {
  if (parent === master) return 'master'
  const name = parent.startsWith(`${schema}.`) ? parent.slice(schema.length + 1) : parent
  if (/^[A-Za-z][\w-]*(\.[A-Za-z]\w*)*$/.test(name)) return name
  const dot = parent.lastIndexOf('.')
  return `\`${parent.slice(0, dot)}\`.\`${parent.slice(dot + 1)}\``
}
