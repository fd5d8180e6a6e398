import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { resolve } from 'node:path'

/** JSON by path; the search parameters are the query. */
export type PlainRoutes = Readonly<Record<string, (query: URLSearchParams) => Promise<unknown>>>

export type PlainServer = { readonly address: string; close(): Promise<void> }

/**
 * The plain alternative: rows as JSON, and one page (`plain/<name>.html`) that draws them with Plotly (scattergl, heatmap), as
 * a lab's own script would.
 */
export const servePlain = async (page: string, plotly: string, routes: PlainRoutes): Promise<PlainServer> => {
  const files: Readonly<Record<string, string>> = { '/': resolve(import.meta.dirname, page), '/plotly.js': plotly }
  const server = createServer(async ({ url }, reply) => {
    const { pathname, searchParams } = new URL(url!, 'http://localhost')
    try {
      const file = files[pathname]
      if (file) return send(reply, 200, pathname === '/' ? 'text/html' : 'text/javascript', await readFile(file))
      const route = routes[pathname]
      if (!route) return send(reply, 404, 'text/plain', 'not here')
      send(reply, 200, 'application/json', JSON.stringify(await route(searchParams)))
    } catch (error) {
      send(reply, 500, 'text/plain', String(error))
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as { port: number }
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  return { address: `http://127.0.0.1:${port}/`, close }
}

const send = (reply: ServerResponse, status: number, type: string, body: string | Uint8Array): void => {
  reply.writeHead(status, { 'content-type': type })
  reply.end(body)
}
