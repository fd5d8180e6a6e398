import { useQuery } from '@tanstack/react-query'
import { useTRPC } from './trpc.ts'

/** Tables of the server that cannot be shown, why, and what to do; asked again `every` so many ms. */
export const useLeftOut = (every: number | false = false) => {
  const trpc = useTRPC()
  return useQuery(trpc.pipeline.leftOut.queryOptions(undefined, { staleTime: 30_000, refetchInterval: every }))
}
