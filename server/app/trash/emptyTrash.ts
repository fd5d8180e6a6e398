import { againOnConflict } from '#core/againOnConflict.ts'
import { compare } from '#core/algebra/condition.ts'
import { from, restrict } from '#core/algebra/query.ts'
import { compileForget } from '#core/sql/compileTrash.ts'
import { compileDelete } from '#core/sql/compileWrites.ts'
import type { Transaction } from '#db/port.ts'
import { assertAdmin } from '../assertAdmin.ts'
import { type Change, recordChanges, utcText } from '../audit.ts'
import type { Actor, AppContext } from '../context.ts'
import { lockRows, selectRows } from '../selectRows.ts'
import { dropEmptyStores } from './dropStores.ts'
import { stepTable, storeNamed, trashTable } from './stores.ts'

const day = 24 * 3_600_000

/**
 * Gives up, for good, what was deleted more than so many days ago; entries of deletes that were taken back are only
 * forgotten. One transaction per delete, each with its entry in the audit trail; tables that nothing is kept in any more are dropped.
 * @returns how many deletes @throws ADMIN_ONLY
 */
export const emptyTrash = async (
  context: AppContext,
  { olderThanDays }: { readonly olderThanDays: number },
  actor: Actor,
): Promise<{ readonly emptied: number }> => {
  assertAdmin(context, actor, 'empty the trash')
  const before = utcText(new Date(context.now().getTime() - olderThanDays * day))
  const trash = context.pipeline.table(trashTable)
  const old = restrict(from(trash), compare('deleted_at', '<=', before))
  const rows = await selectRows(context, context.database, trash, old, { attributes: ['trash_id'] })
  let emptied = 0
  for (const { trash_id } of rows)
    emptied += await againOnConflict(() =>
      context.database.transaction((transaction) => forget(context, transaction, Number(trash_id), actor)),
    )
  await dropEmptyStores(context)
  return { emptied }
}

const forget = async (context: AppContext, transaction: Transaction, id: number, actor: Actor): Promise<number> => {
  const [trash, step] = [context.pipeline.table(trashTable), context.pipeline.table(stepTable)]
  const mine = compare('trash_id', '=', id)
  const [row] = await lockRows(context, transaction, trash, restrict(from(trash), mine))
  if (!row) return 0
  for (const { kept_in } of await selectRows(context, transaction, step, restrict(from(step), mine))) {
    const { text, params } = compileForget(storeNamed(context, String(kept_in)), id)
    await transaction.execute(text, params)
  }
  for (const table of [step, trash]) {
    const { text, params } = compileDelete(table, mine)
    await transaction.execute(text, params)
  }
  const change: Change = { action: 'delete', table: trash, key: { trash_id: id }, before: row, after: null }
  await recordChanges(context, transaction, actor, [change])
  return 1
}
