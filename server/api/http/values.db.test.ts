import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import type { FastifyInstance } from 'fastify'
import superjson from 'superjson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppContext } from '#app/context.ts'
import { useTestContext } from '#app/testing/testContext.ts'
import { insertRows } from '#app/writeRows.ts'
import type { BlobValue } from '#core/blob/value.ts'
import { decodeNpy } from '#core/stores/npy.ts'
import { parseStores } from '#core/stores/storeSpec.ts'
import { openStores } from '#server/stores/openStores.ts'
import { createServer } from '../createServer.ts'
import type { AppRouter } from '../router.ts'

const definition = `
  id : varchar(8)
  ---
  inline : <blob>
  params : <blob>
  notes : <attach>
  image : <npy@raw>
  sheet : <attach@raw>
  movie : <filepath@raw>
  empty = null : <blob@raw>
`
const test = useTestContext([{ name: 'more', tables: [{ name: 'Stored', definition }] }])
const image: BlobValue = { kind: 'ndarray', dtype: 'float64', shape: [2, 2], data: Float64Array.of(1, 2, 3, 4) }
const row = {
  id: 'a/b',
  inline: image,
  params: { kind: 'dict', entries: [['fshigh', 150n]] } as const,
  notes: new TextEncoder().encode('é.txt\0hello'),
  image,
  sheet: new TextEncoder().encode('t.csv\0a,b'),
  movie: 'day/movie 1.tif',
}
let server: FastifyInstance
let address: string
let root: string

beforeAll(async () => {
  root = join(test.db.home, 'store')
  mkdirSync(join(root, 'day'), { recursive: true })
  writeFileSync(join(root, 'day', 'movie 1.tif'), 'frames')
  const stores = openStores(parseStores({ raw: { protocol: 'file', location: root } }, 'stores'))
  const context: AppContext = { ...test.context, stores }
  await insertRows(context, test.db.database, test.context.pipeline.table('more.Stored'), [row])
  server = createServer(context, { version: '1' })
  address = await server.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => server.close())

const key = { id: row.id }
const api = () =>
  createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: `${address}/trpc`, transformer: superjson })] })
const preview = (attribute: string) => api().table.value.query({ table: 'more.Stored', key, attribute })
const download = (attribute: string) =>
  fetch(`${address}/api/value/more.Stored/${attribute}?key=${encodeURIComponent(JSON.stringify(key))}`)

describe('a value in the row or in a store', () => {
  it.each([
    ['inline', 'float64 [2 × 2]  1, 2, 3, 4'],
    ['image', 'float64 [2 × 2]  1, 2, 3, 4'],
    ['params', 'dict of 1:\n  "fshigh": 150'],
    ['notes', 'é.txt, 5 B'],
    ['sheet', 't.csv, 3 B'],
  ])('is shown: %s as %s', async (attribute, text) => {
    expect((await preview(attribute)).text).toBe(text)
  })

  it('is downloaded under its name', async () => {
    const notes = await download('notes')
    expect(notes.headers.get('content-disposition')).toBe(`attachment; filename="_.txt"; filename*=UTF-8''%C3%A9.txt`)
    expect(await notes.text()).toBe('hello')
    expect(await (await download('sheet')).text()).toBe('a,b')
    expect(await (await download('params')).json()).toEqual({ $: 'dict', entries: [['fshigh', 150]] })
    for (const attribute of ['inline', 'image'])
      expect(decodeNpy(new Uint8Array(await (await download(attribute)).arrayBuffer()), attribute)).toEqual(image)
  })

  it('that is a file of the store is streamed', async () => {
    expect((await preview('movie')).text).toBe(`movie 1.tif, 6 B\nday/movie 1.tif in raw (${root})`)
    const movie = await download('movie')
    expect([movie.headers.get('content-length'), await movie.text()]).toEqual(['6', 'frames'])
  })

  it('that is the path of a file can be changed in a form, to a file that is there', async () => {
    writeFileSync(join(root, 'day', 'movie 2.tif'), 'more frames')
    const type = (movie: string) => api().table.update.mutate({ table: 'more.Stored', key, row: { movie } })
    await type('day/movie 2.tif')
    expect((await preview('movie')).text).toContain('movie 2.tif, 11 B')
    await expect(type('day/movie 3.tif')).rejects.toMatchObject({
      data: { labbook: { code: 'STORED_MISSING', data: { attribute: 'movie', store: 'raw' } } },
    })
    await expect(type('../secret')).rejects.toMatchObject({ data: { labbook: { code: 'STORE_PATH' } } })
  })

  it('that is not there is answered as such', async () => {
    await expect(preview('empty')).rejects.toMatchObject({ data: { httpStatus: 404 } })
    await expect(preview('other')).rejects.toMatchObject({ data: { labbook: { code: 'UNKNOWN_ATTRIBUTE' } } })
    expect((await download('empty')).status).toBe(404)
  })
})
