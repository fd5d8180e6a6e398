import { useQuery } from '@tanstack/react-query'
import { useTRPC } from './trpc.ts'

/** Tables of the server that cannot be shown, why, and what to do. */
export const useLeftOut = () => {
  const trpc = useTRPC()
  return useQuery(trpc.pipeline.leftOut.queryOptions(undefined, { staleTime: 30_000 }))
}
