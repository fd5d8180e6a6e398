import type { CascadeStep } from '#core/algebra/planCascade.ts'
import { LabBookError } from '#core/errors.ts'
import { isWrittenByHand } from '#core/pipeline/howFilled.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import { compileDelete } from '#core/sql/compileWrites.ts'
import type { Transaction } from '#db/port.ts'
import { type Change, recordChanges } from './audit.ts'
import { type Cascade, readCascade, rowsOfStep } from './cascade.ts'
import type { Actor, AppContext } from './context.ts'
import { keyOf } from './readRows.ts'
import { rowsWritten } from './rowsWritten.ts'
import { selectRows } from './selectRows.ts'
import type { DeletePreview } from './views.ts'

export type DeleteRequest = { readonly table: string; readonly key: Key; readonly token: string }

/**
 * Deletes a row and everything below it, leaves first, in one transaction, if that is still what the preview showed.
 * @throws CASCADE_CHANGED, NO_SUCH_ROW, PART_INTEGRITY, STILL_REFERENCED by a table that LabBook cannot see
 */
export const deleteCascade = async (
  context: AppContext,
  request: DeleteRequest,
  actor: Actor,
): Promise<DeletePreview> => {
  const preview = await context.database.transaction((transaction) =>
    deleteCascadeWithin(context, transaction, request, actor),
  )
  rowsWritten(context)
  return preview
}

/** The same inside a transaction of the caller's, who reports the write when it is committed. */
export const deleteCascadeWithin = async (
  context: AppContext,
  transaction: Transaction,
  request: DeleteRequest,
  actor: Actor,
): Promise<DeletePreview> => {
  const cascade = await readCascade(context, transaction, request)
  if (cascade.preview.token !== request.token) throw changed(cascade)
  await recordChanges(context, transaction, actor, await changesOf(context, transaction, cascade))
  for (const step of [...cascade.steps].reverse()) await deleteStep(transaction, step, cascade)
  return cascade.preview
}

/** Rows that came between the count and the delete, which only the delete itself sees, change the number it reports. */
const deleteStep = async (transaction: Transaction, step: CascadeStep, cascade: Cascade): Promise<void> => {
  const { text, params } = compileDelete(step.table, step.condition)
  const { affectedRows } = await transaction.execute(text, params)
  const counted = cascade.preview.counts.find(({ table }) => table === step.table.name)?.rows
  if (affectedRows !== counted) throw changed(cascade)
}

const changed = ({ preview }: Cascade) => new LabBookError('CASCADE_CHANGED', { table: preview.table, preview })

/** Rows that people entered are kept whole in the audit trail; those that populate makes again are named by their number. */
const changesOf = async (context: AppContext, transaction: Transaction, cascade: Cascade): Promise<Change[]> => {
  const changes: Change[] = []
  for (const [index, step] of cascade.steps.entries()) {
    const { table } = step
    if (isEntered(table) || index === 0)
      for (const before of await selectRows(context, transaction, table, rowsOfStep(step)))
        changes.push({ action: 'delete', table, key: keyOf(table, before), before, after: null })
    else changes.push(summaryOf(cascade, step))
  }
  return changes
}

const isEntered = (table: Table): boolean => isWrittenByHand(table)

const summaryOf = ({ preview }: Cascade, { table, equals }: CascadeStep): Change => {
  const rows = preview.counts.find((count) => count.table === table.name)?.rows ?? 0
  return { action: 'delete', table, key: equals ?? {}, before: { rows }, after: null }
}
