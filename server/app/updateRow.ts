import { againOnConflict } from '#core/againOnConflict.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key, Row, Table } from '#core/pipeline/table.ts'
import type { Transaction } from '#db/port.ts'
import { assertWritable } from './assertWritable.ts'
import { recordChanges } from './audit.ts'
import type { Actor, AppContext } from './context.ts'
import { readRowWithParts } from './fetchRow.ts'
import { parsePrimaryKey } from './parseKey.ts'
import { partTables } from './partRows.ts'
import { keyOf, restrictedTo } from './readRows.ts'
import { replaceParts } from './replaceParts.ts'
import { rowsWritten } from './rowsWritten.ts'
import { lockRows } from './selectRows.ts'
import { differences, updateOne } from './updateOne.ts'
import { withUploads } from './uploads/uploadedFiles.ts'
import type { RowInput, RowWithParts } from './views.ts'

export type UpdateRequest = {
  readonly table: string
  readonly key: Key
  /** Attributes to be changed; those left out stay as they are. */
  readonly row: RowInput
  /** For each named part all rows that it shall have; other parts stay as they are. */
  readonly parts?: Readonly<Record<string, readonly RowInput[]>>
  /** The row as the person saw it: refused when somebody changed one of these attributes since. */
  readonly expected?: RowInput
}

/**
 * Changes secondary attributes and part rows of one row in one transaction, and answers the row as it is now.
 * @throws NO_SUCH_ROW, ROW_CHANGED, KEY_CHANGE, INVALID_ROW, NOT_WRITABLE, STILL_REFERENCED (a part row in use)
 */
export const updateRow = async (context: AppContext, request: UpdateRequest, actor: Actor): Promise<RowWithParts> => {
  const table = context.pipeline.table(request.table)
  assertWritable(table)
  const result = await withUploads(context, request, (opened) => updateOpened(context, table, opened, actor))
  rowsWritten(context)
  return result
}

const updateOpened = (
  context: AppContext,
  table: Table,
  request: UpdateRequest,
  actor: Actor,
): Promise<RowWithParts> => {
  const asked = parsePrimaryKey(table, request.key)
  const parts = partTables(context.pipeline, table, request.parts)
  return againOnConflict(() =>
    context.database.transaction(async (transaction) => {
      const current = await lockRow(context, transaction, table, asked)
      const key = keyOf(table, current)
      assertUnchanged(table, key, current, request.expected)
      const changes = await updateOne(context, transaction, table, key, current, request.row)
      for (const { part, rows } of parts)
        changes.push(...(await replaceParts(context, transaction, { part, rows, masterKey: key })))
      await recordChanges(context, transaction, actor, changes)
      return readRowWithParts(context, transaction, table, key)
    }),
  )
}

const lockRow = async (context: AppContext, transaction: Transaction, table: Table, key: Key): Promise<Row> => {
  const [row] = await lockRows(context, transaction, table, restrictedTo(table, key))
  if (!row) throw new LabBookError('NO_SUCH_ROW', { table: table.name, key })
  return row
}

const assertUnchanged = (table: Table, key: Key, current: Row, expected: RowInput = {}): void => {
  const changed = Object.keys(differences(table, current, expected))
  if (changed.length > 0)
    throw new LabBookError('ROW_CHANGED', { table: table.name, key, attributes: changed.join(', '), current })
}
