import { randomUUID } from 'node:crypto'
import type { Key, Row, Table } from '#core/pipeline/table.ts'
import { eachInsert, type InsertStatement } from '#core/sql/compileWrites.ts'
import { tableReference } from '#core/sql/identifier.ts'
import type { Queryable } from '#db/port.ts'
import { auditRows } from './auditPages.ts'
import type { Actor, AppContext } from './context.ts'
import { executeInserts } from './executeInserts.ts'

/** One written row. `before` and `after` are rows as people see them: blobs are summaries, not bytes. */
export type Change = {
  readonly action: 'insert' | 'update' | 'delete'
  readonly table: Table
  readonly key: Key
  readonly before: Row | null
  readonly after: Row | null
}

export const auditTable = 'app.Audit'

/**
 * Writes the audit trail of what one transaction changed, within that transaction. `details` are told only in the histories of
 * their rows: `changes` sum them up. @returns what its entries have in common
 */
export const recordChanges = async (
  context: Pick<AppContext, 'pipeline' | 'now'>,
  transaction: Queryable,
  actor: Actor,
  changes: readonly Change[],
  details: Iterable<Change> = [],
): Promise<{ readonly batch: string }> => {
  const batch = randomUUID()
  const common = { changed_at: utcText(context.now()), changed_by: actor.user.slice(0, 64), batch }
  const table = context.pipeline.table(auditTable)
  await executeInserts(transaction, statements(table, auditRows(changes), common))
  await executeInserts(transaction, statements(table, auditRows(details), { ...common, is_detail: 1 }))
  return { batch }
}

/** Pages are long already: each goes for itself. */
function* statements(table: Table, rows: Iterable<Row>, common: Row): Generator<InsertStatement, void> {
  let single: Row[] = []
  for (const row of rows) {
    if (!row.key_hashes) {
      single.push({ ...row, ...common })
      continue
    }
    yield* eachInsert(table, single)
    single = []
    yield* eachInsert(table, [{ ...row, ...common }])
  }
  yield* eachInsert(table, single)
}

/** Tells of rows that come back by the entries of the delete they went by, which hold them as they were. */
export const repeatAsInserts = async (
  { pipeline, now }: Pick<AppContext, 'pipeline' | 'now'>,
  transaction: Queryable,
  actor: Actor,
  { batch, as }: { readonly batch: string; readonly as: string },
): Promise<void> => {
  const audit = tableReference(pipeline.table(auditTable))
  await transaction.execute(
    `INSERT INTO ${audit} (changed_at, changed_by, action, table_name, key_hash, row_key, before_row, after_row, batch, rows_told, is_detail, key_hashes)
     SELECT ?, ?, 'insert', table_name, key_hash, row_key, NULL, before_row, ?, rows_told, is_detail, key_hashes FROM ${audit}
     WHERE batch = ? AND action = 'delete'`,
    [utcText(now()), actor.user.slice(0, 64), as, batch],
  )
}

/** Moments that LabBook notes itself are UTC, `2024-01-02T03:04:05.678`. */
export const utcText = (moment: Date): string => moment.toISOString().slice(0, -1)
