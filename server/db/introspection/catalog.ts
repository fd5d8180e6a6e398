import { readIndexExpression } from '#core/definition/parseIndex.ts'
import { LabBookError } from '#core/errors.ts'
import type { Row } from '#core/pipeline/table.ts'
import type { Queryable } from '../port.ts'
import { type ServerKind, serverKind } from '../serverVersion.ts'

/** What information_schema says of every table that the account can see, in its own order. */
export type Catalog = {
  /** MariaDB writes defaults as SQL and JSON as checked text; MySQL does neither. */
  readonly isMariaDb: boolean
  readonly tables: readonly CatalogTable[]
  readonly columns: readonly CatalogColumn[]
  /** Of the kinds that keys have; the others (FULLTEXT, SPATIAL) are `otherIndexes`. */
  readonly indexes: readonly CatalogIndex[]
  readonly otherIndexes: readonly CatalogIndex[]
  readonly references: readonly CatalogReference[]
  /** Foreign keys that do something else than DataJoint's on UPDATE or DELETE. */
  readonly oddRules: readonly { db: string; table: string; constraint: string; onUpdate: string; onDelete: string }[]
  /** `db/table/column` of columns that may only hold JSON. */
  readonly jsonColumns: ReadonlySet<string>
  /** All other conditions; on MariaDB only. */
  readonly checks: readonly { db: string; table: string; clause: string }[]
}

export type CatalogTable = {
  readonly db: string
  readonly name: string
  readonly comment: string
  readonly engine: string | null
  readonly collation: string | null
  /** `partitioned`, `row_format=…` */
  readonly options: string | null
}

export type CatalogIndex = {
  readonly db: string
  readonly table: string
  readonly index: string
  /** `info.rate:int` for a part of a JSON value, null for any other expression, which MySQL 8 allows. */
  readonly column: string
  readonly nonUnique: number
  readonly kind: string
  /** Where only the beginning of the values is indexed, its length. */
  readonly part: number | null
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
  /** Of text columns. */
  readonly charset: string | null
  readonly collation: string | null
  /** What a generated column is computed from. */
  readonly generation: string | null
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

/** Seven statements for all databases together. */
export const readCatalog = async (database: Queryable): Promise<Catalog> => {
  const server = await serverKind(database)
  return { isMariaDb: server.isMariaDb, ...(await readRows(database, server)) }
}

const readRows = async (database: Queryable, server: ServerKind): Promise<Omit<Catalog, 'isMariaDb'>> => ({
  tables: rowsOf(
    await database.query(
      `SELECT table_schema AS db, table_name AS name, table_comment AS comment, engine AS engine,
         table_collation AS collation, create_options AS options FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND ${ofPipelines('table_schema', 'table_name')} ORDER BY table_schema, table_name`,
    ),
  ),
  columns: rowsOf(
    await database.query(
      `SELECT table_schema AS db, table_name AS \`table\`, column_name AS name, column_type AS type, is_nullable AS nullable,
         column_default AS fallback, extra AS extra, column_comment AS comment, character_set_name AS charset,
         collation_name AS collation, generation_expression AS generation FROM information_schema.columns
       WHERE ${ofPipelines('table_schema', 'table_name')} ORDER BY table_schema, table_name, ordinal_position`,
    ),
  ),
  ...(await readIndexes(database, server)),
  references: rowsOf(
    await database.query(
      `SELECT table_schema AS db, table_name AS \`table\`, constraint_name AS \`constraint\`, column_name AS \`column\`,
         referenced_table_schema AS parentDb, referenced_table_name AS parentTable, referenced_column_name AS parentColumn
       FROM information_schema.key_column_usage
       WHERE referenced_table_name IS NOT NULL AND ${ofPipelines('table_schema', 'table_name')}
       ORDER BY table_schema, table_name, constraint_name, ordinal_position`,
    ),
  ),
  oddRules: rowsOf(
    await database.query(
      `SELECT constraint_schema AS db, table_name AS \`table\`, constraint_name AS \`constraint\`, update_rule AS onUpdate,
         delete_rule AS onDelete FROM information_schema.referential_constraints
       WHERE NOT (update_rule = 'CASCADE' AND delete_rule IN ('RESTRICT', 'NO ACTION'))
         AND referenced_table_name NOT LIKE '~%' AND ${ofPipelines('constraint_schema', 'table_name')}`,
    ),
  ),
  ...(await readChecks(database)),
})

const readIndexes = async (
  database: Queryable,
  { hasFunctionalIndexes }: ServerKind,
): Promise<Pick<Catalog, 'indexes' | 'otherIndexes'>> => {
  const expression = hasFunctionalIndexes ? 'expression' : 'NULL'
  const found = rowsOf<CatalogIndex & { expression: string | null }>(
    await database.query(
      `SELECT table_schema AS db, table_name AS \`table\`, index_name AS \`index\`, column_name AS \`column\`,
         non_unique AS nonUnique, index_type AS kind, sub_part AS part,
         ${expression} AS expression FROM information_schema.statistics
       WHERE ${ofPipelines('table_schema', 'table_name')} ORDER BY table_schema, table_name, index_name, seq_in_index`,
    ),
  )
  const rows = found.map(
    ({ expression, ...row }): CatalogIndex =>
      expression === null ? row : { ...row, column: readIndexExpression(expression) ?? row.column },
  )
  const ofKeys = ({ kind }: CatalogIndex) => kind === 'BTREE' || kind === 'HASH'
  return { indexes: rows.filter(ofKeys), otherIndexes: rows.filter((row) => !ofKeys(row)) }
}

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
const readChecks = async (database: Queryable): Promise<Pick<Catalog, 'jsonColumns' | 'checks'>> => {
  const rows = await database
    .query(
      `SELECT constraint_schema AS db, table_name AS \`table\`, constraint_name AS \`column\`, check_clause AS clause
       FROM information_schema.check_constraints WHERE ${ofPipelines('constraint_schema', 'table_name')}`,
    )
    .catch((error: unknown): Row[] => {
      if (error instanceof LabBookError) throw error
      return []
    })
  const ofJson = ({ column, clause }: Row) => clause === `json_valid(\`${column}\`)`
  return {
    jsonColumns: new Set(rows.filter(ofJson).map(({ db, table, column }) => `${db}/${table}/${column}`)),
    checks: rowsOf(rows.filter((row) => !ofJson(row))),
  }
}

const rowsOf = <T>(rows: readonly Row[]): T[] => rows as unknown as T[]
