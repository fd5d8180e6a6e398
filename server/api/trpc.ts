import { initTRPC } from '@trpc/server'
import superjson from 'superjson'
import type { Actor, AppContext } from '#app/context.ts'
import { describeError, toTrpcError } from './describeError.ts'

/** What a procedure gets: the application, and who asks. */
export type ApiContext = { readonly app: AppContext; readonly actor: Actor }

const trpc = initTRPC.context<ApiContext>().create({
  transformer: superjson,
  sse: { ping: { enabled: true, intervalMs: 5000 }, client: { reconnectAfterInactivityMs: 15_000 } },
  errorFormatter: ({ shape, error }) => {
    const { stack: _, ...data } = shape.data
    const labbook = describeError(error)
    return { ...shape, message: labbook.message, data: { ...data, labbook } }
  },
})

export const router = trpc.router
export const callerFactory = trpc.createCallerFactory

/** The one kind of procedure: an error of the catalogue leaves with its own HTTP status. */
export const procedure = trpc.procedure.use(async ({ next }) => {
  const result = await next()
  if (!result.ok) throw toTrpcError(result.error)
  return result
})
