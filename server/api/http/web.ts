import { existsSync } from 'node:fs'
import { join } from 'node:path'
import serveStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LabBookError } from '#core/errors.ts'

/** The built pages. Any other address is a page of the app, which finds its way in the browser. */
export const serveWeb = (server: FastifyInstance, webRoot?: string): void => {
  const built = webRoot !== undefined && existsSync(join(webRoot, 'index.html'))
  if (built)
    server.register(serveStatic, { root: webRoot, wildcard: false, cacheControl: false, setHeaders: keepHashed })
  server.setNotFoundHandler((request, reply) => {
    if (!isPage(request)) throw new LabBookError('NOT_FOUND', { what: request.url })
    return built ? reply.sendFile('index.html') : sayNotBuilt(reply)
  })
}

/** Vite puts a hash of the content into the names below assets/, so these may be kept; everything else is asked for again. */
const keepHashed = (reply: Pick<FastifyReply, 'header'>, path: string): void => {
  const hashed = /[/\\]assets[/\\]/.test(path)
  reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
}

const isPage = ({ method, url }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') && !/^\/(api|trpc|assets)(\/|$|\?)/.test(url)

const sayNotBuilt = (reply: FastifyReply): FastifyReply =>
  reply.code(503).type('text/plain').send('The pages are not built yet: run "npm start", or "npm run build".')
