import { keyEquals } from '#core/algebra/condition.ts'
import type { Key } from '#core/pipeline/table.ts'
import { keySource } from '#core/populate/keySource.ts'
import type { Actor, AppContext } from './context.ts'
import { deleteCascade } from './deleteCascade.ts'
import { parsePrimaryKey } from './parseKey.ts'
import { previewDelete } from './previewDelete.ts'
import { describeQueue } from './queueTable.ts'
import { clearProgress } from './recordProgress.ts'
import { rowsWritten } from './rowsWritten.ts'
import type { DeletePreview, Queued } from './views.ts'

type Asked = { readonly table: string; readonly key: Key }

/**
 * What is deleted before a key is made again, e.g. because its folder was curated again: its row and all below it.
 * @throws NO_SUCH_ROW, BAD_REQUEST when populate does not fill the table
 */
export const previewReload = async (app: AppContext, input: Asked, _actor: Actor): Promise<DeletePreview> => {
  keySource(app.pipeline.table(input.table), app.pipeline)
  return previewDelete(app, input)
}

/** Deletes what the preview with this token showed, and queues the key again. @throws CASCADE_CHANGED, NO_SUCH_ROW */
export const reloadKey = async (
  app: AppContext,
  input: Asked & { readonly token: string },
  actor: Actor,
): Promise<Queued> => {
  const table = app.pipeline.table(input.table)
  keySource(table, app.pipeline)
  const key = parsePrimaryKey(table, input.key)
  // What is made again needs no trash that it does not fit into.
  await deleteCascade(app, { ...input, trash: 'if small' }, actor)
  await clearProgress(app, table, key)
  const condition = keyEquals(key)
  const { added } = await app.jobs.refreshJobs(app.database, table, app.pipeline, { condition })
  const answer = await describeQueue(app, table, added)
  rowsWritten(app)
  return answer
}
