import type { Condition } from '../algebra/condition.ts'
import type { ForeignKey, Table, Value } from '../pipeline/table.ts'
import { compileCondition } from './compileCondition.ts'
import { tableScope } from './compileWrites.ts'
import { externalClauses, externalColumns } from './externalTable.ts'
import { quoteIdentifier, tableReference } from './identifier.ts'
import { type Sql, sql } from './sql.ts'

/**
 * Statements by which deleted rows are kept and brought back. A store is a hidden table (`~trash_…`) with the columns of the
 * table whose rows it holds and, before them, the number of the delete; rows go there and back inside the server, byte for byte,
 * whatever their types and however many.
 */
export type Store = Pick<Table, 'database' | 'sqlName'>

/** A column that can be written: generated ones are made again by the server. */
export type PhysicalColumn = { readonly name: string; readonly type: string }

/** Rows `name`, `type`: all columns of the table, hidden ones too, that an INSERT may name. */
export const compileColumns = ({ database, sqlName }: Pick<Table, 'database' | 'sqlName'>): Sql =>
  sql(
    `SELECT column_name AS name, CONCAT_WS(' ', column_type, collation_name) AS type FROM information_schema.columns
     WHERE table_schema = ? AND table_name = ? AND COALESCE(generation_expression, '') = '' ORDER BY ordinal_position`,
    database,
    sqlName,
  )

/**
 * The columns are copied from the table, with their exact types and character sets, but no index or constraint. Only what 0.14 keeps in
 * a store is referred to as the table does: by such references its `external[…].delete()` knows what is still needed.
 */
export const compileCreateStore = (store: Store, table: Table, columns: readonly PhysicalColumn[]): string => {
  const lines = [
    `${trashId} bigint NOT NULL DEFAULT 0`,
    ...externalColumns(table),
    `INDEX (${trashId})`,
    ...externalClauses(table),
  ]
  return `CREATE TABLE IF NOT EXISTS ${tableReference(store)} (${lines.join(', ')}) ENGINE=InnoDB
   SELECT ${names(columns)} FROM ${tableReference(table)} WHERE FALSE`
}

/** Names of stores of a database, one `name` per row. */
export const compileListStores = (database: string): Sql =>
  sql(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ? AND table_name LIKE '~trash\\_%'",
    database,
  )

/**
 * Drops a store in which nothing is kept. Nobody can put a row there between the two: LOCK TABLES waits for transactions that did,
 * and keeps out those that would.
 */
export const dropEmptyStore = (store: Store) => ({
  lock: `LOCK TABLES ${tableReference(store)} WRITE`,
  count: `SELECT COUNT(*) AS count FROM ${tableReference(store)}`,
  drop: `DROP TABLE ${tableReference(store)}`,
  unlock: 'UNLOCK TABLES',
})

/** Rows `Variable_name`, `Value`: what the server says of the size of transactions, if it is a node of a cluster. */
export const transactionLimits = `SHOW GLOBAL VARIABLES WHERE Variable_name IN
  ('wsrep_on', 'wsrep_max_ws_size', 'group_replication_transaction_size_limit')`

export const compileKeep = (
  store: Store,
  table: Table,
  columns: readonly PhysicalColumn[],
  id: Value,
  condition: Condition,
): Sql => {
  const where = compileCondition(condition, tableScope(table))
  return sql(
    `INSERT INTO ${tableReference(store)} (${trashId}, ${names(columns)})
     SELECT ?, ${names(columns)} FROM ${tableReference(table)} WHERE ${where.text}`,
    id,
    ...where.params,
  )
}

/** Deletes the rows that the store holds, by their keys. */
export const compileDeleteKept = (store: Store, table: Table, id: Value): Sql =>
  sql(
    `DELETE ${tableReference(table)} FROM ${tableReference(table)} JOIN ${tableReference(store)}
     ON ${sameColumns(table, table.primaryKey, store)} WHERE ${tableReference(store)}.${trashId} = ?`,
    id,
  )

/** `count` of kept rows whose key the table has again. */
export const compileCountTaken = (store: Store, table: Table, id: Value): Sql =>
  sql(
    `SELECT COUNT(*) AS count FROM ${tableReference(store)} JOIN ${tableReference(table)}
     ON ${sameColumns(table, table.primaryKey, store)} WHERE ${tableReference(store)}.${trashId} = ?`,
    id,
  )

/** `count` of kept rows that refer to a row which the parent does not have. A reference with a null refers to nothing. */
export const compileCountOrphaned = (store: Store, parent: Table, { columns }: ForeignKey, id: Value): Sql => {
  const child = (name: string) => `${tableReference(store)}.${quoteIdentifier(name)}`
  const refers = columns.map((column) => `${child(column.child)} IS NOT NULL`).join(' AND ')
  const same = columns
    .map((column) => `parent.${quoteIdentifier(column.parent)} = ${child(column.child)}`)
    .join(' AND ')
  return sql(
    `SELECT COUNT(*) AS count FROM ${tableReference(store)} WHERE ${tableReference(store)}.${trashId} = ? AND ${refers}
     AND NOT EXISTS (SELECT 1 FROM ${tableReference(parent)} AS parent WHERE ${same})`,
    id,
  )
}

/** Columns that the table has lost since stay behind; those it has gained get their defaults. */
export const compileBringBack = (store: Store, table: Table, columns: readonly PhysicalColumn[], id: Value): Sql =>
  sql(
    `INSERT INTO ${tableReference(table)} (${names(columns)})
     SELECT ${names(columns)} FROM ${tableReference(store)} WHERE ${trashId} = ?`,
    id,
  )

/** Forgets the kept rows of one delete. */
export const compileForget = (store: Store, id: Value): Sql =>
  sql(`DELETE FROM ${tableReference(store)} WHERE ${trashId} = ?`, id)

/** Rows `db`, `name`, `bytes`: the average length of a row of each table, blobs included, as InnoDB estimates it. */
export const compileRowLengths = (tables: readonly Table[]): Sql =>
  sql(
    `SELECT /*+ SET_VAR(information_schema_stats_expiry = 0) */ table_schema AS db, table_name AS name,
       avg_row_length AS bytes FROM information_schema.tables
     WHERE ${tables.map(() => '(table_schema = ? AND table_name = ?)').join(' OR ') || 'FALSE'}`,
    ...tables.flatMap(({ database, sqlName }) => [database, sqlName]),
  )

const trashId = quoteIdentifier('_labbook_trash_id')

const names = (columns: readonly PhysicalColumn[]): string =>
  columns.map(({ name }) => quoteIdentifier(name)).join(', ')

const sameColumns = (table: Pick<Table, 'database' | 'sqlName'>, columns: readonly string[], store: Store): string =>
  columns
    .map(
      (name) => `${tableReference(table)}.${quoteIdentifier(name)} = ${tableReference(store)}.${quoteIdentifier(name)}`,
    )
    .join(' AND ')
