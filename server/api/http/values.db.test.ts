import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { parse } from 'csv-parse/sync'
import type { FastifyInstance } from 'fastify'
import superjson from 'superjson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppContext } from '#app/context.ts'
import { useTestContext } from '#app/testing/testContext.ts'
import { insertRows } from '#app/writeRows.ts'
import type { BlobValue } from '#core/blob/value.ts'
import { tableReference } from '#core/sql/identifier.ts'
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
  tree = null : <object@raw>
  records = null : <npy@raw>
  damaged = null : <blob>
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
const download = (attribute: string, path?: string) =>
  fetch(
    `${address}/api/value/more.Stored/${attribute}?${new URLSearchParams({ key: JSON.stringify(key), ...(path && { path }) })}`,
  )
const stored = () => test.context.pipeline.table('more.Stored')
const setReference = (attribute: string, reference: object) =>
  test.db.database.execute(`UPDATE ${tableReference(stored())} SET ${attribute} = ?`, [JSON.stringify(reference)])

describe('a value in the row or in a store', () => {
  it.each([
    ['inline', 'float64 [2 × 2]  1, 2, 3, 4'],
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
    expect((await preview('image')).text).toMatch(
      /^image_\S+\.npy, 160 B\n.* in raw .*\n\nfloat64 \[2 × 2\] {2}1, 2, 3, 4$/,
    )
    expect((await preview('movie')).text).toBe(`movie 1.tif, 6 B\nday/movie 1.tif in raw (${root})\n\nframes`)
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

  it('that is a folder is listed piece by piece, and each of its files shown and downloaded', async () => {
    const path = '_schema/tree_x'
    mkdirSync(join(root, path, '0'), { recursive: true })
    writeFileSync(join(root, path, '.zarray'), '{"zarr_format": 2}')
    writeFileSync(join(root, path, '0', '0.0'), Uint8Array.of(0, 255, 16))
    for (let index = 0; index < 250; index++) writeFileSync(join(root, path, '0', `c${index}`), '')
    await setReference('tree', { path, store: 'raw', size: 21, is_dir: true, item_count: 252 })
    expect(await preview('tree')).toMatchObject({ folder: true, downloadable: false })
    const list = (below: string, cursor?: string) =>
      api().table.valueFolder.query({
        table: 'more.Stored',
        key,
        attribute: 'tree',
        path: below,
        ...(cursor && { cursor }),
      })
    expect(await list('')).toEqual({
      entries: [
        { name: '.zarray', kind: 'file', bytes: 18 },
        { name: '0', kind: 'folder' },
      ],
      next: null,
    })
    const first = await list('0')
    expect([first.entries.length, first.entries[0]]).toEqual([200, { name: '0.0', kind: 'file', bytes: 3 }])
    expect((await list('0', first.next!)).entries).toHaveLength(51)
    const show = (below: string) =>
      api().table.value.query({ table: 'more.Stored', key, attribute: 'tree', path: below })
    expect((await show('.zarray')).text).toContain('{"zarr_format": 2}')
    expect((await show('0/0.0')).text).toMatch(/00 ff 10$/)
    const file = await download('tree', '0/0.0')
    expect(file.headers.get('content-disposition')).toContain('attachment; filename="0.0"')
    expect(file.headers.get('x-content-type-options')).toBe('nosniff')
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(Uint8Array.of(0, 255, 16))
    expect((await download('tree', '../../day/movie 1.tif')).status).toBe(403)
    await expect(list('../..')).rejects.toMatchObject({ data: { labbook: { code: 'STORE_PATH' } } })
  })

  it('that is a structured array is shown as a table, and downloaded as it lies there', async () => {
    const header = `{'descr': [('onset', '<f8'), ('trial', '|u1')], 'fortran_order': False, 'shape': (2,), }`
    const file = Buffer.concat([
      Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]),
      Buffer.from(header),
      Buffer.from(Float64Array.of(0.5).buffer),
      Buffer.of(1),
      Buffer.from(Float64Array.of(1.5).buffer),
      Buffer.of(2),
    ])
    writeFileSync(join(root, '_schema', 'records_x.npy'), file)
    await setReference('records', { path: '_schema/records_x.npy', store: 'raw', dtype: 'x', shape: [2] })
    expect((await preview('records')).records).toEqual({
      columns: ['onset', 'trial'],
      rows: [
        ['0.5', '1'],
        ['1.5', '2'],
      ],
      count: 2,
    })
    expect(Buffer.from(await (await download('records')).arrayBuffer())).toEqual(file)
  })

  it('that cannot be decoded is downloaded as it is', async () => {
    await test.db.database.execute(`UPDATE ${tableReference(stored())} SET damaged = 'mYm\0?!'`)
    await expect(preview('damaged')).rejects.toMatchObject({ data: { labbook: { code: 'BLOB_INVALID' } } })
    expect(await (await download('damaged')).text()).toBe('mYm\0?!')
  })

  it('that points into a store is chosen from what lies there, without what DataJoint manages', async () => {
    const list = (path: string) => api().table.storeFolder.query({ table: 'more.Stored', attribute: 'movie', path })
    expect((await list('')).entries).toEqual([{ name: 'day', kind: 'folder' }])
    expect((await list('day')).entries[0]).toEqual({ name: 'movie 1.tif', kind: 'file', bytes: 6 })
    const refused = (path: string, code: string) =>
      expect(list(path)).rejects.toMatchObject({ data: { labbook: { code } } })
    await refused('..', 'STORE_PATH')
    await refused('nowhere', 'STORED_MISSING')
  })

  it('is in a CSV file where it is asked for, and told in short otherwise', async () => {
    const csv = async (values: readonly string[]): Promise<Record<string, string>[]> => {
      const asked = new URLSearchParams({ values: JSON.stringify(values) })
      const answer = await fetch(`${address}/api/csv/more.Stored?${asked}`)
      return parse(await answer.text(), { columns: true, record_delimiter: '\r\n' })
    }
    const [short] = await csv([])
    expect([short?.inline, short?.image]).toEqual(['float64 [2 × 2], 69 B', expect.stringContaining('"path"')])
    const [whole] = await csv(['inline', 'image', 'id'])
    const array = { $: 'ndarray', dtype: '<f8', shape: [2, 2], data: [1, 3, 2, 4] }
    expect([JSON.parse(whole!.inline!), JSON.parse(whole!.image!), whole!.id]).toEqual([array, array, 'a/b'])
    expect(whole!.params).toBe(short!.params)
    expect((await fetch(`${address}/api/csv/more.Stored?values=["nothing"]`)).status).toBe(400)
  })

  it('that is not there is answered as such', async () => {
    await expect(preview('empty')).rejects.toMatchObject({ data: { httpStatus: 404 } })
    await expect(preview('other')).rejects.toMatchObject({ data: { labbook: { code: 'UNKNOWN_ATTRIBUTE' } } })
    expect((await download('empty')).status).toBe(404)
  })
})
