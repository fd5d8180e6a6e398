import { randomUUID } from 'node:crypto'
import { againOnConflict } from '#core/againOnConflict.ts'
import { compare, keyEquals } from '#core/algebra/condition.ts'
import { from, restrict } from '#core/algebra/query.ts'
import { LabBookError } from '#core/errors.ts'
import type { Row, Table } from '#core/pipeline/table.ts'
import {
  compileBringBack,
  compileCountOrphaned,
  compileCountTaken,
  compileForget,
  type Store,
} from '#core/sql/compileTrash.ts'
import { compileUpdate } from '#core/sql/compileWrites.ts'
import type { Sql } from '#core/sql/sql.ts'
import type { Queryable, Transaction } from '#db/port.ts'
import { repeatAsInserts, utcText } from '../audit.ts'
import type { Actor, AppContext } from '../context.ts'
import { rowsWritten } from '../rowsWritten.ts'
import { lockRows, selectRows } from '../selectRows.ts'
import type { RestoreConflict, TrashEntry } from '../views.ts'
import { readEntry } from './listTrash.ts'
import { physicalColumns, stepTable, storeNamed, trashTable } from './stores.ts'

/**
 * Brings all rows of one delete back, parents first, in one transaction, with its entries in the audit trail: all or none.
 * @throws RESTORE_CONFLICT with what stands in the way, table by table; NOT_FOUND, BAD_REQUEST when it was taken back already
 */
export const restoreTrash = async (
  context: AppContext,
  { id }: { readonly id: number },
  actor: Actor,
): Promise<TrashEntry> => {
  const entry = await againOnConflict(() =>
    context.database.transaction((transaction) => restoreWithin(context, transaction, id, actor)),
  )
  rowsWritten(context)
  return entry
}

type Step = { readonly table: Table; readonly store: Store; readonly rows: number }

const restoreWithin = async (
  context: AppContext,
  transaction: Transaction,
  id: number,
  actor: Actor,
): Promise<TrashEntry> => {
  const trash = await lockTrash(context, transaction, id)
  const steps = await readSteps(context, transaction, id)
  await assertKeysFree(transaction, id, steps)
  await bringBack(context, transaction, id, steps)
  for (const { store } of steps) await run(transaction, compileForget(store, id))
  await repeatAsInserts(context, transaction, actor, { batch: String(trash.batch), as: randomUUID() })
  const restored = { restored_at: utcText(context.now()), restored_by: actor.user.slice(0, 64) }
  await run(transaction, compileUpdate(context.pipeline.table(trashTable), { trash_id: id }, restored))
  return readEntry(
    { ...trash, ...restored },
    steps.map(({ table, rows }) => ({ table: table.name, rows })),
  )
}

const lockTrash = async (context: AppContext, transaction: Transaction, id: number): Promise<Row> => {
  const table = context.pipeline.table(trashTable)
  const [row] = await lockRows(context, transaction, table, restrict(from(table), keyEquals({ trash_id: id })))
  if (!row) throw new LabBookError('NOT_FOUND', { what: `Delete ${id} in the trash` })
  if (row.restored_at !== null)
    throw new LabBookError('BAD_REQUEST', {
      problem: `This delete was taken back already, by ${row.restored_by} at ${row.restored_at}.`,
    })
  return row
}

/** @throws UNKNOWN_TABLE when a table was dropped since */
const readSteps = async (context: AppContext, transaction: Transaction, id: number): Promise<Step[]> => {
  const table = context.pipeline.table(stepTable)
  const query = restrict(from(table), compare('trash_id', '=', id))
  const rows = await selectRows(context, transaction, table, query, {
    order: [{ attribute: 'step', direction: 'asc' }],
  })
  return rows.map((row) => ({
    table: context.pipeline.table(String(row.table_name)),
    store: storeNamed(context, String(row.kept_in)),
    rows: Number(row.row_count),
  }))
}

const assertKeysFree = async (transaction: Transaction, id: number, steps: readonly Step[]): Promise<void> => {
  const conflicts: RestoreConflict[] = []
  for (const { table, store } of steps) {
    const taken = await count(transaction, compileCountTaken(store, table, id))
    if (taken > 0) conflicts.push({ table: table.name, rows: taken, problem: 'taken' })
  }
  assertNone(conflicts)
}

/** A table whose own parents are missing is left out, so that tables below it are not blamed for that. */
const bringBack = async (
  context: AppContext,
  transaction: Transaction,
  id: number,
  steps: readonly Step[],
): Promise<void> => {
  const conflicts: RestoreConflict[] = []
  for (const step of steps) {
    const blamed = new Set(conflicts.map(({ table }) => table))
    const orphaned = await orphans(context, transaction, id, step, blamed)
    conflicts.push(...orphaned)
    const waits = step.table.foreignKeys.some(({ parent }) => blamed.has(parent))
    if (orphaned.length === 0 && !waits) await bringStepBack(transaction, id, step)
  }
  assertNone(conflicts)
}

const orphans = async (
  { pipeline }: AppContext,
  transaction: Transaction,
  id: number,
  { table, store }: Step,
  blamed: ReadonlySet<string>,
): Promise<RestoreConflict[]> => {
  const conflicts: RestoreConflict[] = []
  for (const foreignKey of table.foreignKeys) {
    if (blamed.has(foreignKey.parent) || !pipeline.has(foreignKey.parent)) continue
    const parent = pipeline.table(foreignKey.parent)
    const rows = await count(transaction, compileCountOrphaned(store, parent, foreignKey, id))
    if (rows > 0) conflicts.push({ table: table.name, rows, problem: 'parent', parent: parent.name })
  }
  return conflicts
}

const bringStepBack = async (transaction: Transaction, id: number, { table, store, rows }: Step): Promise<void> => {
  const kept = new Set((await physicalColumns(transaction, store)).map(({ name }) => name))
  const columns = (await physicalColumns(transaction, table)).filter(({ name }) => kept.has(name))
  const { affectedRows } = await run(transaction, compileBringBack(store, table, columns, id))
  if (affectedRows !== rows)
    throw new LabBookError('RESTORE_FAILED', { table: table.name, rows, found: affectedRows, id })
}

const assertNone = (conflicts: readonly RestoreConflict[]): void => {
  if (conflicts.length > 0)
    throw new LabBookError('RESTORE_CONFLICT', { conflicts, problems: conflicts.map(describe).join(' ') })
}

const describe = ({ table, rows, problem, parent }: RestoreConflict): string =>
  problem === 'taken'
    ? `${table} has ${rows} of these keys again.`
    : `${rows} row(s) of ${table} need rows of ${parent} that are gone.`

const run = (queryable: Queryable, { text, params }: Sql) => queryable.execute(text, params)

const count = async (queryable: Queryable, { text, params }: Sql): Promise<number> =>
  Number((await queryable.query(text, params))[0]?.count ?? 0)
