import { encodeRow } from '#core/definition/rowValues.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import { jobKey } from '#core/sql/createJobTable.ts'
import type { Queryable } from '../../port.ts'
import { jobKeyList, jobTableReference } from './jobStatement.ts'

/** Marks a key as not to be made, whether it has a job or not. */
export const ignoreJob = async (database: Queryable, table: Table, key: Key): Promise<void> => {
  const values = encodeRow(table, key)
  const names = jobKey(table)
  await database.execute(
    `INSERT INTO ${jobTableReference(table)} ${jobKeyList(table, ['status', 'priority'])}
     VALUES (${names.map(() => '?').join(', ')}, 'ignore', 5) ON DUPLICATE KEY UPDATE status = 'ignore'`,
    names.map((name) => values[name] ?? null),
  )
}
