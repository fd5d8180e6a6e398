import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import { TRPCError } from '@trpc/server'
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify'
import fastify, { type FastifyInstance } from 'fastify'
import type { AppContext } from '#app/context.ts'
import { errorId, labbookError, toTrpcError } from './describeError.ts'
import { type Access, guardAccess } from './http/access.ts'
import { readActor } from './http/actor.ts'
import { serveCsv } from './http/csv.ts'
import { answerErrors } from './http/errors.ts'
import { serveFrames } from './http/frames.ts'
import { serveHealth } from './http/health.ts'
import { allowedHosts, guardOrigin } from './http/origin.ts'
import { secureHeaders } from './http/secureHeaders.ts'
import { serveUploads } from './http/uploads.ts'
import { serveValues } from './http/values.ts'
import { serveWeb } from './http/web.ts'
import { type AppRouter, appRouter } from './router.ts'

export type ServerOptions = {
  readonly version: string
  /** The built pages (dist/web); without them only the API answers. */
  readonly webRoot?: string
  /** Needed when `host` is not the loopback: who has no cookie of the access link gets nowhere. */
  readonly access?: Access
}

/** The server of the API and of the pages, not yet listening. Close it with `close()`; open streams are cut. */
export const createServer = (context: AppContext, options: ServerOptions): FastifyInstance => {
  const server = fastify({
    forceCloseConnections: true,
    bodyLimit: 32 * 1024 * 1024,
    routerOptions: { maxParamLength: 5000 },
  })
  answerErrors(server, context.log)
  guardOrigin(server, allowedHosts(context.config.host))
  secureHeaders(server, options.webRoot)
  server.register(cookie)
  if (options.access) guardAccess(server, options.access)
  leaveStreamsAlone(server)
  server.register(compress, { threshold: 16 * 1024, encodings: ['gzip', 'identity'], customTypes: compressible })
  server.register(fastifyTRPCPlugin, { prefix: '/trpc', trpcOptions: trpcOptions(context) })
  serveFrames(server, context)
  serveCsv(server, context)
  serveValues(server, context)
  serveUploads(server, context)
  serveHealth(server, context, options.version)
  serveWeb(server, options.webRoot)
  return server
}

/** Text that is large enough; never event streams, nor frames, whose floats hardly shrink. */
const compressible = /^(text\/(?!event-stream)|application\/(json|javascript)|image\/svg)/

/** A batch that is answered piece by piece would wait in the compressor for its last piece. */
const leaveStreamsAlone = (server: FastifyInstance): void => {
  server.addHook('onRequest', async ({ headers }) => {
    if (headers['trpc-accept'] === 'application/jsonl') headers['x-no-compression'] = 'true'
  })
}

const trpcOptions = (app: AppContext): FastifyTRPCPluginOptions<AppRouter>['trpcOptions'] => ({
  router: appRouter,
  createContext: ({ req }) => ({ app, actor: refusing(() => readActor(req.headers)) }),
  onError: ({ path, error }) => {
    if (error.code === 'INTERNAL_SERVER_ERROR' && !labbookError(error))
      app.log.error(`${path}: internal error (${errorId(error)})`, { stack: (error.cause ?? error).stack })
  },
})

/** What fails before any procedure runs leaves with its own status, too. */
const refusing = <T>(read: () => T): T => {
  try {
    return read()
  } catch (cause) {
    throw toTrpcError(new TRPCError({ code: 'BAD_REQUEST', cause }))
  }
}
