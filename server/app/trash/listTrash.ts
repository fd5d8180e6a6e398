import { compare, isIn } from '#core/algebra/condition.ts'
import { from, restrict } from '#core/algebra/query.ts'
import type { Key, Row } from '#core/pipeline/table.ts'
import type { Actor, AppContext } from '../context.ts'
import { selectRows } from '../selectRows.ts'
import type { TrashEntry } from '../views.ts'
import { stepTable, trashTable } from './stores.ts'

const defaultLimit = 100
const longestList = 1000

/** Deletes that can be taken back or were, the newest first; of one table if named. */
export const listTrash = async (
  context: AppContext,
  request: { readonly table?: string; readonly limit?: number },
  _actor: Actor,
): Promise<readonly TrashEntry[]> => {
  const trash = context.pipeline.table(trashTable)
  const name = request.table && context.pipeline.table(request.table).name
  const query = name ? restrict(from(trash), compare('table_name', '=', name)) : from(trash)
  const rows = await selectRows(context, context.database, trash, query, {
    order: [{ attribute: 'trash_id', direction: 'desc' }],
    limit: Math.min(request.limit ?? defaultLimit, longestList),
  })
  const counts = await stepsOf(context, rows)
  return rows.map((row) => readEntry(row, counts.get(Number(row.trash_id)) ?? []))
}

type Counts = TrashEntry['counts']

const stepsOf = async (context: AppContext, rows: readonly Row[]): Promise<ReadonlyMap<number, Counts>> => {
  const table = context.pipeline.table(stepTable)
  const ids = rows.map(({ trash_id }) => trash_id!)
  const found = new Map<number, Counts>()
  if (ids.length === 0) return found
  const steps = await selectRows(context, context.database, table, restrict(from(table), isIn('trash_id', ids)), {
    order: ['trash_id', 'step'].map((attribute) => ({ attribute, direction: 'asc' })),
  })
  for (const { trash_id, table_name, row_count } of steps) {
    const id = Number(trash_id)
    found.set(id, [...(found.get(id) ?? []), { table: String(table_name), rows: Number(row_count) }])
  }
  return found
}

export const readEntry = (row: Row, counts: Counts): TrashEntry => ({
  id: Number(row.trash_id),
  at: String(row.deleted_at),
  user: String(row.deleted_by),
  table: String(row.table_name),
  key: readKey(String(row.row_key)),
  counts,
  total: Number(row.row_count),
  bytes: Number(row.byte_count),
  restoredAt: row.restored_at === null ? null : String(row.restored_at),
  restoredBy: String(row.restored_by),
})

/** A key longer than its column was cut, and is no JSON any more. */
const readKey = (text: string): Key => {
  try {
    return JSON.parse(text) as Key
  } catch {
    return {}
  }
}
