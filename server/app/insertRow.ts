import { againOnConflict } from '#core/againOnConflict.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import { assertMaster, assertWritable } from './assertWritable.ts'
import { recordChanges } from './audit.ts'
import type { Actor, AppContext } from './context.ts'
import { insertOne } from './insertOne.ts'
import { inPart, partKey, partTables } from './partRows.ts'
import { rowsWritten } from './rowsWritten.ts'
import { parseGivenRow, withUploads } from './uploads/uploadedFiles.ts'
import type { RowInput } from './views.ts'

export type InsertRequest = {
  readonly table: string
  readonly row: RowInput
  /** Part rows by logical name of the part; their master's key is filled in. */
  readonly parts?: Readonly<Record<string, readonly RowInput[]>>
}

/**
 * A row and its part rows in one transaction.
 * @throws INVALID_ROW, NOT_WRITABLE, PART_INTEGRITY, DUPLICATE_ENTRY, MISSING_PARENT, UPLOAD_GONE
 */
export const insertRow = async (
  context: AppContext,
  request: InsertRequest,
  actor: Actor,
): Promise<{ readonly key: Key }> => {
  const table = context.pipeline.table(request.table)
  assertWritable(table)
  assertMaster(table)
  const key = await withUploads(context, request, (opened) => insertOpened(context, table, opened, actor))
  rowsWritten(context)
  return { key }
}

const insertOpened = (context: AppContext, table: Table, request: InsertRequest, actor: Actor): Promise<Key> => {
  const parts = partTables(context.pipeline, table, request.parts)
  const row = parseGivenRow(table, request.row)
  return againOnConflict(() =>
    context.database.transaction(async (transaction) => {
      const master = await insertOne(context, transaction, table, row)
      const changes = [master]
      for (const { part, rows } of parts)
        for (const [index, input] of rows.entries()) {
          const partRow = inPart(part, index, () => parseGivenRow(part, { ...input, ...partKey(part, master.key) }))
          changes.push(await insertOne(context, transaction, part, partRow))
        }
      await recordChanges(context, transaction, actor, changes)
      return master.key
    }),
  )
}
