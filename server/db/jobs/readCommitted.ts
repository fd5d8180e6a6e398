import { againOnConflict } from '#core/againOnConflict.ts'
import type { Database, Queryable } from '../port.ts'

/**
 * Runs one statement over many rows without locking those that it only reads, so that it does not hold up the workers; on a
 * deadlock with one of them it is simply run again.
 */
export const readCommitted = <T>(database: Database, statement: (session: Queryable) => Promise<T>): Promise<T> =>
  database.session((session) =>
    againOnConflict(async () => {
      await session.execute('SET TRANSACTION ISOLATION LEVEL READ COMMITTED')
      return statement(session)
    }),
  )
