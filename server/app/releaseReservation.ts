import { againOnConflict } from '#core/againOnConflict.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key } from '#core/pipeline/table.ts'
import type { Actor, AppContext } from './context.ts'
import { livingWorkers } from './livingWorkers.ts'
import { parsePrimaryKey } from './parseKey.ts'
import { describeQueue } from './queueTable.ts'
import { clearProgress } from './recordProgress.ts'
import { rowsWritten } from './rowsWritten.ts'
import type { Queued } from './views.ts'

/**
 * Gives a key free whose worker seems to be dead, and wakes the workers.
 * @throws JOB_NOT_FOUND when the key is not reserved, JOB_ALIVE when its worker gives signs of life
 */
export const releaseReservation = async (
  app: AppContext,
  input: { readonly table: string; readonly key: Key },
  _actor: Actor,
): Promise<Queued> => {
  const table = app.pipeline.table(input.table)
  const key = parsePrimaryKey(table, input.key)
  const filter = { key, statuses: ['reserved'] } as const
  const [job] = await app.jobs.listJobs(app.database, table, app.pipeline, filter)
  if (!job) throw new LabBookError('JOB_NOT_FOUND', { table: table.name, key })
  const { connectionId, host, pid } = job
  const workers = await livingWorkers(app)
  const free = () => app.jobs.freeDoubtful(app.database, table, workers, { key, connectionId })
  if (!(await againOnConflict(free))) throw new LabBookError('JOB_ALIVE', { table: table.name, key, host, pid })
  await clearProgress(app, table, key)
  const answer = await describeQueue(app, table, 1)
  rowsWritten(app)
  return answer
}
