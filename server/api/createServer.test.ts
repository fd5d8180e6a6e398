import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import superjson from 'superjson'
import { afterAll, describe, expect, it } from 'vitest'
import type { AppContext } from '#app/context.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { readConfig } from '#server/config.ts'
import { createServer, type ServerOptions } from './createServer.ts'
import { createAccess } from './http/access.ts'

const logged: string[] = []
const fails = () => {
  throw new Error('secret of the database')
}
const people = { name: 'User', tier: 'lookup' as const, definition: 'user : varchar(32)' }
const context = {
  config: readConfig({}),
  pipeline: compilePipeline([{ name: 'lab', tables: [people] }], { prefix: 'x_', blobStyle: 'codec' }),
  elements: [],
  database: { query: async () => fails(), stream: fails },
  log: { info: () => {}, warn: () => {}, error: (message: string) => logged.push(message) },
  now: () => new Date(),
} as unknown as AppContext

const webRoot = mkdtempSync(join(tmpdir(), 'labbook-web-'))
mkdirSync(join(webRoot, 'assets'))
writeFileSync(join(webRoot, 'index.html'), '<html><script>dark()</script>the app</html>')
writeFileSync(join(webRoot, 'assets/main-abc.js'), 'run()')
afterAll(() => rmSync(webRoot, { recursive: true }))

const serve = (options: Partial<ServerOptions> = {}) => createServer(context, { version: '1.2.3', webRoot, ...options })
const here = { host: 'localhost:8080' }
const input = (value: unknown) => encodeURIComponent(superjson.stringify(value))

describe('host and origin', () => {
  const server = serve()

  it('are those of this machine', async () => {
    for (const host of ['localhost:8080', '127.0.0.1:8080', '[::1]:8080', 'localhost'])
      expect((await server.inject({ url: '/', headers: { host } })).statusCode).toBe(200)
  })

  it('are refused when another name points here', async () => {
    const answer = await server.inject({ url: '/healthz', headers: { host: 'evil.example' } })
    expect(answer.statusCode).toBe(403)
    expect(answer.json().labbook).toMatchObject({
      code: 'NOT_ALLOWED',
      message: expect.stringContaining('evil.example'),
    })
  })

  it('are refused for a call from a foreign page, whatever it asks', async () => {
    const foreign = [
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { origin: 'http://localhost:3000' },
      { 'sec-fetch-site': 'cross-site' },
    ]
    for (const headers of foreign) {
      const all = { ...here, ...headers }
      expect((await server.inject({ url: '/trpc/pipeline.describe', headers: all })).statusCode).toBe(403)
      expect((await server.inject({ method: 'POST', url: '/', headers: all })).statusCode).toBe(403)
      expect((await server.inject({ url: '/api/csv/x', headers: all })).statusCode).toBe(403)
    }
  })

  it('let our own page and programs call', async () => {
    for (const headers of [{}, { origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' }])
      expect(
        (await server.inject({ url: '/trpc/pipeline.describe', headers: { ...here, ...headers } })).statusCode,
      ).toBe(200)
  })
})

describe('pages', () => {
  const server = serve()
  const get = (url: string) => server.inject({ url, headers: here })

  it('are the app at any address, asked for again each time', async () => {
    for (const url of ['/', '/tables/session.Session?x=1']) {
      const answer = await get(url)
      expect([answer.statusCode, answer.body]).toEqual([200, expect.stringContaining('the app')])
      expect(answer.headers['cache-control']).toBe('no-cache')
    }
  })

  it('load files that are kept for ever, since their names hold a hash', async () => {
    expect((await get('/assets/main-abc.js')).headers['cache-control']).toContain('immutable')
    expect((await get('/assets/gone.js')).statusCode).toBe(404)
    expect((await get('/../package.json')).body).not.toContain('labbook"')
  })

  it('may run only our own scripts and are framed by nobody', async () => {
    const policy = String((await get('/')).headers['content-security-policy'])
    expect(policy).toMatch(/script-src 'self' 'sha256-[\w+/=]+';/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect((await get('/')).headers['x-content-type-options']).toBe('nosniff')
  })

  it('say what to do when they are not built', async () => {
    const answer = await serve({ webRoot: '/nowhere' }).inject({ url: '/', headers: here })
    expect([answer.statusCode, answer.body]).toEqual([503, expect.stringContaining('npm start')])
  })
})

describe('the access link', () => {
  const links: string[] = []
  const access = createAccess('a secret', (token) => links.push(token))
  const server = serve({ access })
  const get = (url: string, cookie?: string) =>
    server.inject({ url, headers: { ...here, ...(cookie ? { cookie } : {}) } })

  it('is asked for by every page and call but the health check', async () => {
    expect((await get('/')).statusCode).toBe(401)
    expect((await get('/')).body).toContain('access link')
    expect((await get('/assets/main-abc.js')).statusCode).toBe(401)
    expect((await get('/trpc/pipeline.describe')).json().labbook.code).toBe('NOT_ALLOWED')
    expect((await get('/healthz')).statusCode).toBe(503)
  })

  it('opens once, for the browser that got the cookie', async () => {
    const [link] = links
    expect((await get('/?access=wrong')).statusCode).toBe(401)
    const entered = await get(`/?access=${link}`)
    const cookie = String(entered.headers['set-cookie'])
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Strict/)
    expect((await get('/', cookie.split(';')[0])).statusCode).toBe(200)
    expect((await get(`/?access=${link}`)).statusCode).toBe(401)
    expect(links).toHaveLength(2)
  })

  it('is not replaced by a made-up cookie', async () => {
    expect((await get('/', `labbook_access=${Date.now()}.x.${'A'.repeat(43)}`)).statusCode).toBe(401)
    expect((await get('/', 'labbook_access=')).statusCode).toBe(401)
  })

  it('gives a cookie that ends after three months', () => {
    let time = 0
    const clocked = createAccess(
      's',
      (token) => links.push(token),
      () => time,
    )
    const cookie = clocked.redeem(links.at(-1) ?? '') ?? ''
    expect(clocked.check(cookie)).toBe(true)
    time = 91 * 24 * 3600 * 1000
    expect(clocked.check(cookie)).toBe(false)
  })
})

describe('errors', () => {
  const server = serve()
  const call = async (path: string, value: unknown, headers = {}) => {
    const answer = await server.inject({ url: `/trpc/${path}?input=${input(value)}`, headers: { ...here, ...headers } })
    return { status: answer.statusCode, error: answer.json().error?.json }
  }

  it('of the catalogue come with status, hint and data', async () => {
    const { status, error } = await call('table.rows', { table: 'nope.Nope' })
    expect(status).toBe(404)
    expect(error.message).toContain('nope.Nope')
    expect(error.data.labbook).toMatchObject({ code: 'UNKNOWN_TABLE', data: { table: 'nope.Nope' } })
    expect(error.data.stack).toBeUndefined()
  })

  it('of a request that does not fit are sentences', async () => {
    const { status, error } = await call('table.rows', { table: 'a.B', limit: 5000 })
    expect(status).toBe(400)
    expect(error.data.labbook.message).toMatch(/^limit: /)
  })

  it('that nobody expected show a number and nothing else, and are logged under it', async () => {
    const { status, error } = await call('person.list', undefined)
    expect([status, error.data.labbook.code]).toEqual([500, 'INTERNAL'])
    expect(JSON.stringify(error)).not.toContain('secret')
    expect(logged.at(-1)).toContain(error.data.labbook.data.id)
  })

  it('of the plain routes have the same form', async () => {
    const answer = await server.inject({ url: '/api/csv/lab.User?filters={', headers: here })
    expect([answer.statusCode, answer.json().labbook.code]).toEqual([400, 'BAD_REQUEST'])
    const broken = await server.inject({ url: '/api/csv/lab.User', headers: here })
    expect([broken.statusCode, broken.json().labbook.code]).toEqual([500, 'INTERNAL'])
    const health = await server.inject({ url: '/healthz', headers: here })
    expect(health.json()).toEqual({ status: 'error', database: 'unreachable', version: '1.2.3' })
  })

  it('in a name of a person are refused', async () => {
    const { status, error } = await call('pipeline.describe', undefined, { 'x-labbook-person': 'x'.repeat(33) })
    expect([status, error.data.labbook.code]).toEqual([400, 'BAD_REQUEST'])
  })

  it('of an address are said to be so', async () => {
    expect((await call('table.nothing', {})).error.data.labbook.code).toBe('NOT_FOUND')
    expect((await server.inject({ url: '/api/nothing', headers: here })).json().labbook.code).toBe('NOT_FOUND')
  })
})
