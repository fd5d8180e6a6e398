import type { Key, Table } from '#core/pipeline/table.ts'
import type { AppContext } from './context.ts'

/** What a worker said about a job, while it runs and, if it had warnings, afterwards. */
export type ProgressReport = {
  readonly table: string
  readonly key: Key
  readonly fraction: number
  readonly message: string
  readonly warnings: readonly string[]
  readonly updatedAt: string
}

/** Reports of some tables, by `<table> <keyHash>`. */
export const readProgress = async (
  app: AppContext,
  tables: readonly Table[],
): Promise<ReadonlyMap<string, ProgressReport>> => {
  const names = tables.map((table) => table.name)
  const rows = await app.prisma.app_JobProgress.findMany({ where: { table_name: { in: names } } })
  return new Map(
    rows.map((row) => [
      `${row.table_name} ${row.key_hash}`,
      {
        table: row.table_name,
        key: JSON.parse(row.job_key) as Key,
        fraction: row.fraction,
        message: row.message,
        warnings: row.warnings ? (JSON.parse(row.warnings) as string[]) : [],
        updatedAt: row.updated_at.toISOString(),
      },
    ]),
  )
}
