import type { Step, TablePlan } from '../evolution/step.ts'
import type { ColumnState, IndexState } from '../evolution/tableState.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import { compileInserts } from './compileWrites.ts'
import { compileCreateJobTable } from './createJobTable.ts'
import { compileCreateTable } from './createTable.ts'
import { columnList, quoteIdentifier, tableReference } from './identifier.ts'
import { compileCreateLineageTable, type LineageRow } from './lineage.ts'
import { quoteLiteral } from './literal.ts'
import { type Sql, sql } from './sql.ts'

type Place = Pick<TablePlan, 'database' | 'sqlName'>

/**
 * The statements of one step, in order; each of them may be repeated after an interruption of the step. The pipeline knows
 * the parents of tables to be created.
 */
export const compileStep = (place: Place, step: Step, pipeline: Pipeline): Sql[] => {
  switch (step.kind) {
    case 'addColumn':
      return [alter(place, `ADD COLUMN ${columnClause(step.column)}${afterClause(step.after)}`)]
    case 'dropColumn':
      return [alter(place, `DROP COLUMN ${quoteIdentifier(step.column.name)}`)]
    case 'changeColumn':
      return [...fillNulls(place, step.from, step.to), alter(place, changeClause(step.from, step.to))]
    case 'addIndex':
      return [alter(place, `ADD ${indexClause(step.index)}`)]
    case 'dropIndex':
      return [
        alter(place, [...(step.keep ? [`ADD ${indexClause(step.keep)}`] : []), dropClause(step.index)].join(', ')),
      ]
    case 'tableComment':
      return [alter(place, `COMMENT = ${quoteLiteral(step.comment)}`)]
    case 'createTable':
      return [sql(compileCreateTable(step.table, pipeline))]
    case 'createJobTable':
      return [sql(compileCreateJobTable(step.table))]
    case 'contents':
      return compileInserts(step.table, step.rows, { skipDuplicates: true })
    case 'createLineage':
      return [sql(compileCreateLineageTable(place.database))]
    case 'lineage':
      return [...step.remove.map((row) => removeLineage(place, row)), ...putLineage(place, step.put)]
  }
}

const alter = (place: Place, clause: string): Sql => sql(`ALTER TABLE ${tableReference(place)} ${clause}`)

const changeClause = (from: ColumnState, to: ColumnState): string =>
  from.name === to.name
    ? `MODIFY COLUMN ${columnClause(to)}`
    : `CHANGE COLUMN ${quoteIdentifier(from.name)} ${columnClause(to)}`

/** NULL is replaced by the default before it is forbidden: MySQL would refuse, or put a zero. */
const fillNulls = (place: Place, from: ColumnState, to: ColumnState): Sql[] => {
  if (!from.nullable || to.nullable || to.fallback === undefined) return []
  const name = quoteIdentifier(from.name)
  return [sql(`UPDATE ${tableReference(place)} SET ${name} = ${withoutOnUpdate(to.fallback)} WHERE ${name} IS NULL`)]
}

const withoutOnUpdate = (expression: string): string => expression.replace(/ ON UPDATE .*$/, '')

/** A whole column as MODIFY needs it, whatever of it changes. */
const columnClause = (column: ColumnState): string =>
  [
    quoteIdentifier(column.name),
    column.type,
    column.collation && `CHARACTER SET ${column.collation.charset} COLLATE ${column.collation.name}`,
    column.nullable ? 'NULL' : 'NOT NULL',
    column.fallback === undefined ? column.nullable && 'DEFAULT NULL' : `DEFAULT ${column.fallback}`,
    column.autoIncrement && 'AUTO_INCREMENT',
    `COMMENT ${quoteLiteral(column.comment)}`,
  ]
    .filter(Boolean)
    .join(' ')

/** The first attribute of a table whose key is hidden comes after nothing that is seen. */
const afterClause = (name: string): string => (name ? ` AFTER ${quoteIdentifier(name)}` : '')

const indexClause = ({ columns, unique }: IndexState): string =>
  `${unique ? 'UNIQUE ' : ''}INDEX ${columnList(columns)}`

const dropClause = ({ name = '' }: IndexState): string => `DROP INDEX ${quoteIdentifier(name)}`

const lineageTable = (place: Place): string => tableReference({ database: place.database, sqlName: '~lineage' })

const removeLineage = (place: Place, row: LineageRow): Sql =>
  sql(
    `DELETE FROM ${lineageTable(place)} WHERE table_name = ? AND attribute_name = ?`,
    row.table_name,
    row.attribute_name,
  )

const putLineage = (place: Place, rows: readonly LineageRow[]): Sql[] =>
  rows.length === 0
    ? []
    : [
        sql(
          `REPLACE INTO ${lineageTable(place)} (table_name, attribute_name, lineage) VALUES ${rows.map(() => '(?, ?, ?)').join(', ')}`,
          ...rows.flatMap(({ table_name, attribute_name, lineage }) => [table_name, attribute_name, lineage]),
        ),
      ]
