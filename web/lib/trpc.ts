import { createTRPCClient, httpBatchStreamLink, httpSubscriptionLink, splitLink, type TRPCLink } from '@trpc/client'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import superjson from 'superjson'
import type { AppRouter } from '#api/router.ts'
import { personHeaders } from './person.ts'

/** Typed queries and mutations: `useQuery(useTRPC().table.count.queryOptions({ … }))`. `useTRPCClient` is for calls outside React Query. */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()

export type Client = ReturnType<typeof createClient>

/** A client of the server that served this page; tests pass their own link. */
export const createClient = (link: TRPCLink<AppRouter> = serverLink()) => createTRPCClient<AppRouter>({ links: [link] })

const url = '/trpc'

/** Subscriptions go by server-sent events, everything else in streamed batches. */
const serverLink = (): TRPCLink<AppRouter> =>
  splitLink({
    condition: (operation) => operation.type === 'subscription',
    true: httpSubscriptionLink({ url, transformer: superjson }),
    false: httpBatchStreamLink({ url, transformer: superjson, headers: personHeaders }),
  })
