import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import type { FastifyInstance } from 'fastify'
import superjson from 'superjson'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AppContext } from '#app/context.ts'
import { readTheRow } from '#app/readRows.ts'
import { useTestContext } from '#app/testing/testContext.ts'
import type { BlobValue } from '#core/blob/value.ts'
import { encodeNpy } from '#core/stores/npy.ts'
import { parseStores } from '#core/stores/storeSpec.ts'
import { openStores } from '#server/stores/openStores.ts'
import { createServer } from '../createServer.ts'
import type { AppRouter } from '../router.ts'

const definition = `
  id : int
  ---
  notes = null : <attach>
  data = null : <blob>
  sheet = null : <attach@raw>
  packed = null : <blob@raw>
  image = null : <npy@raw>
  thing = null : <object@raw>
  movie = null : <filepath@raw>
  label = null : varchar(20)
`
const page = '-> master\nno : int\n---\npicture = null : <attach>'
const test = useTestContext([
  {
    name: 'more',
    tables: [
      { name: 'Sent', definition },
      { name: 'Sent.Page', definition: page },
      { name: 'Made', tier: 'computed', definition: '-> Sent\n---\nnotes : <attach>' },
    ],
  },
] as never)
const limit = 3000
let server: FastifyInstance
let address: string
let root: string
let app: AppContext

beforeAll(async () => {
  root = join(test.db.home, 'store of uploads')
  mkdirSync(root)
  const stores = openStores(parseStores({ raw: { protocol: 'file', location: root } }, 'stores'))
  app = { ...test.context, stores, config: { ...test.context.config, uploadLimit: limit } }
  server = createServer(app, { version: '1' })
  address = await server.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => server.close())
let id = 0
beforeEach(() => {
  id++
})

const table = 'more.Sent'
const api = () =>
  createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: `${address}/trpc`, transformer: superjson })] })
const bytes = (text: string) => new TextEncoder().encode(text)
const post = (attribute: string, name: string, body: Uint8Array, to = '', of = table) =>
  fetch(`${address}/api/upload/${of}/${attribute}?${new URLSearchParams({ name, ...(to && { to }) })}`, {
    method: 'POST',
    body: body as BodyInit,
    headers: { 'content-type': 'text/html' },
  })
const send = async (...args: Parameters<typeof post>): Promise<string> => {
  const answer = await post(...args)
  const told = (await answer.json()) as { upload: string }
  expect(answer.status, JSON.stringify(told)).toBe(200)
  return told.upload
}
const insert = (row: Record<string, unknown>) => api().table.insert.mutate({ table, row: { id, ...row } as never })
const read = async (name: string) =>
  (await readTheRow(app, app.database, app.pipeline.table(table), { id }, ['id', name]))[name] as BlobValue
const kept = () => readdirSync(join(app.config.home, 'uploads'))
const code = (answer: Response) => answer.json().then(({ labbook }) => [answer.status, labbook.code])

describe('a file that a browser sends', () => {
  it('becomes an attachment with its name, in the row and in a store, and is then gone from the disk', async () => {
    const [notes, sheet] = [
      await send('notes', 'é 1.txt', bytes('hello')),
      await send('sheet', 'a"b.csv', bytes('1,2')),
    ]
    expect(kept()).toHaveLength(2)
    await insert({ notes: { upload: notes }, sheet: { upload: sheet } })
    expect(await read('notes')).toEqual(bytes('é 1.txt\0hello'))
    expect(await read('sheet')).toEqual(bytes('a"b.csv\x001,2'))
    expect(kept()).toEqual([])
  })

  it('with an array becomes a blob, packed in the row or in a store, and stays as it is as .npy', async () => {
    const array: BlobValue = {
      kind: 'ndarray',
      dtype: 'float32',
      shape: [2, 2],
      data: Float32Array.of(1, 2, 3, Number.NaN),
    }
    const given = await Promise.all(
      ['data', 'packed', 'image'].map(
        async (name) => [name, { upload: await send(name, 'x.npy', encodeNpy(array)) }] as const,
      ),
    )
    await insert(Object.fromEntries(given))
    for (const name of ['packed', 'image']) expect(await read(name), name).toEqual(array)
    expect(app.unpackBlob((await read('data')) as never)).toEqual(array)
  })

  it('that holds no array is refused at once where one is needed, and leaves nothing behind', async () => {
    expect(await code(await post('data', 'x.npy', bytes('no array')))).toEqual([422, 'FILE_INVALID'])
    expect(kept()).toEqual([])
  })

  it('can be a folder of files, or one file with its extension, as an object', async () => {
    const upload = await send('thing', 'a.zarr/.zarray', bytes('{}'))
    await send('thing', 'a.zarr/0/0.0', bytes('chunk'), upload)
    await insert({ thing: { upload, folder: true } })
    const path = String(await read('thing'))
    expect(path).toMatch(/^_schema\/.*\/sent\/id=\d+\/thing_[\w-]{8}$/)
    expect(readFileSync(join(root, path, 'a.zarr/0/0.0'), 'utf8')).toBe('chunk')
    id += 100
    await insert({ thing: { upload: await send('thing', 'm.tar.gz', bytes('zip')) } })
    expect(await read('thing')).toEqual(bytes('zip'))
  })

  it('comes to lie where a filepath shall point, and never in place of another file', async () => {
    mkdirSync(join(root, 'day'), { recursive: true })
    writeFileSync(join(root, 'day', 'old.bin'), 'old')
    await insert({ movie: { upload: await send('movie', 'm.bin', bytes('new')), path: 'day/new.bin' } })
    expect([await read('movie'), readFileSync(join(root, 'day/new.bin'), 'utf8')]).toEqual(['day/new.bin', 'new'])
    id += 100
    const upload = await send('movie', 'm.bin', bytes('new'))
    const refused = (path: string, expected: string) =>
      expect(insert({ movie: { upload, path } }), path).rejects.toMatchObject({ data: { labbook: { code: expected } } })
    await refused('day/old.bin', 'INVALID_VALUE')
    await refused('../outside', 'STORE_PATH')
    await refused('_schema/x', 'STORE_PATH')
    expect(readFileSync(join(root, 'day', 'old.bin'), 'utf8')).toBe('old')
    await insert({ movie: { upload, path: 'day/new.bin' } })
  })

  it('stays for the next try when the row is refused, and serves one row', async () => {
    const upload = await send('notes', 'a.txt', bytes('a'))
    const long = { notes: { upload }, label: 'x'.repeat(30) }
    await expect(insert(long)).rejects.toMatchObject({ data: { labbook: { code: 'INVALID_ROW' } } })
    await insert({ notes: { upload } })
    id += 100
    const again = insert({ notes: { upload } })
    await expect(again).rejects.toMatchObject({
      data: { labbook: { code: 'UPLOAD_GONE', data: { attribute: 'notes' } } },
    })
  })

  it('changes a row, and its part rows', async () => {
    await insert({})
    const parts = {
      'more.Sent.Page': [
        { no: 1, picture: { upload: await send('picture', 'p.png', bytes('png'), '', 'more.Sent.Page') } },
      ],
    }
    const row = { notes: { upload: await send('notes', 'b.txt', bytes('b')) } }
    await api().table.update.mutate({ table, key: { id }, row, parts })
    expect(await read('notes')).toEqual(bytes('b.txt\0b'))
    const part = await readTheRow(app, app.database, app.pipeline.table('more.Sent.Page'), { id }, [
      'id',
      'no',
      'picture',
    ])
    expect(part.picture).toEqual(bytes('p.png\0png'))
    await api().table.update.mutate({ table, key: { id }, row: { notes: null } })
    expect(await read('notes')).toBeNull()
  })
})

describe('what may be sent', () => {
  it.each(['../a', 'a/b', '/etc/passwd', 'a\\b', '..', '', 'a\nb', 'a\0b', 'x'.repeat(300)])(
    'is no file named %j',
    async (name) => {
      expect(await code(await post('notes', name, bytes('x')))).toEqual([400, 'INVALID_VALUE'])
    },
  )
  it.each(['a/../../b', '/a', 'a//b', './a', 'a/', Array(40).fill('d').join('/')])(
    'is no file of a folder named %j',
    async (name) => {
      expect(await code(await post('thing', name, bytes('x')))).toEqual([400, 'INVALID_VALUE'])
    },
  )

  it('is bounded, also over the files of a folder', async () => {
    expect(await code(await post('notes', 'a', new Uint8Array(limit + 1)))).toEqual([413, 'UPLOAD_TOO_LARGE'])
    expect(kept()).toEqual([])
    const upload = await send('thing', 'a', new Uint8Array(limit - 1))
    expect(await code(await post('thing', 'b', new Uint8Array(2), upload))).toEqual([413, 'UPLOAD_TOO_LARGE'])
    await send('thing', 'c', new Uint8Array(1), upload)
    expect((await fetch(`${address}/api/upload/${upload}`, { method: 'DELETE' })).status).toBe(204)
    expect(kept()).toEqual([])
  })

  it('is for attributes that take files, in tables that are written by hand', async () => {
    expect(await code(await post('label', 'a', bytes('x')))).toEqual([400, 'INVALID_VALUE'])
    expect(await code(await post('nothing', 'a', bytes('x')))).toEqual([400, 'UNKNOWN_ATTRIBUTE'])
    expect(await code(await post('notes', 'a', bytes('x'), '', 'more.Made'))).toEqual([403, 'NOT_WRITABLE'])
    expect(await code(await post('notes', 'a', bytes('x'), '../../etc'))).toEqual([404, 'UPLOAD_GONE'])
    const upload = await send('notes', 'a', bytes('x'))
    await expect(insert({ sheet: { upload } })).rejects.toMatchObject({ data: { labbook: { code: 'INVALID_VALUE' } } })
    await expect(insert({ label: { upload: 'x' } })).rejects.toMatchObject({
      data: { labbook: { code: 'UPLOAD_GONE' } },
    })
    await fetch(`${address}/api/upload/${upload}`, { method: 'DELETE' })
  })

  it('is gone when the one who sends hangs up', async () => {
    const sending = request(`${address}/api/upload/${table}/notes?name=a`, {
      method: 'POST',
      headers: { 'content-length': 1000 },
    })
    sending.on('error', () => {})
    sending.write('beginning')
    await expect.poll(kept).toHaveLength(1)
    sending.destroy()
    await expect.poll(kept).toHaveLength(0)
  })
})
