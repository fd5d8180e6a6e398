import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useSyncExternalStore } from 'react'
import { type PageError, readError } from './readError.ts'

/** ms between two questions whether the server and its database are back. */
const again = 3000

/** The server does not answer, or its database does not. */
export const isAway = (error: unknown): boolean => {
  const { code } = readError(error)
  return code === 'OFFLINE' || code === 'DATABASE_UNREACHABLE' || code === 'DATABASE_FAILED'
}

/**
 * Why the last questions of this page were not answered, if server or database are away; null otherwise. As long as they are,
 * it looks whether they are back, and then asks again for all that failed.
 */
export const useServerAway = (): PageError | null => {
  const cache = useQueryClient()
  const subscribe = useCallback((listener: () => void) => cache.getQueryCache().subscribe(listener), [cache])
  const failed = useSyncExternalStore(subscribe, () => failedOf(cache))
  const away = failed !== undefined
  useEffect(() => {
    if (!away) return
    const timer = setInterval(() => void refetchWhenBack(cache), again)
    return () => clearInterval(timer)
  }, [away, cache])
  return failed ? readError(failed.error) : null
}

const failedOf = (cache: QueryClient) =>
  cache
    .getQueryCache()
    .getAll()
    .map(({ state }) => state)
    .find(({ error }) => error !== null && isAway(error))

const refetchWhenBack = async (cache: QueryClient): Promise<void> => {
  const health = await fetch('/healthz').catch(() => null)
  if (health?.ok) await cache.refetchQueries({ predicate: ({ state }) => state.error !== null && isAway(state.error) })
}
