import { LabBookError } from '#core/errors.ts'
import type { Key, Row, Table } from '#core/pipeline/table.ts'
import { compileUpdate } from '#core/sql/compileWrites.ts'
import type { Transaction } from '#db/port.ts'
import type { Change } from './audit.ts'
import type { AppContext } from './context.ts'
import { readShownRow } from './fetchRow.ts'
import { storeRow } from './stored/storeRow.ts'
import { parseGivenRow } from './uploads/uploadedFiles.ts'
import type { RowInput } from './views.ts'

/** Changes what differs from `current`; a change of the primary key is refused. No change is no statement. */
export const updateOne = async (
  context: AppContext,
  transaction: Transaction,
  table: Table,
  key: Key,
  current: Row,
  input: RowInput,
): Promise<Change[]> => {
  const values = differences(table, current, input)
  if (Object.keys(values).length === 0) return []
  const changedKey = table.primaryKey.find((name) => name in values)
  if (changedKey) throw new LabBookError('KEY_CHANGE', { table: table.name, attribute: changedKey })
  const { text, params } = compileUpdate(table, key, await storeRow(context, transaction, table, values, key))
  await transaction.execute(text, params)
  const after = await readShownRow(context, transaction, table, key)
  return [{ action: 'update', table, key, before: current, after }]
}

/** Parsed values of those attributes that are not as in `current`; what is sent back as it was shown is not even parsed. */
export const differences = (table: Table, current: Row, input: RowInput): Row => {
  const typed = Object.fromEntries(Object.entries(input).filter(([name, value]) => value !== current[name]))
  const parsed = parseGivenRow(table, typed, { partial: true })
  return Object.fromEntries(Object.entries(parsed).filter(([name, value]) => value !== current[name]))
}
