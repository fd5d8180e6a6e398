import { keyEquals } from '#core/algebra/condition.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import type { Actor, AppContext } from './context.ts'
import { parseKey } from './parseKey.ts'
import { rowsWritten } from './rowsWritten.ts'
import type { Queued } from './views.ts'

/**
 * Queues what the key source has and the table has not, below `key` if given, and wakes the workers.
 * @throws BAD_REQUEST when populate does not fill the table
 */
export const queueTable = async (
  app: AppContext,
  input: { readonly table: string; readonly key?: Key },
  _actor: Actor,
): Promise<Queued> => {
  const table = app.pipeline.table(input.table)
  const key = input.key && Object.keys(input.key).length > 0 ? parseKey(table, input.key) : null
  const condition = key ? keyEquals(key) : undefined
  const { added } = await app.jobs.refreshJobs(app.database, table, app.pipeline, { condition })
  const answer = await describeQueue(app, table, added)
  rowsWritten(app)
  return answer
}

/** What was queued and how much waits now. */
export const describeQueue = async (app: AppContext, table: Table, queued: number): Promise<Queued> => {
  const counts = await app.jobs.countJobs(app.database, [table])
  const pending = counts.get(table.name)?.pending ?? (await countWaiting(app, table))
  return { table: table.name, queued, pending }
}

/** Where keys that wait have no rows of their own. */
const countWaiting = async (app: AppContext, table: Table): Promise<number> =>
  (await app.jobs.nextJobs(app.database, table, app.pipeline)).length
