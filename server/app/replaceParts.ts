import { keyEquals } from '#core/algebra/condition.ts'
import { parseRow } from '#core/definition/rowValues.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key, Row, Table } from '#core/pipeline/table.ts'
import { compileDelete } from '#core/sql/compileWrites.ts'
import type { Transaction } from '#db/port.ts'
import type { Change } from './audit.ts'
import type { AppContext } from './context.ts'
import { shownPartRows } from './fetchRow.ts'
import { insertOne } from './insertOne.ts'
import { inPart, partKey } from './partRows.ts'
import { keyOf, restrictedTo } from './readRows.ts'
import { lockRows } from './selectRows.ts'
import { updateOne } from './updateOne.ts'
import { parseGivenRow } from './uploads/uploadedFiles.ts'
import type { RowInput } from './views.ts'

type Replacement = { readonly part: Table; readonly rows: readonly RowInput[]; readonly masterKey: Key }
type Wanted = { readonly index: number; readonly key: Key; readonly input: RowInput }

/**
 * Makes the rows of one part of one master row those that are given: what is not among them is deleted first, then known
 * keys are updated and new ones inserted.
 */
export const replaceParts = async (
  context: AppContext,
  transaction: Transaction,
  { part, rows, masterKey }: Replacement,
): Promise<Change[]> => {
  const fixed = partKey(part, masterKey)
  const present = await lockRows(context, transaction, part, restrictedTo(part, fixed))
  if (present.length > shownPartRows) throw tooMany(part)
  const wanted = rows.map((row, index) => readWanted(part, index, { ...row, ...fixed }))
  const changes: Change[] = []
  for (const row of present)
    if (!wanted.some(({ key }) => isSameKey(part, key, row))) changes.push(await deletePart(transaction, part, row))
  for (const each of wanted) changes.push(...(await writeWanted(context, transaction, part, present, each)))
  return changes
}

/** A form that was shown a part of the rows would delete the others. */
const tooMany = ({ name, master }: Table) =>
  new LabBookError('BAD_REQUEST', {
    problem: `This row of ${master} has more than ${shownPartRows} rows of ${name}, more than a form holds.`,
  })

const readWanted = (part: Table, index: number, input: RowInput): Wanted => {
  const typed = Object.fromEntries(part.primaryKey.map((name) => [name, input[name] ?? null]))
  return { index, input, key: inPart(part, index, () => parseRow(part, typed, { partial: true })) }
}

const writeWanted = async (
  context: AppContext,
  transaction: Transaction,
  part: Table,
  present: readonly Row[],
  { index, key, input }: Wanted,
): Promise<Change[]> => {
  const current = present.find((row) => isSameKey(part, key, row))
  if (current) return updateOne(context, transaction, part, key, current, input)
  return [
    await insertOne(
      context,
      transaction,
      part,
      inPart(part, index, () => parseGivenRow(part, input)),
    ),
  ]
}

const deletePart = async (transaction: Transaction, part: Table, before: Row): Promise<Change> => {
  const key = keyOf(part, before)
  const { text, params } = compileDelete(part, keyEquals(key))
  await transaction.execute(text, params)
  return { action: 'delete', table: part, key, before, after: null }
}

const isSameKey = ({ primaryKey }: Table, key: Key, row: Row): boolean =>
  primaryKey.every((name) => key[name] === row[name])
