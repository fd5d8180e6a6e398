import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { compileCreateJobTable } from '#core/sql/createJobTable.ts'
import { jobTableLineageRows } from '#core/sql/lineage.ts'
import { inheritCollations } from '../../inheritCollations.ts'
import { insertLineage } from '../../lineage.ts'
import type { Queryable } from '../../port.ts'

/** Creates the job table of a table that has none yet, with its `~lineage` rows where the database keeps lineage. */
export const ensureJobTable = async (database: Queryable, table: Table, pipeline: Pipeline): Promise<void> => {
  for (const collated of await inheritCollations(database, [table], pipeline))
    await database.execute(compileCreateJobTable(collated))
  const [lineage] = await database.query(
    "SELECT 1 AS there FROM information_schema.tables WHERE table_schema = ? AND table_name = '~lineage'",
    [table.database],
  )
  if (lineage) await insertLineage(database, table.database, jobTableLineageRows(table))
}
