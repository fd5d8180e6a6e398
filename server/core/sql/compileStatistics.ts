import type { Table, Value } from '../pipeline/table.ts'
import { tableReference } from './identifier.ts'

type Statement = { readonly text: string; readonly params: readonly Value[] }

/**
 * Cheap facts about the tables of one database, or one of them: `name`, `estimate` (rows, InnoDB's guess), `changed` (moment
 * of the last write since the server started, else NULL), `settled` (1 when that is long enough ago that a later write
 * will show, since the moment has whole seconds). MySQL 8 would otherwise answer from a day-old cache; MariaDB reads the
 * hint as a comment.
 */
export const compileStatistics = (database: string, sqlName?: string): Statement => ({
  text: [
    'SELECT /*+ SET_VAR(information_schema_stats_expiry = 0) */ table_name AS `name`, table_rows AS `estimate`,',
    'CAST(update_time AS CHAR) AS `changed`,',
    '(update_time IS NULL OR update_time < NOW() - INTERVAL 2 SECOND) AS `settled`',
    'FROM information_schema.tables WHERE table_schema = ?',
    ...(sqlName === undefined ? [] : ['AND table_name = ?']),
  ].join(' '),
  params: sqlName === undefined ? [database] : [database, sqlName],
})

/** Exact numbers of rows of several tables in one statement, as columns `0`, `1`, … */
export const compileCounts = (tables: readonly Pick<Table, 'database' | 'sqlName'>[]): Statement => ({
  text: `SELECT ${tables.map((table, index) => `(SELECT COUNT(*) FROM ${tableReference(table)}) AS \`${index}\``).join(', ')}`,
  params: [],
})
