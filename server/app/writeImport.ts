import { from } from '#core/algebra/query.ts'
import type { Row, Table } from '#core/pipeline/table.ts'
import { compileInsert, eachInsert } from '#core/sql/compileWrites.ts'
import type { Transaction } from '#db/port.ts'
import type { Change } from './audit.ts'
import type { AppContext } from './context.ts'
import { executeInserts } from './executeInserts.ts'
import { readShownRow } from './fetchRow.ts'
import { insertOne } from './insertOne.ts'
import { keyText } from './keyText.ts'
import { keyOf, restrictedTo, rowExists } from './readRows.ts'
import { lockRows, selectCount } from './selectRows.ts'

export type WriteOptions = {
  /** What becomes of a row whose key is there already: an error, left as it is, or replaced. */
  readonly duplicates?: 'refuse' | 'skip' | 'replace'
  /** One entry in the list of all writes for all rows, instead of one for each; the history of a row tells who and when, not its values. */
  readonly bulk?: boolean
}

/** What was written, and its entries for the audit trail. */
export type Written = {
  readonly inserted: number
  readonly changes: readonly Change[]
  /** Of rows that one of the changes sums up. */
  readonly details?: Iterable<Change>
}

/** More rows than this at once are one entry in the list of all writes: their number, their first and their last key. */
export const mostAudited = 10_000
/** Rows whose keys may be there already are looked at one by one, up to so many: then the trail knows what each became. */
const mostCompared = 1000

/** Inserts parsed rows, inside the caller's transaction. @throws what the database says about the first row that does not fit */
export const writeImport = async (
  context: AppContext,
  transaction: Transaction,
  table: Table,
  rows: readonly Row[],
  { duplicates = 'refuse', bulk = false }: WriteOptions,
): Promise<Written> => {
  if (duplicates === 'refuse') {
    await executeInserts(transaction, eachInsert(table, rows))
    return bulk || rows.length > mostAudited
      ? { inserted: rows.length, changes: [batchOf(table, rows, rows.length)], details: insertsOf(table, rows, bulk) }
      : { inserted: rows.length, changes: [...insertsOf(table, rows)] }
  }
  if (bulk || rows.length > mostCompared) return writeMany(transaction, table, rows, { duplicates, bulk })
  const changes: Change[] = []
  for (const row of rows) changes.push(...(await writeOne(context, transaction, table, row, duplicates)))
  return { inserted: changes.length, changes }
}

/** Inserts one row, with its entry for the audit trail; none when it was left as it is. */
export const writeOne = async (
  context: AppContext,
  transaction: Transaction,
  table: Table,
  row: Row,
  duplicates: WriteOptions['duplicates'],
): Promise<Change[]> => {
  if (duplicates === 'replace') return [await replaceOne(context, transaction, table, row)]
  // The database is asked, since it alone knows which keys it holds equal.
  if (duplicates === 'skip' && (await rowExists(transaction, table, keyOf(table, row)))) return []
  return [await insertOne(context, transaction, table, row)]
}

const replaceOne = async (context: AppContext, transaction: Transaction, table: Table, row: Row): Promise<Change> => {
  const [before] = await lockRows(context, transaction, table, restrictedTo(table, keyOf(table, row)))
  if (!before) return insertOne(context, transaction, table, row)
  const { text, params } = compileInsert(table, [row], { replace: true })
  await transaction.execute(text, params)
  const after = await readShownRow(context, transaction, table, keyOf(table, row))
  return { action: 'update', table, key: keyOf(table, after), before, after }
}

const writeMany = async (
  transaction: Transaction,
  table: Table,
  rows: readonly Row[],
  { duplicates, bulk }: { readonly duplicates: 'skip' | 'replace'; readonly bulk: boolean },
): Promise<Written> => {
  const options = duplicates === 'skip' ? { skipDuplicates: true } : { replace: true }
  const before = await selectCount(transaction, from(table))
  await executeInserts(transaction, eachInsert(table, rows, options))
  const added = (await selectCount(transaction, from(table))) - before
  const inserted = duplicates === 'skip' ? added : rows.length
  if (inserted === 0) return { inserted, changes: [] }
  // Where some were there already, only the database knows which: it alone knows which keys it holds equal.
  const details = added === rows.length ? insertsOf(table, rows, bulk) : []
  return { inserted, changes: [batchOf(table, rows, inserted)], details }
}

function* insertsOf(table: Table, rows: readonly Row[], isBulk = false): Generator<Change, void> {
  for (const row of rows) {
    const key = keyOf(table, row)
    yield { action: 'insert', table, key, before: null, after: isBulk ? key : row }
  }
}

const batchOf = (table: Table, rows: readonly Row[], written: number): Change => {
  const [first, last] = [rows[0]!, rows.at(-1)!].map((row) => keyText(table, keyOf(table, row)))
  return { action: 'insert', table, key: {}, before: null, after: { rows: written, first: first!, last: last! } }
}
