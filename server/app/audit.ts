import { randomUUID } from 'node:crypto'
import type { Key, Row, Table } from '#core/pipeline/table.ts'
import { eachInsert } from '#core/sql/compileWrites.ts'
import { tableReference } from '#core/sql/identifier.ts'
import type { Queryable } from '#db/port.ts'
import type { Actor, AppContext } from './context.ts'
import { executeInserts } from './executeInserts.ts'
import { hashOf, keyText } from './keyText.ts'

/** One written row. `before` and `after` are rows as people see them: blobs are summaries, not bytes. */
export type Change = {
  readonly action: 'insert' | 'update' | 'delete'
  readonly table: Table
  readonly key: Key
  readonly before: Row | null
  readonly after: Row | null
}

export const auditTable = 'app.Audit'

/** Writes the audit trail of what one transaction changed, within that transaction. @returns what its entries have in common */
export const recordChanges = async (
  context: Pick<AppContext, 'pipeline' | 'now'>,
  transaction: Queryable,
  actor: Actor,
  changes: readonly Change[],
): Promise<{ readonly batch: string }> => {
  const batch = randomUUID()
  if (changes.length === 0) return { batch }
  const common = { changed_at: utcText(context.now()), changed_by: actor.user.slice(0, 64), batch }
  const table = context.pipeline.table(auditTable)
  await executeInserts(transaction, eachInsert(table, auditRows(changes, common)))
  return { batch }
}

/** What the entries of one transaction have in common. */
type Common = { readonly changed_at: string; readonly changed_by: string; readonly batch: string }

function* auditRows(changes: readonly Change[], common: Common): Generator<Row, void> {
  for (const change of changes) yield auditRow(change, common)
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
    `INSERT INTO ${audit} (changed_at, changed_by, action, table_name, key_hash, row_key, before_row, after_row, batch)
     SELECT ?, ?, 'insert', table_name, key_hash, row_key, NULL, before_row, ? FROM ${audit}
     WHERE batch = ? AND action = 'delete'`,
    [utcText(now()), actor.user.slice(0, 64), as, batch],
  )
}

/** Moments that LabBook notes itself are UTC, `2024-01-02T03:04:05.678`. */
export const utcText = (moment: Date): string => moment.toISOString().slice(0, -1)

const auditRow = ({ action, table, key, before, after }: Change, { changed_at, changed_by, batch }: Common): Row => {
  const text = keyText(table, key)
  return {
    changed_at,
    changed_by,
    action,
    table_name: table.name,
    key_hash: hashOf(text),
    row_key: text.slice(0, 2000),
    before_row: before && rowText(before),
    after_row: after && rowText(after),
    batch,
  }
}

/** Bytes that nobody summed up are named by their length. */
const rowText = (row: Row): string => JSON.stringify(hasBytes(row) ? withLengths(row) : row)

const hasBytes = (row: Row): boolean => {
  for (const name in row) if (row[name] instanceof Uint8Array) return true
  return false
}

const withLengths = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value instanceof Uint8Array ? `${value.length} bytes` : value]),
  )
