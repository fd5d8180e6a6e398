import type { Pipeline } from '../pipeline/pipeline.ts'
import type { ForeignKey, Table } from '../pipeline/table.ts'
import { modelName } from './modelName.ts'

export type RelationField = { readonly name: string; readonly type: string; readonly attribute: string }

/**
 * Fields for the parents of a table and for its children. A field bears the other model's name; where two foreign keys join the
 * same tables, the child's attributes tell them apart (`lab_User_by_reviewer`).
 */
export const relationsOf = (table: Table, pipeline: Pipeline): RelationField[] => [
  ...table.foreignKeys.map((foreignKey) => parentField(table, foreignKey, pipeline)),
  ...pipeline
    .children(table.name)
    .filter(({ native }) => native)
    .flatMap((child) => childFields(child, table)),
]

const parentField = (child: Table, foreignKey: ForeignKey, pipeline: Pipeline): RelationField => {
  const parent = modelName(pipeline.table(foreignKey.parent))
  const fields = foreignKey.columns.map((pair) => pair.child).join(', ')
  const references = foreignKey.columns.map((pair) => pair.parent).join(', ')
  return {
    name: parent + suffix(child, foreignKey),
    type: parent + (foreignKey.nullable ? '?' : ''),
    attribute: `@relation("${relationName(child, foreignKey)}", fields: [${fields}], references: [${references}], onDelete: Restrict, onUpdate: Cascade, map: "${constraintName(child, foreignKey)}")`,
  }
}

const childFields = (child: Table, parent: Table): RelationField[] =>
  child.foreignKeys
    .filter((foreignKey) => foreignKey.parent === parent.name)
    .map((foreignKey) => ({
      name: modelName(child) + suffix(child, foreignKey),
      type: modelName(child) + (atMostOne(child, foreignKey) ? '?' : '[]'),
      attribute: `@relation("${relationName(child, foreignKey)}")`,
    }))

/** Prisma wants names that differ over all schemas; MySQL's own (`<table>_ibfk_N`) only do so in one. */
const constraintName = (child: Table, foreignKey: ForeignKey): string =>
  `${child.schema}/${child.sqlName}_ibfk_${child.foreignKeys.indexOf(foreignKey) + 1}`.slice(-64)

const relationName = (child: Table, foreignKey: ForeignKey): string =>
  `${modelName(child)}_${foreignKey.parent.replaceAll('.', '_')}${suffix(child, foreignKey)}`

/** Empty where only one foreign key joins the two tables. */
const suffix = (child: Table, foreignKey: ForeignKey): string => {
  const twins = child.foreignKeys.filter(({ parent }) => parent === foreignKey.parent)
  if (twins.length < 2) return ''
  const renamed = foreignKey.columns.filter((pair) => pair.child !== pair.parent).map((pair) => pair.child)
  return renamed.length ? `_by_${renamed.join('_')}` : ''
}

const atMostOne = (child: Table, { columns, unique }: ForeignKey): boolean =>
  unique ||
  (columns.length === child.primaryKey.length && columns.every((pair) => child.primaryKey.includes(pair.child)))
