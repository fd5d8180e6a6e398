import { attributeType } from '../definition/attributeType.ts'
import { readJsonPart } from '../definition/parseIndex.ts'
import type { BlobStyle } from '../definition/types/contract.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Attribute, ForeignKey, Table } from '../pipeline/table.ts'
import { externalClauses } from './externalTable.ts'
import { columnList, quoteIdentifier, tableReference } from './identifier.ts'
import { quoteLiteral } from './literal.ts'

/**
 * CREATE TABLE as DataJoint lays it out: columns in the order of the definition, primary key, unnamed foreign keys, indexes.
 * Scalars are quiet (native types, plain comments), so that 0.14 and 2.x clients open the table alike; the pipeline's blob
 * style decides about `:<blob>:`. Parents must be in the pipeline.
 */
export const compileCreateTable = (table: Table, pipeline: Pipeline): string =>
  createTable(table, [
    ...table.attributes.map((attribute) => compileColumn(attribute, pipeline.blobStyle)),
    ...(table.primaryKey.length ? [`PRIMARY KEY ${columnList(table.primaryKey)}`] : singletonKey),
    ...table.foreignKeys.map((foreignKey) => foreignKeyClause(foreignKey, pipeline)),
    ...externalClauses(table),
    ...indexClauses(table),
  ])

/** Of a table of at most one row, as 2.x declares it: a hidden attribute that can have one value only. */
const singletonKey = [
  "`_singleton` tinyint NOT NULL DEFAULT '1' COMMENT ':bool:singleton primary key'",
  'PRIMARY KEY (`_singleton`)',
]

/** `` `name` type [CHARACTER SET x COLLATE y] [NOT NULL] [DEFAULT x] [AUTO_INCREMENT] [COMMENT '…'] `` */
export const compileColumn = (attribute: Attribute, style: BlobStyle): string => {
  const type = attributeType(attribute.type)
  const marker = type.marker(style)
  const comment = (marker && `:${marker}:`) + attribute.comment
  return [
    quoteIdentifier(attribute.name),
    type.sql,
    attribute.collation && `CHARACTER SET ${attribute.collation.charset} COLLATE ${attribute.collation.name}`,
    attribute.nullable ? '' : 'NOT NULL',
    defaultClause(attribute),
    attribute.autoIncrement ? 'AUTO_INCREMENT' : '',
    comment && `COMMENT ${quoteLiteral(comment)}`,
  ]
    .filter(Boolean)
    .join(' ')
}

/** The statement around its lines. */
export const createTable = (
  table: Pick<Table, 'database' | 'sqlName' | 'comment'>,
  lines: readonly string[],
): string => {
  const comment = table.comment ? `, COMMENT ${quoteLiteral(table.comment)}` : ''
  return `CREATE TABLE IF NOT EXISTS ${tableReference(table)} (\n${lines.join(',\n')}\n) ENGINE=InnoDB${comment}`
}

const defaultClause = (attribute: Attribute): string => {
  if (attribute.defaultExpression !== undefined) return `DEFAULT ${attribute.defaultExpression}`
  if (attribute.default === undefined) return ''
  if (attribute.default === null) return 'DEFAULT NULL'
  const type = attributeType(attribute.type)
  const parsed = type.parse(attribute.default)
  return `DEFAULT ${quoteLiteral('value' in parsed ? type.toDatabase(parsed.value) : attribute.default)}`
}

const foreignKeyClause = ({ parent, columns }: ForeignKey, pipeline: Pipeline): string => {
  const children = columnList(columns.map(({ child }) => child))
  const parents = columnList(columns.map((pair) => pair.parent))
  return `FOREIGN KEY ${children} REFERENCES ${tableReference(pipeline.table(parent))} ${parents} ON UPDATE CASCADE ON DELETE RESTRICT`
}

/** Unique foreign keys first, then the index lines of the definition, each set of attributes once. */
const indexClauses = (table: Table): string[] => {
  const ofForeignKeys = table.foreignKeys
    .filter(({ unique }) => unique)
    .map(({ columns }) => ({ unique: true, attributes: columns.map(({ child }) => child) }))
  const clauses = [...ofForeignKeys, ...table.indexes].map(
    ({ unique, attributes }) => `${unique ? 'UNIQUE ' : ''}INDEX (${attributes.map(indexedPart).join(',')})`,
  )
  return [...new Set(clauses)]
}

/** A column, or the part of a JSON value as Python writes it: a functional index, which only MySQL 8 has. */
const indexedPart = (item: string): string => {
  const part = readJsonPart(item)
  if (!part) return quoteIdentifier(item)
  const returning = part.type && ` returning ${part.type}`
  return `(json_value(${quoteIdentifier(part.attribute)}, _utf8mb4'$.${part.path}'${returning}))`
}
