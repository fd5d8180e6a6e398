import { againOnConflict } from '#core/againOnConflict.ts'
import type { CascadeStep } from '#core/algebra/planCascade.ts'
import { LabBookError } from '#core/errors.ts'
import { isWrittenByHand } from '#core/pipeline/howFilled.ts'
import type { Table } from '#core/pipeline/table.ts'
import { compileDelete } from '#core/sql/compileWrites.ts'
import type { Transaction } from '#db/port.ts'
import { assertAdmin } from './assertAdmin.ts'
import { type Change, recordChanges } from './audit.ts'
import { type Cascade, type CascadeRequest, readCascade, rowsOfStep } from './cascade.ts'
import type { Actor, AppContext } from './context.ts'
import { keyOf } from './readRows.ts'
import { rowsWritten } from './rowsWritten.ts'
import { selectRows } from './selectRows.ts'
import { moveToTrash } from './trash/keepRows.ts'
import type { DeletePreview } from './views.ts'

export type DeleteRequest = CascadeRequest & {
  readonly token: string
  /** Whether the rows can be brought back: always when absent; `if small` leaves out what is too large for the trash. */
  readonly trash?: 'keep' | 'if small' | 'none'
}

/**
 * Moves a row and everything below it to the trash, in one transaction, if that is still what the preview showed.
 * @throws ADMIN_ONLY without the trash, CASCADE_CHANGED, NO_SUCH_ROW, PART_INTEGRITY, TRASH_TOO_LARGE, STILL_REFERENCED by a table that LabBook cannot see
 */
export const deleteCascade = async (
  context: AppContext,
  request: DeleteRequest,
  actor: Actor,
): Promise<DeletePreview> => {
  if (request.trash === 'none') assertAdmin(context, actor, 'delete rows for good')
  const preview = await againOnConflict(() =>
    context.database.transaction((transaction) => deleteWithin(context, transaction, request, actor)),
  )
  rowsWritten(context)
  return preview
}

const deleteWithin = async (
  context: AppContext,
  transaction: Transaction,
  request: DeleteRequest,
  actor: Actor,
): Promise<DeletePreview> => {
  const cascade = await readCascade(context, transaction, request)
  if (cascade.preview.token !== request.token) throw changed(cascade)
  const isKept = goesToTrash(cascade, request)
  const { batch } = await recordChanges(context, transaction, actor, await changesOf(context, transaction, cascade))
  const deleted = isKept
    ? await moveToTrash(context, transaction, cascade, { actor, batch })
    : await deleteForGood(transaction, cascade)
  // Rows that came between the count and the delete, which only the delete itself sees, change the number it reports.
  for (const { table, rows } of cascade.preview.counts) if (deleted.get(table) !== rows) throw changed(cascade)
  return cascade.preview
}

/** @throws TRASH_TOO_LARGE; BAD_REQUEST when the conditions of a delete would not outlast its first step */
const goesToTrash = ({ preview, trashLimit }: Cascade, { trash = 'keep', parts }: DeleteRequest): boolean => {
  if (trash === 'keep' && !preview.keepable)
    throw new LabBookError('TRASH_TOO_LARGE', { table: preview.table, bytes: preview.bytes, limit: trashLimit })
  const isKept = trash !== 'none' && preview.keepable
  if (!isKept && parts === 'cascade')
    throw new LabBookError('BAD_REQUEST', {
      problem:
        'Masters that go because of their parts can only be moved to the trash, and these rows are too large for it.',
    })
  return isKept
}

const deleteForGood = async (transaction: Transaction, { steps }: Cascade): Promise<ReadonlyMap<string, number>> => {
  const deleted = new Map<string, number>()
  for (const { table, condition } of [...steps].reverse()) {
    const { text, params } = compileDelete(table, condition)
    deleted.set(table.name, (await transaction.execute(text, params)).affectedRows)
  }
  return deleted
}

const changed = ({ preview }: Cascade) => new LabBookError('CASCADE_CHANGED', { table: preview.table, preview })

/** Of more rows of one table than this the trail keeps the number; the rows themselves are in the trash. */
const auditedRows = 1000

/** Rows that people entered are kept whole in the audit trail; those that populate makes again are named by their number. */
const changesOf = async (context: AppContext, transaction: Transaction, cascade: Cascade): Promise<Change[]> => {
  const changes: Change[] = []
  for (const step of cascade.steps) {
    const { table } = step
    const isNamed = table.name === cascade.preview.table
    if (isNamed || (isEntered(table) && rowsIn(cascade, table) <= auditedRows))
      for (const before of await selectRows(context, transaction, table, rowsOfStep(step)))
        changes.push({ action: 'delete', table, key: keyOf(table, before), before, after: null })
    else changes.push(summaryOf(cascade, step))
  }
  return changes
}

const isEntered = (table: Table): boolean => isWrittenByHand(table)

const summaryOf = (cascade: Cascade, { table, equals }: CascadeStep): Change => ({
  action: 'delete',
  table,
  key: equals ?? {},
  before: { rows: rowsIn(cascade, table) },
  after: null,
})

const rowsIn = ({ preview }: Cascade, table: Table): number =>
  preview.counts.find((count) => count.table === table.name)?.rows ?? 0
