import { againOnConflict } from '#core/againOnConflict.ts'
import type { Key } from '#core/pipeline/table.ts'
import type { Actor, AppContext } from './context.ts'
import { parsePrimaryKey } from './parseKey.ts'
import { describeQueue } from './queueTable.ts'
import { clearProgress } from './recordProgress.ts'
import { rowsWritten } from './rowsWritten.ts'
import type { Queued } from './views.ts'

/** Makes one failed or ignored job pending again and wakes the workers. @throws JOB_NOT_FOUND */
export const retryJob = async (
  app: AppContext,
  input: { readonly table: string; readonly key: Key },
  _actor: Actor,
): Promise<Queued> => {
  const table = app.pipeline.table(input.table)
  const key = parsePrimaryKey(table, input.key)
  await againOnConflict(() => app.jobs.retryJob(app.database, table, key))
  await clearProgress(app, table, key)
  const answer = await describeQueue(app, table, 1)
  rowsWritten(app)
  return answer
}

/** The same for all failed jobs of a table; none is no error. */
export const retryAllJobs = async (
  app: AppContext,
  input: { readonly table: string },
  _actor: Actor,
): Promise<Queued> => {
  const table = app.pipeline.table(input.table)
  const queued = await againOnConflict(() => app.jobs.retryFailedJobs(app.database, table))
  const answer = await describeQueue(app, table, queued)
  rowsWritten(app)
  return answer
}
