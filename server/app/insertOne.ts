import { LabBookError } from '#core/errors.ts'
import type { Row, Table } from '#core/pipeline/table.ts'
import { compileInsert } from '#core/sql/compileWrites.ts'
import type { Transaction } from '#db/port.ts'
import type { Change } from './audit.ts'
import type { AppContext } from './context.ts'
import { readShownRow } from './fetchRow.ts'
import { keyOf } from './readRows.ts'
import { storeRow } from './stored/storeRow.ts'

/** Inserts one parsed row and reads back what the database made of it. */
export const insertOne = async (
  context: AppContext,
  transaction: Transaction,
  table: Table,
  row: Row,
): Promise<Change> => {
  const { text, params } = compileInsert(table, [await storeRow(context, transaction, table, row)])
  const { insertId } = await transaction.execute(text, params).catch((error: unknown) => {
    throw withValues(error, row)
  })
  const generated = table.attributes.find(({ autoIncrement }) => autoIncrement)
  const typed = keyOf(table, generated && !(generated.name in row) ? { ...row, [generated.name]: insertId } : row)
  const after = await readShownRow(context, transaction, table, typed)
  return { action: 'insert', table, key: keyOf(table, after), before: null, after }
}

/** The database names the columns that found no parent; a person wants to read the values. */
const withValues = (error: unknown, row: Row): unknown => {
  if (!(error instanceof LabBookError) || error.code !== 'MISSING_PARENT') return error
  const attributes = error.data.attributes
  if (!Array.isArray(attributes)) return error
  const values = attributes.map((name: string) => `${name} = ${String(row[name] ?? '')}`)
  return new LabBookError('MISSING_PARENT', { ...error.data, key: values.join(', ') }, { cause: error })
}
