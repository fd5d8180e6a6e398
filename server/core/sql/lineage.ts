import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Table } from '../pipeline/table.ts'
import { jobKey, jobTableName } from './createJobTable.ts'
import { createTable } from './createTable.ts'

/** A row of `~lineage`, the table by which DataJoint 2.x knows which attributes of two tables mean the same. */
export type LineageRow = {
  readonly table_name: string
  readonly attribute_name: string
  /** `database.table.attribute` with MySQL's names, tier prefix included. */
  readonly lineage: string
}

/** Rows for one table: every attribute of the key and every attribute a foreign key brings; other attributes have none. */
export const lineageRows = (table: Table, pipeline: Pipeline): LineageRow[] =>
  table.attributes.flatMap(({ name, lineage }) =>
    lineage === undefined
      ? []
      : [{ table_name: table.sqlName, attribute_name: name, lineage: physicalLineage(lineage, pipeline) }],
  )

/** Rows for a job table. Python names the job table itself as the origin. */
export const jobTableLineageRows = (table: Table): LineageRow[] =>
  jobKey(table).map((name) => ({
    table_name: jobTableName(table),
    attribute_name: name,
    lineage: `${table.database}.${jobTableName(table)}.${name}`,
  }))

/** CREATE TABLE of `~lineage` in a database. */
export const compileCreateLineageTable = (database: string): string =>
  createTable({ database, sqlName: '~lineage', comment: '' }, [
    "`table_name` varchar(64) NOT NULL COMMENT 'table name within the schema'",
    "`attribute_name` varchar(64) NOT NULL COMMENT 'attribute name'",
    "`lineage` varchar(255) NOT NULL COMMENT 'origin: schema.table.attribute'",
    'PRIMARY KEY (`table_name`,`attribute_name`)',
  ])

/** `session.Session.session_datetime` -> `labbook_session.session.session_datetime`; what is physical already stays. */
const physicalLineage = (lineage: string, pipeline: Pipeline): string => {
  const dot = lineage.lastIndexOf('.')
  const name = lineage.slice(0, dot)
  if (!pipeline.has(name)) return lineage
  const { database, sqlName } = pipeline.table(name)
  return `${database}.${sqlName}${lineage.slice(dot)}`
}
