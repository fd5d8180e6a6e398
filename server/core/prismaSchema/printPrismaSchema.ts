import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Table } from '../pipeline/table.ts'
import { modelName } from './modelName.ts'
import { printField } from './printField.ts'
import { type RelationField, relationsOf } from './relations.ts'

/**
 * The Prisma models of one schema, as text of a `.prisma` file. Models are called `ephys_CuratedClustering_Unit` and mapped to
 * `ephys/_curated_clustering__unit`, which the driver adapter rewrites to database and table.
 */
export const printPrismaSchema = (schemaName: string, pipeline: Pipeline): string => {
  const tables = pipeline.tables.filter(({ schema, native }) => native && schema === schemaName)
  return [header(schemaName), ...tables.map((table) => printModel(table, pipeline))].join('\n\n').concat('\n')
}

const header = (schemaName: string): string =>
  `// Generated from the definitions of schema "${schemaName}" by "npm run generate": do not edit.`

const printModel = (table: Table, pipeline: Pipeline): string =>
  [
    `/// ${[table.name, oneLine(table.comment)].filter(Boolean).join(': ')}`,
    `model ${modelName(table)} {`,
    ...alignColumns(table.attributes.flatMap((attribute) => printField(attribute, table))),
    '',
    ...alignColumns(relationsOf(table, pipeline).map(printRelation)),
    ...printKeys(table),
    `  @@map("${table.schema}/${table.sqlName}")`,
    '}',
  ]
    .filter((line, index, lines) => line !== '' || lines[index - 1] !== '')
    .join('\n')

const printRelation = ({ name, type, attribute }: RelationField): string => [name, type, attribute].join('\t')

const printKeys = (table: Table): string[] => {
  const unique = [
    ...table.foreignKeys
      .filter((foreignKey) => foreignKey.unique)
      .map(({ columns }) => columns.map(({ child }) => child)),
    ...table.indexes.filter((index) => index.unique).map(({ attributes }) => attributes),
  ].map((names) => `  @@unique([${names.join(', ')}])`)
  const plain = table.indexes
    .filter((index) => !index.unique)
    .map(({ attributes }) => `  @@index([${attributes.join(', ')}])`)
  const key = table.primaryKey.length > 1 ? [`  @@id([${table.primaryKey.join(', ')}])`] : []
  const lines = [...key, ...new Set(unique), ...plain]
  return ['', ...lines]
}

/** Lines of tab-separated cells, padded as `prisma format` does; comments stay as they are. */
const alignColumns = (lines: readonly string[]): string[] => {
  const rows = lines.map((line) => (line.startsWith('///') ? [line] : line.split('\t')))
  const width = (column: number) =>
    Math.max(0, ...rows.filter((row) => row.length > 1).map((row) => row[column]?.length ?? 0))
  const [first, second] = [width(0), width(1)]
  return rows.map(([name = '', type = '', ...rest]) =>
    `  ${type ? `${name.padEnd(first)} ${type.padEnd(second)} ${rest.join(' ')}` : name}`.trimEnd(),
  )
}

const oneLine = (comment: string): string => comment.replace(/\s*\n\s*/g, ' ')
