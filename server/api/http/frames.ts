import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { AppContext } from '#app/context.ts'
import { requestPlot } from '#app/requestPlot.ts'
import { key, plotParams, tableName } from '../wire.ts'
import { readActor } from './actor.ts'
import { queryJson } from './queryJson.ts'

const query = z.object({ table: tableName, key: queryJson(key, {}), params: queryJson(plotParams, {}) })

/** `GET /api/frame/:plot?table=&key=<json>&params=<json>`: the numbers of a plot as one binary frame, 304 when they are known. What is not waited for any more is not computed to its end. */
export const serveFrames = (server: FastifyInstance, context: AppContext): void => {
  server.get<{ Params: { plot: string } }>('/api/frame/:plot', async (request, reply) => {
    const asked = { plot: request.params.plot, ...query.parse(request.query) }
    const gone = whenGone(reply)
    const answer = await requestPlot(context, asked, readActor(request.headers), gone).catch((error) => {
      if (gone.aborted) return null
      throw error
    })
    if (!answer) return reply.hijack()
    const { bytes, etag } = answer
    reply.header('etag', etag).header('cache-control', 'private, no-cache')
    if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send()
    return reply.type('application/octet-stream').send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  })
}

/** Aborts when the one who asked hangs up before the answer. */
const whenGone = ({ raw }: FastifyReply): AbortSignal => {
  const gone = new AbortController()
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort()
  })
  return gone.signal
}

const matches = (header: string | undefined, etag: string): boolean =>
  (header?.split(',') ?? []).some((one) => strong(one.trim()) === strong(etag))

const strong = (etag: string): string => etag.replace(/^W\//, '')
