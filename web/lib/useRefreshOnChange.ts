import { useDocumentVisibility } from '@mantine/hooks'
import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useRef } from 'react'
import { useTRPC } from './trpc.ts'

/** ms; what leaves the numbers of rows and jobs as they are, such as a corrected value, is seen so late. */
export const slowRefresh = 30_000

/**
 * Asks again for a query when the server tells that rows or jobs have come or gone. Only while the page is seen: a browser has
 * few connections to one server, and each page that listens holds one.
 */
export const useRefreshOnChange = (queryKey: QueryKey): void => {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const enabled = useDocumentVisibility() === 'visible'
  // The first message tells how things are, which the query has just asked for itself.
  const isNews = useRef(false)
  const onData = () => {
    if (isNews.current) void cache.invalidateQueries({ queryKey })
    isNews.current = true
  }
  useSubscription(trpc.pipeline.watch.subscriptionOptions(undefined, { enabled, onData }))
}
