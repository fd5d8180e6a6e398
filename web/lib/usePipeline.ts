import { useQuery } from '@tanstack/react-query'
import type { PipelineView } from '#app/views.ts'
import { Pipeline } from '#core/pipeline/pipeline.ts'
import { useTRPC } from './trpc.ts'

/**
 * The pipeline, asked once per visit: `const pipeline = usePipeline()`, then `<Answer query={pipeline}>`. `every` so many ms where
 * somebody waits for what other programs declare.
 */
export const usePipeline = (every: number | false = false) => {
  const trpc = useTRPC()
  return useQuery(
    trpc.pipeline.describe.queryOptions(undefined, {
      staleTime: 5 * 60_000,
      select: toPipeline,
      refetchInterval: every,
    }),
  )
}

/** Version of the server that described the pipeline. */
export const useServerVersion = (): string | undefined => {
  const trpc = useTRPC()
  return useQuery(trpc.pipeline.describe.queryOptions(undefined, { staleTime: 5 * 60_000 })).data?.version
}

const toPipeline = ({ tables, links, blobStyle }: PipelineView): Pipeline =>
  new Pipeline(tables, blobStyle, new Map(Object.entries(links)))

/** How tables that are declared here are named; undefined until the pipeline is known. */
export const useDatabasePrefix = (): string | undefined => {
  const trpc = useTRPC()
  return useQuery(trpc.pipeline.describe.queryOptions(undefined, { staleTime: 5 * 60_000 })).data?.prefix
}
