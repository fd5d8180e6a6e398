import type { Key } from '#core/pipeline/table.ts'
import type { Actor, AppContext } from './context.ts'
import { parsePrimaryKey } from './parseKey.ts'
import { describeQueue } from './queueTable.ts'
import type { Queued } from './views.ts'

/** Takes a key out of the queue until somebody retries it. */
export const ignoreJob = async (
  app: AppContext,
  input: { readonly table: string; readonly key: Key },
  _actor: Actor,
): Promise<Queued> => {
  const table = app.pipeline.table(input.table)
  await app.jobs.ignoreJob(app.database, table, parsePrimaryKey(table, input.key))
  return describeQueue(app, table, 0)
}
