import type { CascadeStep } from '#core/algebra/planCascade.ts'
import { LabBookError } from '#core/errors.ts'
import type { Row, Table } from '#core/pipeline/table.ts'
import { compileDeleteKept, compileKeep, type Store } from '#core/sql/compileTrash.ts'
import { compileInsert } from '#core/sql/compileWrites.ts'
import type { Transaction } from '#db/port.ts'
import { utcText } from '../audit.ts'
import type { Cascade } from '../cascade.ts'
import type { Actor, AppContext } from '../context.ts'
import { keyText } from '../keyText.ts'
import { openStore, stepTable, type TableStore, trashTable } from './stores.ts'

/** The rows of one table, kept and still to be deleted. */
type Kept = { readonly table: Table; readonly rows: number; readonly kept: TableStore }

/**
 * Moves the rows of a planned cascade into the trash: all are copied first, since the conditions of some speak of others,
 * then deleted leaves first. Inside the caller's transaction. @returns rows deleted, by logical name of the table
 */
export const moveToTrash = async (
  context: AppContext,
  transaction: Transaction,
  { steps, preview }: Cascade,
  { actor, batch }: { readonly actor: Actor; readonly batch: string },
): Promise<ReadonlyMap<string, number>> => {
  const id = await insertTrash(context, transaction, {
    deleted_at: utcText(context.now()),
    deleted_by: actor.user.slice(0, 64),
    table_name: preview.table,
    row_key: keyText(context.pipeline.table(preview.table), preview.key).slice(0, 2000),
    row_count: preview.total,
    byte_count: preview.bytes,
    batch,
  })
  const kept: Kept[] = []
  for (const step of steps) kept.push(await keepStep(context, transaction, id, step))
  await insertSteps(context, transaction, id, kept)
  return deleteKept(transaction, id, kept)
}

const insertTrash = async (context: AppContext, transaction: Transaction, row: Row): Promise<number> => {
  const { text, params } = compileInsert(context.pipeline.table(trashTable), [row])
  return Number((await transaction.execute(text, params)).insertId)
}

const keepStep = async (
  context: AppContext,
  transaction: Transaction,
  id: number,
  { table, condition }: CascadeStep,
): Promise<Kept> => {
  const kept = await openStore(context, table)
  const { text, params } = compileKeep(kept.store, table, kept.columns, id, condition)
  const { affectedRows } = await transaction.execute(text, params).catch((error: unknown) => {
    throw wasDropped(error) ? storeGone(kept.store) : error
  })
  return { table, kept, rows: affectedRows }
}

/** Whoever emptied the trash dropped the store after we saw it: all is done again. */
const storeGone = ({ sqlName }: Store) =>
  new LabBookError('DATABASE_CONFLICT', { problem: `the trash was emptied, and ${sqlName} with it` })

/** 1146 ER_NO_SUCH_TABLE */
const wasDropped = (error: unknown): boolean => {
  const cause = error instanceof LabBookError ? error.cause : error
  return cause instanceof Error && (cause as { errno?: number }).errno === 1146
}

const insertSteps = async (context: AppContext, transaction: Transaction, id: number, kept: readonly Kept[]) => {
  const rows = kept.map(({ table, rows, kept: { store } }, step) => ({
    ...{ trash_id: id, step, table_name: table.name, kept_in: store.sqlName, row_count: rows },
  }))
  const { text, params } = compileInsert(context.pipeline.table(stepTable), rows)
  await transaction.execute(text, params)
}

const deleteKept = async (
  transaction: Transaction,
  id: number,
  kept: readonly Kept[],
): Promise<ReadonlyMap<string, number>> => {
  const deleted = new Map<string, number>()
  for (const { table, kept: stored } of [...kept].reverse()) {
    const { text, params } = compileDeleteKept(stored.store, table, id)
    deleted.set(table.name, (await transaction.execute(text, params)).affectedRows)
  }
  return deleted
}
