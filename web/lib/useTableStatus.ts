import { useDocumentVisibility } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { TableStatus } from '#app/views.ts'
import { watchPipeline } from './pipelineWatch.ts'
import { useTRPC, useTRPCClient } from './trpc.ts'

type StatusByTable = ReadonlyMap<string, TableStatus>

/** Row and job counts of every table, asked once. */
export const useTableStatus = () => {
  const trpc = useTRPC()
  return useQuery(trpc.pipeline.status.queryOptions(undefined, { select: byTable }))
}

/** The same, kept up to date by the server for as long as the component is seen. */
export const useLiveTableStatus = () => {
  const client = useTRPCClient()
  const asked = useTableStatus()
  const [changed, setChanged] = useState<StatusByTable>(new Map())
  const isSeen = useDocumentVisibility() === 'visible'
  useEffect(() => {
    if (!isSeen) return
    return watchPipeline(client, (statuses) => setChanged((before) => new Map([...before, ...byTable(statuses)])))
  }, [client, isSeen])
  const status = useMemo(() => new Map([...(asked.data ?? []), ...changed]), [asked.data, changed])
  return { status, error: asked.error, refetch: asked.refetch }
}

const byTable = (statuses: readonly TableStatus[]): StatusByTable =>
  new Map(statuses.map((status) => [status.table, status]))
