import { from } from '#core/algebra/query.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key, Row, Table } from '#core/pipeline/table.ts'
import { isBlob } from '#core/sql/compileQuery.ts'
import type { Transaction } from '#db/port.ts'
import type { IngestStep, InsertRow } from '#elements/contract.ts'
import { type Change, recordChanges } from './audit.ts'
import { requireMake } from './compute/findMake.ts'
import type { Actor, AppContext } from './context.ts'
import type { IngestProgress, IngestWatch } from './ingestRuns.ts'
import { insertOne } from './insertOne.ts'
import { keyOf, restrictedTo, rowExists } from './readRows.ts'
import { recordWarnings } from './recordProgress.ts'
import { runMake } from './runMake.ts'
import { lockRows, selectCount } from './selectRows.ts'
import { storedAttributes } from './stored/storedAttributes.ts'
import { updateOne } from './updateOne.ts'
import type { IngestResult, RowInput } from './views.ts'
import { insertRows, packRow } from './writeRows.ts'

/** Writes of one ingest: inside one transaction, audited and counted. */
export type IngestWriter = {
  readonly app: AppContext
  readonly transaction: Transaction
  insert(table: string, rows: readonly InsertRow[], options?: { skipDuplicates?: boolean }): Promise<void>
  /** One parsed row; answers the key that it has then. */
  enter(table: Table, row: Row): Promise<Key>
  /** Secondary attributes of the one row with this key. */
  update(table: Table, key: Key, values: RowInput): Promise<void>
  /** One step of so many. @throws the reason of an abort */
  take(step: IngestStep, at: Pick<IngestProgress, 'done' | 'of'>): Promise<void>
  warn(message: string): void
  /** Writes the audit trail of all inserts. */
  audit(): Promise<unknown>
  result(session: Key): IngestResult
  /** After the commit: keeps what the makes warned of, where jobs are listed. */
  recordWarnings(): Promise<void>
}

type Warned = { readonly table: Table; readonly key: Key; readonly warnings: readonly string[] }

/** Rows of one step that are inserted, and audited, each for itself. */
const oneByOne = 100

export const createIngestWriter = (
  app: AppContext,
  transaction: Transaction,
  actor: Actor,
  { signal, progress }: IngestWatch = {},
): IngestWriter => {
  const inserted = new Map<string, number>()
  const warnings: string[] = []
  const changes: Change[] = []
  const summedUp: { readonly table: Table; readonly rows: readonly InsertRow[] }[] = []
  const warned: Warned[] = []
  const count = (table: string, rows: number) => {
    if (rows > 0) inserted.set(table, (inserted.get(table) ?? 0) + rows)
  }

  const enter: IngestWriter['enter'] = async (table, row) => {
    const change = await insertOne(app, transaction, table, row)
    changes.push(change)
    count(table.name, 1)
    return change.key
  }

  const update: IngestWriter['update'] = async (table, key, values) => {
    const [current] = await lockRows(app, transaction, table, restrictedTo(table, key))
    if (!current) throw new LabBookError('NO_SUCH_ROW', { table: table.name, key })
    changes.push(...(await updateOne(app, transaction, table, key, current, values)))
  }

  const insert: IngestWriter['insert'] = async (name, rows, { skipDuplicates = false } = {}) => {
    const table = app.pipeline.table(name)
    if (rows.length > oneByOne) return insertMany(table, rows, skipDuplicates)
    for (const row of rows) {
      // The database is asked, since it alone knows which keys it holds equal.
      if (skipDuplicates && (await rowExists(transaction, table, keyOf(table, row)))) continue
      await enter(table, packRow(app, table, row))
    }
  }

  /** The sites of a probe come by the thousand: they are inserted together and listed by their number. */
  const insertMany = async (table: Table, rows: readonly InsertRow[], skipDuplicates: boolean) => {
    const before = await selectCount(transaction, from(table))
    await insertRows(app, transaction, table, rows, { skipDuplicates, onWritten: () => signal?.throwIfAborted() })
    const added = (await selectCount(transaction, from(table))) - before
    count(table.name, added)
    if (added > 0) changes.push({ action: 'insert', table, key: {}, before: null, after: { rows: added } })
    // Where some were there already, only the database knows which.
    if (added === rows.length && isPlain(table)) summedUp.push({ table, rows })
  }

  const make = async (name: string, key: Key, tell: (fraction: number, message: string) => void) => {
    const options = { transaction, signal, progress: tell }
    const outcome = await runMake(app, requireMake(app.elements, name), key, options)
    warnings.push(...outcome.warnings)
    if (outcome.warnings.length > 0) warned.push({ table: app.pipeline.table(name), key, warnings: outcome.warnings })
    count(name, outcome.made ? 1 : 0)
  }

  return {
    app,
    transaction,
    insert,
    enter,
    update,
    take: (step, at) => {
      signal?.throwIfAborted()
      const tell = (fraction: number, message: string) => progress?.({ ...at, table: step.table, fraction, message })
      tell(0, '')
      return step.do === 'make' ? make(step.table, step.key, tell) : insert(step.table, step.rows, step)
    },
    warn: (message) => void warnings.push(message),
    audit: () => recordChanges(app, transaction, actor, changes, insertsOf(summedUp)),
    recordWarnings: async () => {
      for (const made of warned) await recordWarnings(app, made.table, made.key, made.warnings)
    },
    result: (session) => ({
      session,
      inserted: [...inserted].map(([table, rows]) => ({ table, rows })),
      warnings: [...new Set(warnings)],
    }),
  }
}

/** Whether rows are inserted as they are: of many values in blobs or stores, the trail keeps no summaries. */
const isPlain = (table: Table): boolean => !table.attributes.some(isBlob) && storedAttributes(table).length === 0

function* insertsOf(
  groups: readonly { readonly table: Table; readonly rows: readonly InsertRow[] }[],
): Generator<Change> {
  for (const { table, rows } of groups)
    for (const row of rows) yield { action: 'insert', table, key: keyOf(table, row), before: null, after: row as Row }
}
