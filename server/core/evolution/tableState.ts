import { attributeType } from '../definition/attributeType.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Attribute, Table } from '../pipeline/table.ts'
import { quoteLiteral } from '../sql/literal.ts'
import { normalColumnType, normalExpression } from './columnType.ts'

/** A table as MySQL holds it: what a migration compares and changes. Hidden columns and hidden tables are no part of it. */
export type TableState = {
  readonly database: string
  readonly sqlName: string
  readonly comment: string
  readonly columns: readonly ColumnState[]
  /** In column order. */
  readonly primaryKey: readonly string[]
  readonly foreignKeys: readonly ForeignKeyState[]
  readonly indexes: readonly IndexState[]
}

export type ColumnState = {
  readonly name: string
  /** MySQL's type in one spelling: `int unsigned`, `enum('a','b')`, `json`. */
  readonly type: string
  readonly nullable: boolean
  /** What stands after DEFAULT, in one spelling; absent when a value is required, and for NULL. */
  readonly fallback?: string
  readonly autoIncrement?: true
  /** With the type marker that it may begin with: `:uuid:name of it`. */
  readonly comment: string
  /** Of a text column that differs from its table's; it is kept. */
  readonly collation?: { readonly charset: string; readonly name: string }
  /** What LabBook does not know how to write again (a generated column); such a column is not altered. */
  readonly unknown?: string
}

export type ForeignKeyState = {
  readonly columns: readonly string[]
  readonly parent: { readonly database: string; readonly sqlName: string; readonly columns: readonly string[] }
}

export type IndexState = { readonly columns: readonly string[]; readonly unique: boolean; readonly name?: string }

/** The state that CREATE TABLE of this table would give. The pipeline knows the parents and the blob style. */
export const stateOf = (table: Table, pipeline: Pipeline): TableState => ({
  database: table.database,
  sqlName: table.sqlName,
  comment: table.comment,
  columns: table.attributes.map((attribute) =>
    columnState(attribute, attributeType(attribute.type).marker(pipeline.blobStyle)),
  ),
  primaryKey: table.primaryKey,
  foreignKeys: table.foreignKeys.map(({ parent, columns }) => {
    const { database, sqlName } = pipeline.table(parent)
    const parentColumns = columns.map((pair) => pair.parent)
    return { columns: columns.map(({ child }) => child), parent: { database, sqlName, columns: parentColumns } }
  }),
  indexes: declaredIndexes(table),
})

/** The column of an attribute; `marker` is the text between the colons of its comment, empty for none. */
export const columnState = (attribute: Attribute, marker: string): ColumnState => {
  const fallback = fallbackOf(attribute)
  return {
    name: attribute.name,
    type: normalColumnType(attributeType(attribute.type).sql),
    nullable: attribute.nullable,
    ...(fallback !== undefined && { fallback }),
    ...(attribute.autoIncrement && { autoIncrement: true }),
    comment: (marker && `:${marker}:`) + attribute.comment,
  }
}

/** `:uuid:name of it` -> `uuid`; empty when the comment has no marker. */
export const markerOf = (comment: string): string => /^:([^:]+):/.exec(comment)?.[1] ?? ''

const fallbackOf = (attribute: Attribute): string | undefined => {
  if (attribute.defaultExpression !== undefined) return normalExpression(attribute.defaultExpression)
  if (attribute.default === undefined || attribute.default === null) return undefined
  const type = attributeType(attribute.type)
  const parsed = type.parse(attribute.default)
  return quoteLiteral('value' in parsed ? type.toDatabase(parsed.value) : attribute.default)
}

/** Unique foreign keys, then the index lines, each set of attributes once. */
const declaredIndexes = (table: Table): IndexState[] => {
  const unique = table.foreignKeys.filter((foreignKey) => foreignKey.unique)
  const indexes = [
    ...unique.map(({ columns }) => ({ columns: columns.map(({ child }) => child), unique: true })),
    ...table.indexes.map((index) => ({ columns: index.attributes, unique: index.unique })),
  ]
  return indexes.filter((index, at) => indexes.findIndex((other) => sameIndex(index, other)) === at)
}

export const sameIndex = (a: IndexState, b: IndexState): boolean =>
  a.unique === b.unique && a.columns.join() === b.columns.join()
