import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { AppContext } from '#app/context.ts'
import { dropUpload, receiveUpload } from '#app/uploads/receiveUpload.ts'

const query = z.object({ name: z.string().max(4096), to: z.string().max(64).optional() })

/**
 * `POST /api/upload/:table/:attribute?name=&to=`: the bytes of a file as the body, whatever type they say they are, kept for a
 * row that is written later with `{upload}` as the value; `to` adds to an upload that is there. `DELETE /api/upload/:upload`
 * takes it back.
 */
export const serveUploads = (server: FastifyInstance, context: AppContext): void => {
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    // What is refused is read to its end, or a browser would tell of a broken connection and not of the reason.
    scope.post<{ Params: { table: string; attribute: string }; Body: Readable }>(
      '/api/upload/:table/:attribute',
      { bodyLimit: Number.MAX_SAFE_INTEGER },
      ({ params, query: asked, body, raw }) =>
        receiveUpload(context, { ...params, ...query.parse(asked) }, body ?? raw),
    )
    scope.delete<{ Params: { upload: string } }>('/api/upload/:upload', async ({ params }, reply) => {
      await dropUpload(context, params.upload)
      return reply.code(204).send()
    })
  })
}
