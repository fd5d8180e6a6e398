import type { Table } from '#core/pipeline/table.ts'
import { compileCreateReservationTable } from '#core/sql/createJobTable.ts'
import type { Database } from '../../port.ts'

/** Only sees to it that there is a `~jobs`: keys that wait have no rows in it, so there is nothing to add or remove. */
export const refreshReservations = async (
  database: Database,
  table: Table,
): Promise<{ added: number; removed: number }> => {
  await database.execute(compileCreateReservationTable(table.database))
  return { added: 0, removed: 0 }
}
