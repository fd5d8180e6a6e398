import type { Attribute, Table } from '../pipeline/table.ts'
import { compileColumn, createTable } from './createTable.ts'
import { columnList } from './identifier.ts'
import { quoteLiteral } from './literal.ts'

/** `~~seg` for `__seg`: the table of DataJoint 2.x that holds the jobs of one Imported or Computed table. */
export const jobTableName = (table: Pick<Table, 'sqlName'>): string => `~~${table.sqlName.replace(/^_+/, '')}`

/** The attributes of the key that come from foreign keys, in key order: what identifies a job. */
export const jobKey = (table: Table): string[] => {
  const brought = new Set(table.foreignKeys.flatMap(({ columns }) => columns.map(({ child }) => child)))
  return table.primaryKey.filter((name) => brought.has(name))
}

/** CREATE TABLE of the job table, as DataJoint 2.x declares it: no foreign keys, one index. */
export const compileCreateJobTable = (table: Table): string => {
  const key = jobKey(table)
  return createTable(
    {
      database: table.database,
      sqlName: jobTableName(table),
      comment: `Job queue for \`${table.database}\`.\`${table.sqlName}\``,
    },
    [
      ...key.map((name) => keyColumn(table, name)),
      ...stateColumns,
      `PRIMARY KEY ${columnList(key)}`,
      `INDEX ${columnList(['status', 'priority', 'scheduled_time'])}`,
    ],
  )
}

/** Type and marker of the target's attribute; Python leaves the comment out. */
const keyColumn = (table: Table, name: string): string => {
  const attribute = table.attributes.find((one) => one.name === name) as Attribute
  return compileColumn({ ...attribute, comment: '' }, 'codec')
}

const column = (name: string, type: string, rest: string, marker: string): string =>
  `\`${name}\` ${type} ${rest} COMMENT ${quoteLiteral(`:${marker}:`)}`

const now = 'NOT NULL DEFAULT CURRENT_TIMESTAMP(3)'
const statuses = "enum('pending', 'reserved', 'success', 'error', 'ignore')"

/** spec of DataJoint 2.x, `jobs.py`; markers as Python writes them, since only 2.x clients open this table. */
const stateColumns = [
  column('status', statuses, 'NOT NULL', statuses),
  column('priority', 'tinyint', 'NOT NULL', 'int8'),
  column('created_time', 'datetime(3)', now, 'datetime(3)'),
  column('scheduled_time', 'datetime(3)', now, 'datetime(3)'),
  column('reserved_time', 'datetime(3)', 'DEFAULT NULL', 'datetime(3)'),
  column('completed_time', 'datetime(3)', 'DEFAULT NULL', 'datetime(3)'),
  column('duration', 'double', 'DEFAULT NULL', 'float64'),
  column('error_message', 'varchar(2047)', "NOT NULL DEFAULT ''", 'varchar(2047)'),
  column('error_stack', 'longblob', 'DEFAULT NULL', '<blob>'),
  column('user', 'varchar(255)', "NOT NULL DEFAULT ''", 'varchar(255)'),
  column('host', 'varchar(255)', "NOT NULL DEFAULT ''", 'varchar(255)'),
  column('pid', 'int', "NOT NULL DEFAULT '0'", 'int32'),
  column('connection_id', 'bigint', "NOT NULL DEFAULT '0'", 'int64'),
  column('version', 'varchar(64)', "NOT NULL DEFAULT ''", 'varchar(64)'),
]

/** CREATE TABLE of `~jobs`, in which DataJoint 0.14 keeps the reservations and errors of a whole schema (0.14, `jobs.py`). */
export const compileCreateReservationTable = (database: string): string =>
  createTable({ database, sqlName: '~jobs', comment: `job reservation table for \`${database}\`` }, [
    plain('table_name', 'varchar(255) NOT NULL', 'className of the table'),
    plain('key_hash', 'char(32) NOT NULL', 'key hash'),
    plain('status', "enum('reserved','error','ignore') NOT NULL", 'if tuple is missing, the job is available'),
    plain('key', 'blob DEFAULT NULL', 'structure containing the key'),
    plain('error_message', "varchar(2047) NOT NULL DEFAULT ''", 'error message returned if failed'),
    plain('error_stack', 'mediumblob DEFAULT NULL', 'error stack if failed'),
    plain('user', "varchar(255) NOT NULL DEFAULT ''", 'database user'),
    plain('host', "varchar(255) NOT NULL DEFAULT ''", 'system hostname'),
    plain('pid', 'int unsigned NOT NULL DEFAULT 0', 'system process id'),
    plain('connection_id', 'bigint unsigned NOT NULL DEFAULT 0', 'connection_id()'),
    plain('timestamp', 'timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP', 'automatic timestamp'),
    'PRIMARY KEY (`table_name`,`key_hash`)',
  ])

const plain = (name: string, type: string, comment: string): string =>
  `\`${name}\` ${type} COMMENT ${quoteLiteral(comment)}`
