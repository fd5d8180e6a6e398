import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useSyncExternalStore } from 'react'
import { type PageError, readError } from './readError.ts'

/** ms between two looks whether server and database are there; after one that failed. */
const [interval, again] = [10_000, 3000]

/** The server does not answer, or its database does not. */
export const isAway = (error: unknown): boolean => {
  const { code } = readError(error)
  return code === 'OFFLINE' || code === 'DATABASE_UNREACHABLE' || code === 'DATABASE_FAILED'
}

/**
 * Why questions of this page are not answered, if server or database are away; null otherwise. It looks for itself, so that a
 * page on which nothing happens says so too, and asks again for all that failed once they are back.
 */
export const useServerAway = (): PageError | null => {
  const cache = useQueryClient()
  const { dataUpdatedAt } = useQuery({
    queryKey: ['health'],
    queryFn: askHealth,
    retry: false,
    refetchInterval: ({ state }) => (state.error ? again : interval),
  })
  const subscribe = useCallback((listener: () => void) => cache.getQueryCache().subscribe(listener), [cache])
  const failed = useSyncExternalStore(subscribe, () => failedOf(cache))
  useEffect(() => {
    if (dataUpdatedAt > 0) void cache.refetchQueries({ predicate: ({ state }) => hasFailed(state) })
  }, [dataUpdatedAt, cache])
  return failed ? readError(failed.error) : null
}

type State = { readonly error: unknown }

const hasFailed = ({ error }: State): boolean => error !== null && isAway(error)

const failedOf = (cache: QueryClient): State | undefined =>
  cache
    .getQueryCache()
    .getAll()
    .map(({ state }) => state)
    .find(hasFailed)

const askHealth = async (): Promise<true> => {
  const { ok } = await fetch('/healthz')
  if (ok) return true
  throw Object.assign(new Error('The database is away'), { labbook: databaseAway })
}

const databaseAway = {
  code: 'DATABASE_UNREACHABLE',
  message: 'The database does not answer.',
  hint: 'Check that the MySQL or MariaDB server runs and can be reached.',
}
