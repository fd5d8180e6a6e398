import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { AppContext } from '#app/context.ts'
import { exportCsv } from '#app/exportCsv.ts'
import { attributeName, filters, key, order, search } from '../wire.ts'
import { queryJson } from './queryJson.ts'

const query = z.object({
  key: queryJson(key, {}),
  filters: queryJson(filters, []),
  order: queryJson(order, []),
  search: search.optional(),
  values: queryJson(z.array(attributeName).max(100), []),
})

/** `GET /api/csv/:table?key=&filters=&order=&search=&values=`: the rows that the grid shows, all of them, as a download. `values` names blobs and values of stores that are read. */
export const serveCsv = (server: FastifyInstance, context: AppContext): void => {
  server.get<{ Params: { table: string } }>('/api/csv/:table', async (request, reply) => {
    const { table } = request.params
    const chunks = exportCsv(context, { table, ...query.parse(request.query) })[Symbol.asyncIterator]()
    const first = await chunks.next()
    return reply
      .type('text/csv; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="${table.replace(/[^\w.-]/g, '_')}.csv"`)
      .send(Readable.from(startingWith(first, chunks)))
  })
}

/** The first chunk is awaited before the headers leave, so that a wrong filter is answered as an error and not as a file. */
async function* startingWith(
  first: IteratorResult<string>,
  rest: AsyncIterator<string>,
): AsyncGenerator<string, void, undefined> {
  try {
    for (let chunk = first; !chunk.done; chunk = await rest.next()) yield chunk.value
  } finally {
    await rest.return?.()
  }
}
