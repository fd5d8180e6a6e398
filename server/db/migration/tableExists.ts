import type { Table } from '#core/pipeline/table.ts'
import type { Queryable } from '../port.ts'

/** Whether the server has this table now, whatever was seen of it before. */
export const tableExists = async (
  database: Queryable,
  { database: name, sqlName }: Pick<Table, 'database' | 'sqlName'>,
): Promise<boolean> => {
  const rows = await database.query(
    'SELECT 1 FROM information_schema.tables WHERE table_schema = ? AND table_name = ?',
    [name, sqlName],
  )
  return rows.length > 0
}
