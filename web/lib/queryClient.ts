import { QueryClient } from '@tanstack/react-query'
import { readError } from './readError.ts'
import { isAway } from './useServerAway.ts'

/**
 * One cache of server answers per page. A refusal (4xx) is not asked again; what may be a hiccup is, twice. A server or database
 * that is away has already been waited for: `useServerAway` asks again as soon as it answers.
 */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < (isAway(error) ? 1 : 2) && readError(error).retry,
      },
    },
  })
