import { attributeType } from '../definition/attributeType.ts'
import type { Attribute, Table } from '../pipeline/table.ts'

/** Lines of one scalar field: its comment, then name, type and attributes, tab-separated for alignment. */
export const printField = (attribute: Attribute, table: Table): string[] => {
  const { type, native, note } = attributeType(attribute.type).prisma
  const comment = [attribute.comment.replace(/\s*\n\s*/g, ' '), note].filter(Boolean).join(' · ')
  const attributes = [
    table.primaryKey.length === 1 && attribute.primary ? '@id' : '',
    printDefault(attribute, type),
    native,
  ].filter(Boolean)
  const line = [attribute.name, type + (attribute.nullable ? '?' : ''), attributes.join(' ')].join('\t')
  return comment ? [`/// ${comment}`, line] : [line]
}

const printDefault = (attribute: Attribute, type: string): string => {
  if (attribute.autoIncrement) return '@default(autoincrement())'
  if (attribute.defaultExpression !== undefined) return `@default(dbgenerated("${attribute.defaultExpression}"))`
  if (attribute.default === undefined || attribute.default === null) return ''
  const literal = literals[type]
  return literal
    ? `@default(${literal(attribute.default)})`
    : `@default(dbgenerated(${JSON.stringify(`'${attribute.default}'`)}))`
}

/** How Prisma writes a default of each of its types; what is missing is left to the database. */
const literals: Readonly<Record<string, (text: string) => string>> = {
  String: (text) => JSON.stringify(text),
  Int: (text) => text,
  BigInt: (text) => text,
  Float: (text) => text,
  Decimal: (text) => text,
  Boolean: (text) => String(text === '1'),
}
