import { QueryClient } from '@tanstack/react-query'
import { readError } from './readError.ts'

/** One cache of server answers per page. A refusal (4xx) is not asked again; a server that does not answer is, twice. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { staleTime: 10_000, retry: (failures, error) => failures < 2 && readError(error).retry },
    },
  })
