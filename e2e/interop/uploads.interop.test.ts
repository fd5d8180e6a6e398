import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createTRPCClient, httpLink } from '@trpc/client'
import type { FastifyInstance } from 'fastify'
import superjson from 'superjson'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createServer } from '#api/createServer.ts'
import type { AppRouter } from '#api/router.ts'
import type { AppContext } from '#app/context.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { decodeNpy, encodeNpy } from '#core/stores/npy.ts'
import { parseStores } from '#core/stores/storeSpec.ts'
import { declareTables } from '#db/declareTables.ts'
import { packBlob, peekPackedBlob, unpackBlob, unpackBlobAsync } from '#db/packBlob.ts'
import { elements } from '#elements/index.ts'
import { readConfig } from '#server/config.ts'
import { openStores } from '#server/stores/openStores.ts'
import { type Moto, startMoto } from './stores/startMoto.ts'
import { usePythonDatabase } from './usePythonDatabase.ts'
import { tellBlob } from './values/tellBlob.ts'

const [python2, python014] = [process.env.LABBOOK_TEST_PYTHON, process.env.LABBOOK_TEST_PYTHON_014]
const script = resolve(import.meta.dirname, 'stores/stores_judge.py')

const inBoth = { inline: 'attach', data: 'blob', packed: 'blob@raw', file: 'attach@raw', place: 'filepath@raw' }
const codecs = { ...inBoth, image: 'npy@raw', thing: 'object@raw', tree: 'object@raw' }
const angled = Object.fromEntries(Object.entries(codecs).map(([name, type]) => [name, `<${type}>`]))
const judges = [
  { blobStyle: 'codec' as const, python: python2, columns: angled },
  { blobStyle: 'bare' as const, python: python014, columns: { ...inBoth, data: 'longblob' } },
]
const cases = judges.flatMap((judge) => ['file', 's3'].map((protocol) => ({ ...judge, protocol })))

/** Files go in by requests as a browser makes them; Python says what it finds. moto is installed beside 0.14. */
describe.skipIf(!python2 || !python014)('uploaded files and datajoint-python', () => {
  const db = usePythonDatabase()
  let moto: Moto
  beforeAll(async () => {
    moto = await startMoto(python014!)
  })
  afterAll(() => moto?.stop())

  describe.each(cases)('$blobStyle on $protocol', ({ blobStyle, python, columns, protocol }) => {
    const schema = `up_${blobStyle}_${protocol}`
    const definition = `id : int\n---\n${Object.entries(columns)
      .map(([name, type]) => `${name} = null : ${type}`)
      .join('\n')}`
    let server: FastifyInstance
    let app: AppContext
    let raw: object
    let address: string

    beforeAll(async () => {
      raw = storeAt(protocol, db.home, schema, moto)
      const own = elements.find(({ name }) => name === 'app')!.schemas
      const schemas = [...own, { name: schema, tables: [{ name: 'Stored', definition }] }]
      const pipeline = compilePipeline(schemas, { prefix: '', blobStyle })
      await declareTables(db.database, pipeline)
      app = {
        config: readConfig({}, { home: join(db.home, `home of ${schema}`) }),
        ...{ pipeline, database: db.database, elements: [], packBlob, unpackBlob, unpackBlobAsync, peekPackedBlob },
        stores: openStores(parseStores({ raw }, 'stores')),
        log: { info: () => {}, warn: () => {}, error: () => {} },
        now: () => new Date(),
      } as Partial<AppContext> as AppContext
      server = createServer(app, { version: '1' })
      address = await server.listen({ host: '127.0.0.1', port: 0 })
    })
    afterAll(async () => {
      await server?.close()
      app?.stores?.close()
    })

    test('are fetched by Python with the same names and bytes', async () => {
      const sent = Object.entries(files).filter(([name]) => name in columns)
      const row: Record<string, object> = {}
      for (const [attribute, { parts, more }] of sent)
        row[attribute] = { upload: await upload(address, `${schema}.Stored`, attribute, parts), ...more }
      const api = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${address}/trpc`, transformer: superjson })] })
      await api.table.insert.mutate({ table: `${schema}.Stored`, row: { id: 1, ...row } as never })
      expect(readdirSync(join(app.config.home, 'uploads'))).toEqual([])
      const given = { database: schema, definition, stores: { raw }, columns: [], rows: 0, place: '' }
      const [told] = (await db.judge(python!, script, 'read', given)) as [object]
      expect(told).toEqual({
        id: { int: '1' },
        ...Object.fromEntries(sent.map(([name, { told: meant }]) => [name, meant])),
      })
    })
  })
})

type Sent = {
  readonly parts: Readonly<Record<string, Uint8Array>>
  readonly more?: object
  readonly told: unknown
}

const bytes = (seed: number, length: number) =>
  Uint8Array.from({ length }, (_, index) => (index * seed + (index >> 8)) % 256)
const digest = (contents: Uint8Array) => createHash('sha256').update(contents).digest('hex')
const attached = (name: string, contents: Uint8Array): Sent => ({
  parts: { [name]: contents },
  told: { name, sha256: digest(contents) },
})
const array = (contents: Uint8Array): Sent => ({
  parts: { 'x.npy': contents },
  told: tellBlob(decodeNpy(contents, 'x.npy')),
})

/** Two records `(onset, trial)` in numpy's own file. */
const records = (): Uint8Array => {
  const header = `{'descr': [('onset_µs', '<f8'), ('trial', '<i4')], 'fortran_order': False, 'shape': (2,), }\n`
  const text = Buffer.from(header)
  const record = (onset: number, trial: number) =>
    Buffer.concat([Buffer.from(Float64Array.of(onset).buffer), Buffer.from(Int32Array.of(trial).buffer)])
  const start = Buffer.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 3, 0, text.length, 0, 0, 0)
  return Uint8Array.from(Buffer.concat([start, text, record(0.25, -3), record(Number.NaN, 7)]))
}

const cube = encodeNpy({
  kind: 'ndarray',
  dtype: 'float32',
  shape: [2, 3, 4],
  data: Float32Array.from({ length: 24 }, (_, index) => index / 3),
})

const files: Readonly<Record<string, Sent>> = {
  inline: attached('notes é 😀.txt', bytes(3, 70_000)),
  file: attached('trial.tar.gz', bytes(5, 300_000)),
  data: array(cube),
  packed: array(encodeNpy({ kind: 'ndarray', dtype: 'int64', shape: [3], data: BigInt64Array.of(1n, -2n, 2n ** 62n) })),
  image: array(records()),
  place: {
    parts: { 'anything.bin': bytes(7, 5000) },
    more: { path: 'day 1/µ.bin' },
    told: { path: 'day 1/µ.bin', sha256: digest(bytes(7, 5000)) },
  },
  thing: { parts: { 'brain.nii.gz': bytes(11, 9000) }, told: { sha256: digest(bytes(11, 9000)) } },
  tree: {
    parts: { '.zarray': bytes(2, 40), '0/0.0': bytes(13, 1000), '0/0.1': new Uint8Array() },
    more: { folder: true },
    told: [
      { name: '.zarray', sha256: digest(bytes(2, 40)) },
      { name: '0/0.0', sha256: digest(bytes(13, 1000)) },
      { name: '0/0.1', sha256: digest(new Uint8Array()) },
    ],
  },
}

const upload = async (address: string, table: string, attribute: string, parts: Sent['parts']): Promise<string> => {
  let to = ''
  for (const [name, contents] of Object.entries(parts)) {
    const asked = new URLSearchParams({ name, ...(to && { to }) })
    const options = { method: 'POST', body: contents as BodyInit }
    const answer = await fetch(`${address}/api/upload/${table}/${attribute}?${asked}`, options)
    const told = (await answer.json()) as { upload: string }
    expect(answer.status, JSON.stringify(told)).toBe(200)
    to = told.upload
  }
  return to
}

const storeAt = (protocol: string, home: string, name: string, { endpoint }: Moto): object => {
  const [location, stage] = [join(home, `uploads of ${name}`), join(home, `stage of ${name}`)]
  for (const folder of [location, stage]) mkdirSync(folder)
  if (protocol === 'file') return { protocol, location, stage }
  const keys = { access_key: 'labbook', secret_key: 'not-a-secret' }
  return { protocol, stage, endpoint, bucket: 'lab', secure: false, location: `uploads/${name}`, ...keys }
}
