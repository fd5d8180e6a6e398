import { LabBookError } from '#core/errors.ts'
import type { Row } from '#core/pipeline/table.ts'
import type { Queryable } from '../port.ts'
import { isMariaDb } from '../serverVersion.ts'

/** What information_schema says of every table that the account can see, in its own order. */
export type Catalog = {
  /** MariaDB writes defaults as SQL and JSON as checked text; MySQL does neither. */
  readonly isMariaDb: boolean
  readonly tables: readonly { db: string; name: string; comment: string }[]
  readonly columns: readonly CatalogColumn[]
  readonly indexes: readonly { db: string; table: string; index: string; column: string; nonUnique: number }[]
  readonly references: readonly CatalogReference[]
  /** `db/table/column` of columns that may only hold JSON. */
  readonly jsonColumns: ReadonlySet<string>
}

export type CatalogColumn = {
  readonly db: string
  readonly table: string
  readonly name: string
  readonly type: string
  readonly nullable: 'YES' | 'NO'
  readonly fallback: string | null
  readonly extra: string
  readonly comment: string
}

export type CatalogReference = {
  readonly db: string
  readonly table: string
  readonly constraint: string
  readonly column: string
  readonly parentDb: string
  readonly parentTable: string
  readonly parentColumn: string
}

/** Databases of the server itself, and DataJoint's hidden tables. */
const ofPipelines = (schema: string, table: string): string =>
  `${schema} NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys') AND ${table} NOT LIKE '~%'`

/** Six statements for all databases together. */
export const readCatalog = async (database: Queryable): Promise<Catalog> => ({
  isMariaDb: await isMariaDb(database),
  tables: rowsOf(
    await database.query(
      `SELECT table_schema AS db, table_name AS name, table_comment AS comment FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND ${ofPipelines('table_schema', 'table_name')} ORDER BY table_schema, table_name`,
    ),
  ),
  columns: rowsOf(
    await database.query(
      `SELECT table_schema AS db, table_name AS \`table\`, column_name AS name, column_type AS type, is_nullable AS nullable,
         column_default AS fallback, extra, column_comment AS comment FROM information_schema.columns
       WHERE ${ofPipelines('table_schema', 'table_name')} ORDER BY table_schema, table_name, ordinal_position`,
    ),
  ),
  indexes: rowsOf(
    await database.query(
      `SELECT table_schema AS db, table_name AS \`table\`, index_name AS \`index\`, column_name AS \`column\`,
         non_unique AS nonUnique FROM information_schema.statistics
       WHERE index_type IN ('BTREE', 'HASH') AND ${ofPipelines('table_schema', 'table_name')}
       ORDER BY table_schema, table_name, index_name, seq_in_index`,
    ),
  ),
  references: rowsOf(
    await database.query(
      `SELECT table_schema AS db, table_name AS \`table\`, constraint_name AS \`constraint\`, column_name AS \`column\`,
         referenced_table_schema AS parentDb, referenced_table_name AS parentTable, referenced_column_name AS parentColumn
       FROM information_schema.key_column_usage
       WHERE referenced_table_name IS NOT NULL AND ${ofPipelines('table_schema', 'table_name')}
       ORDER BY table_schema, table_name, constraint_name, ordinal_position`,
    ),
  ),
  jsonColumns: await readJsonColumns(database),
})

/**
 * Changes whenever a table of a pipeline is created, altered or dropped by anybody; a few ms for hundreds of tables. The server
 * tells times in whole seconds, so a table that was made just now may be altered without another time: then it ends in `fresh`,
 * and changes once more when that cannot be.
 */
export const pipelineChanges = async (database: Queryable): Promise<string> => {
  const [row] = await database.query(
    `SELECT COUNT(*) AS tables, MAX(create_time) AS latest, MAX(create_time) >= NOW() - INTERVAL 1 SECOND AS fresh,
       BIT_XOR(CRC32(CONCAT_WS('/', table_schema, table_name, create_time, table_comment))) AS mark
     FROM information_schema.tables WHERE ${ofPipelines('table_schema', 'table_name')}`,
  )
  return `${row?.tables} ${row?.latest} ${row?.mark}${row?.fresh ? ' fresh' : ''}`
}

/** MariaDB keeps JSON as longtext with a check of its own making, named after the column. MySQL has no such column. */
const readJsonColumns = async (database: Queryable): Promise<Set<string>> => {
  const rows = await database
    .query(
      `SELECT constraint_schema AS db, table_name AS \`table\`, constraint_name AS \`column\`
       FROM information_schema.check_constraints WHERE check_clause LIKE 'json_valid(%'`,
    )
    .catch((error: unknown): Row[] => {
      if (error instanceof LabBookError) throw error
      return []
    })
  return new Set(rows.map(({ db, table, column }) => `${db}/${table}/${column}`))
}

const rowsOf = <T>(rows: readonly Row[]): T[] => rows as unknown as T[]
