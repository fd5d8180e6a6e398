import type { Attribute, Table } from '../pipeline/table.ts'
import { jobKey, jobTableName } from '../sql/createJobTable.ts'

/** The job table of an Imported or Computed table as a table to be queried: the key of each job and its state. */
export const jobTable = (table: Table): Table => {
  const known = jobTables.get(table)
  if (known) return known
  const key = jobKey(table)
  const keyAttributes = table.attributes.filter((attribute) => key.includes(attribute.name))
  const made: Table = {
    ...table,
    name: `${table.name} (jobs)`,
    sqlName: jobTableName(table),
    primaryKey: key,
    attributes: [...keyAttributes, ...state],
    foreignKeys: [],
    indexes: [],
    contents: undefined,
  }
  jobTables.set(table, made)
  return made
}
const jobTables = new WeakMap<Table, Table>()

const attribute = (name: string, type: string, comment: string, nullable = false): Attribute => ({
  name,
  type,
  primary: false,
  nullable,
  comment,
})

/** What people ask of a job, of the columns that `compileCreateJobTable` writes. */
const state: readonly Attribute[] = [
  attribute('status', "enum('pending', 'reserved', 'success', 'error', 'ignore')", 'state of the job'),
  attribute('scheduled_time', 'datetime(3)', 'not before this moment, by the clock of the database'),
  attribute('reserved_time', 'datetime(3)', 'when a worker took it', true),
  attribute('completed_time', 'datetime(3)', 'when it ended', true),
  attribute('error_message', 'varchar(2047)', 'what went wrong'),
  attribute('error_stack', '<blob>', 'where it went wrong', true),
  attribute('user', 'varchar(255)', 'database account of the worker'),
  attribute('host', 'varchar(255)', 'machine of the worker'),
  attribute('pid', 'int', 'process of the worker'),
  attribute('connection_id', 'bigint', 'connection that holds the reservation'),
]
