import { createContext, useContext } from 'react'
import type { TableStatus } from '#app/views.ts'

type Shared = {
  readonly status: ReadonlyMap<string, TableStatus>
  /** The table in the side panel. */
  readonly chosen: string | undefined
  /** Tables that the search found; null when nothing is searched. */
  readonly found: ReadonlySet<string> | null
  readonly choose: (table: string) => void
  readonly toggleSchema: (schema: string) => void
}

/** What nodes show besides their place, so that a changed count draws one node and lays out nothing. */
export const PipelineContext = createContext<Shared | null>(null)

export const usePipelineContext = (): Shared => {
  const shared = useContext(PipelineContext)
  if (!shared) throw new Error('A node of the pipeline is drawn outside PipelineContext.')
  return shared
}
