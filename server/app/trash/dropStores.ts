import { compileListStores, dropEmptyStore, type Store } from '#core/sql/compileTrash.ts'
import type { Session } from '#db/port.ts'
import type { AppContext } from '../context.ts'
import { storeNamed, trashTable } from './stores.ts'
import { readTrashLimit } from './trashLimit.ts'

/** Seconds to wait for deletes and restores that use a store; it is dropped the next time then. */
const patience = 2

/**
 * Drops the stores in which nothing is kept any more. Not on a cluster, where a lock is one node's own and a delete on another node
 * could lose its rows.
 */
export const dropEmptyStores = async (context: AppContext): Promise<void> => {
  const { database, pipeline } = context
  if ((await readTrashLimit(database)) < Number.POSITIVE_INFINITY) return
  const { text, params } = compileListStores(pipeline.table(trashTable).database)
  const names = (await database.query(text, params)).map(({ name }) => String(name))
  await database.session(async (session) => {
    const [before] = await session.query('SELECT @@SESSION.lock_wait_timeout AS seconds')
    await session.execute(`SET SESSION lock_wait_timeout = ${patience}`)
    for (const name of names) await dropIfEmpty(context, session, storeNamed(context, name))
    await session.execute(`SET SESSION lock_wait_timeout = ${Number(before?.seconds)}`)
  })
}

/** What is in use, or was dropped by somebody else, is not worth an error: the trash is empty as it was asked to be. */
const dropIfEmpty = async ({ log }: AppContext, session: Session, store: Store): Promise<void> => {
  const { lock, count, drop, unlock } = dropEmptyStore(store)
  try {
    await session.execute(lock)
    const [row] = await session.query(count)
    if (Number(row?.count) === 0) await session.execute(drop)
  } catch (error) {
    log.warn('an empty table of the trash was not dropped', { table: store.sqlName, error: String(error) })
  } finally {
    await session.execute(unlock)
  }
}
