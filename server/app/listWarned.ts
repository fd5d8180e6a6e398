import type { Key, Table } from '#core/pipeline/table.ts'
import type { AppContext } from './context.ts'
import type { ProgressReport } from './readProgress.ts'
import { rowExists } from './readRows.ts'
import type { Job } from './views.ts'

/** Keys of a table that were made with warnings, as jobs that succeeded; those deleted since are left out. */
export const listWarned = async (
  app: AppContext,
  table: Table,
  wanted: Key = {},
  reports: ReadonlyMap<string, ProgressReport>,
): Promise<Job[]> => {
  const jobs: Job[] = []
  for (const report of reports.values())
    if (report.table === table.name && report.warnings.length > 0 && agrees(report.key, wanted))
      if (await rowExists(app.database, table, report.key)) jobs.push(madeJob(report))
  return jobs
}

const agrees = (key: Key, wanted: Key): boolean => Object.entries(wanted).every(([name, value]) => key[name] === value)

const madeJob = ({ table, key, updatedAt, warnings }: ProgressReport): Job => ({
  table,
  key,
  status: 'success',
  errorMessage: '',
  host: '',
  pid: 0,
  user: '',
  reservedTime: null,
  completedTime: updatedAt,
  warnings,
})
