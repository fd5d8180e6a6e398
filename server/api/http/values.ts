import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { AppContext } from '#app/context.ts'
import { downloadValue } from '#app/stored/fetchValue.ts'
import { key } from '../wire.ts'
import { queryJson } from './queryJson.ts'

const query = z.object({ key: queryJson(key, {}), path: z.string().max(4096).optional() })

/** `GET /api/value/:table/:attribute?key=<json>&path=`: a blob or a file of one row, or a file of its folder, as a download. */
export const serveValues = (server: FastifyInstance, context: AppContext): void => {
  server.get<{ Params: { table: string; attribute: string } }>(
    '/api/value/:table/:attribute',
    async (request, reply) => {
      const { fileName, bytes, contents } = await downloadValue(context, {
        ...request.params,
        ...query.parse(request.query),
      })
      return reply
        .type('application/octet-stream')
        .header('cache-control', 'no-store')
        .header('content-length', bytes)
        .header('content-disposition', disposition(fileName))
        .send(contents)
    },
  )
}

/** RFC 6266: a plain name for old programs, the real one in UTF-8. */
const disposition = (name: string): string =>
  `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name.replace(/\p{Cs}/gu, '')).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`)}`
