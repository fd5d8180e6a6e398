import { LabBookError } from './errors.ts'

const attempts = 5
/** ms before the second attempt; doubled before each further one, and never quite the same for two who met. */
const firstPause = 10
/** A node of a Galera cluster that rejoins takes no statement, this one included, for some seconds. */
const notReadyPause = 1000

/**
 * Runs a transaction again, whole, that lost a deadlock, waited too long for a lock, or was refused at its commit because another
 * node of a cluster was faster (which Galera tells as a deadlock too): whoever was in the way is done by then. A node that is not
 * ready has done nothing either. A connection that was lost is another matter: nobody knows whether its commit arrived.
 */
export const againOnConflict = async <T>(
  transact: () => Promise<T>,
  pause: (milliseconds: number) => Promise<unknown> = wait,
): Promise<T> => {
  for (let attempt = 1; ; attempt++)
    try {
      return await transact()
    } catch (error) {
      const length = pauseAfter(error)
      if (attempt === attempts || length === null) throw error
      await pause(length * 2 ** (attempt - 1) * (0.5 + Math.random()))
    }
}

const wait = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds))

const pauseAfter = (error: unknown): number | null => {
  if (!(error instanceof LabBookError)) return null
  if (error.code === 'DATABASE_CONFLICT') return firstPause
  return isNotReady(error.cause) ? notReadyPause : null
}

/** 1047 ER_UNKNOWN_COM_ERROR, by which a node says that WSREP has not yet prepared it for application use. */
const isNotReady = (cause: unknown): boolean => cause instanceof Error && (cause as { errno?: number }).errno === 1047
