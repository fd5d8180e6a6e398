import { againOnConflict } from '#core/againOnConflict.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key } from '#core/pipeline/table.ts'
import type { Database, Transaction } from '#db/port.ts'
import type { AnyMake } from './compute/findMake.ts'
import type { AppContext } from './context.ts'
import { dataRootPaths } from './dataRootPaths.ts'
import { fetchContext, insertContext, type MakeGround } from './makeContext.ts'
import { rowExists } from './readRows.ts'
import { structuralHash } from './structuralHash.ts'

export type MakeOptions = {
  /** Connection for reads and the transaction; the pool when absent. */
  readonly database?: Database
  /** A transaction to run inside of (an ingest): all of make sees and joins its writes. */
  readonly transaction?: Transaction
  /** The reservation of a job has looked already: there was no row when it was made. */
  readonly isNew?: boolean
  /** Runs in the transaction of the insert, after it: what shall be there with the row or not at all. */
  readonly onInserted?: (transaction: Transaction) => Promise<void>
  /** The data roots, when somebody knows them already. */
  readonly dataRoots?: readonly string[]
  readonly signal?: AbortSignal
  readonly progress?: (fraction: number, message: string) => void
  readonly warn?: (message: string) => void
}
/** `made` is false when the row was there already. */
export type MakeOutcome = { readonly made: boolean; readonly warnings: readonly string[] }

/**
 * Fills one key of one table: fetch, compute, then in one transaction fetch again, compare, insert.
 * @throws FETCH_CHANGED when another client changed what was read; MAKE_WITHOUT_ROW; whatever the make throws
 */
export const runMake = async (
  app: AppContext,
  make: AnyMake,
  key: Key,
  options: MakeOptions = {},
): Promise<MakeOutcome> => {
  const database = options.database ?? app.database
  const warnings: string[] = []
  const watch = watcher(app, make, key, options, warnings)
  const dataRoots = options.dataRoots ?? (await dataRootPaths(app))
  const made = options.transaction
    ? await makeWithin({ app, database: options.transaction, dataRoots }, make, key, watch)
    : await makeAlone({ app, database, dataRoots }, make, key, watch, { ...options, database })
  return { made, warnings }
}

type Watch = Parameters<AppContext['compute']['run']>[2]

type Alone = Pick<MakeOptions, 'isNew' | 'onInserted'> & { readonly database: Database }

const makeAlone = async (ground: MakeGround, make: AnyMake, key: Key, watch: Watch, alone: Alone): Promise<boolean> => {
  if (!alone.isNew && (await isMade(ground, make, key))) return false
  const data = await make.fetch(key, fetchContext(ground, make))
  const hash = structuralHash(data)
  const result = await compute(ground.app, make, data, watch)
  watch.signal?.throwIfAborted()
  const store = () =>
    alone.database.transaction(async (transaction) => {
      const inside = { ...ground, database: transaction }
      await assertUnchanged(inside, make, key, hash)
      await insertResult(inside, make, key, result, watch)
      await alone.onInserted?.(transaction)
      return true
    })
  return againOnConflict(store).catch(async (error: unknown) => {
    // A row that came first from elsewhere is as good as ours.
    if (isDuplicate(error) && (await isMade(ground, make, key))) return false
    throw error
  })
}

const isDuplicate = (error: unknown): boolean => error instanceof LabBookError && error.code === 'DUPLICATE_ENTRY'

/** Without a second fetch: the transaction's snapshot is the same throughout. */
const makeWithin = async (ground: MakeGround, make: AnyMake, key: Key, watch: Watch): Promise<boolean> => {
  if (await isMade(ground, make, key)) return false
  const data = await make.fetch(key, fetchContext(ground, make))
  return insertResult(ground, make, key, await compute(ground.app, make, data, watch), watch)
}

const compute = (app: AppContext, make: AnyMake, data: unknown, watch: Watch): Promise<unknown> =>
  make.light ? make.compute(data, watch) : app.compute.run(make.table, data, watch)

const insertResult = async (ground: MakeGround, make: AnyMake, key: Key, result: unknown, watch: Watch) => {
  const { context, inserted } = insertContext(ground, make, watch)
  await make.insert(key, result, context)
  // Only a key that was spelled otherwise needs the database to tell that it is the same.
  if (inserted(key) || (await isMade(ground, make, key))) return true
  throw new LabBookError('MAKE_WITHOUT_ROW', { table: make.table, key })
}

const assertUnchanged = async (ground: MakeGround, make: AnyMake, key: Key, hash: string): Promise<void> => {
  const again = structuralHash(await make.fetch(key, fetchContext(ground, make)))
  if (again !== hash) throw new LabBookError('FETCH_CHANGED', { table: make.table, key })
}

const isMade = ({ app, database }: MakeGround, make: AnyMake, key: Key): Promise<boolean> =>
  rowExists(database, app.pipeline.table(make.table), key)

const watcher = (app: AppContext, make: AnyMake, key: Key, options: MakeOptions, warnings: string[]): Watch => ({
  signal: options.signal,
  progress: (fraction, message) => options.progress?.(fraction, message),
  warn: (message) => {
    warnings.push(message)
    app.log.warn(message, { table: make.table, key })
    options.warn?.(message)
  },
})
