import { againOnConflict } from '#core/againOnConflict.ts'
import type { Key } from '#core/pipeline/table.ts'
import type { Actor, AppContext } from './context.ts'
import { parsePrimaryKey } from './parseKey.ts'
import { describeQueue } from './queueTable.ts'
import type { Queued } from './views.ts'
import { workerIdentity } from './workerIdentity.ts'

/** Takes a key out of the queue until somebody retries it. */
export const ignoreJob = async (
  app: AppContext,
  input: { readonly table: string; readonly key: Key },
  _actor: Actor,
): Promise<Queued> => {
  const table = app.pipeline.table(input.table)
  const key = parsePrimaryKey(table, input.key)
  await againOnConflict(() =>
    app.database.session((session) => app.jobs.ignoreJob(session, table, key, workerIdentity)),
  )
  return describeQueue(app, table, 0)
}
