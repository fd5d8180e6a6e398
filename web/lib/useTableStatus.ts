import { useQuery } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useMemo, useState } from 'react'
import type { TableStatus } from '#app/views.ts'
import { useTRPC } from './trpc.ts'

type StatusByTable = ReadonlyMap<string, TableStatus>

/** Row and job counts of every table, asked once. */
export const useTableStatus = () => {
  const trpc = useTRPC()
  return useQuery(trpc.pipeline.status.queryOptions(undefined, { select: byTable }))
}

/** The same, kept up to date by the server for as long as the component is shown. */
export const useLiveTableStatus = () => {
  const trpc = useTRPC()
  const asked = useTableStatus()
  const [changed, setChanged] = useState<StatusByTable>(new Map())
  const subscription = useSubscription(
    trpc.pipeline.watch.subscriptionOptions(undefined, {
      onData: (statuses) => setChanged((before) => new Map([...before, ...byTable(statuses)])),
    }),
  )
  const status = useMemo(() => new Map([...(asked.data ?? []), ...changed]), [asked.data, changed])
  return { status, live: subscription.status === 'pending', error: asked.error, refetch: asked.refetch }
}

const byTable = (statuses: readonly TableStatus[]): StatusByTable =>
  new Map(statuses.map((status) => [status.table, status]))
