import { useDocumentVisibility } from '@mantine/hooks'
import { hashKey, type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { watchPipeline } from './pipelineWatch.ts'
import { useTRPCClient } from './trpc.ts'

/** ms; what leaves the numbers of rows and jobs as they are, such as a corrected value, is seen so late. */
export const slowRefresh = 30_000

/**
 * Asks again for a query when the server tells that rows or jobs have come or gone. Only while the page is seen: a browser has
 * few connections to one server, and each tab that listens holds one.
 */
export const useRefreshOnChange = (queryKey: QueryKey): void => {
  const client = useTRPCClient()
  const cache = useQueryClient()
  const isSeen = useDocumentVisibility() === 'visible'
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hash stands for the key, which is a new array on every draw
  useEffect(() => {
    if (!isSeen) return
    // What the first message tells, the query has just asked for itself.
    return watchPipeline(client, (_, isNews) => {
      if (isNews) void cache.invalidateQueries({ queryKey })
    })
  }, [client, cache, isSeen, hashKey(queryKey)])
}
