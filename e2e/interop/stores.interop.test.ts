import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readRows } from '#app/readRows.ts'
import { findStored } from '#app/stored/findStored.ts'
import { readChecked } from '#app/stored/readStored.ts'
import { storedAttributes } from '#app/stored/storedAttributes.ts'
import { insertRows } from '#app/writeRows.ts'
import { compare } from '#core/algebra/condition.ts'
import type { BlobValue } from '#core/blob/value.ts'
import type { LabBookError } from '#core/errors.ts'
import { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import {
  compileBringBack,
  compileCreateStore,
  compileDeleteKept,
  compileForget,
  compileKeep,
} from '#core/sql/compileTrash.ts'
import { compileDelete } from '#core/sql/compileWrites.ts'
import type { Sql } from '#core/sql/sql.ts'
import { parseStores } from '#core/stores/storeSpec.ts'
import { introspect } from '#db/introspect.ts'
import { packBlob, unpackBlobAsync } from '#db/packBlob.ts'
import type { InsertRow } from '#elements/contract.ts'
import { openStores } from '#server/stores/openStores.ts'
import { type Moto, startMoto } from './stores/startMoto.ts'
import { usePythonDatabase } from './usePythonDatabase.ts'
import { tellBlob } from './values/tellBlob.ts'

const [python2, python014] = [process.env.LABBOOK_TEST_PYTHON, process.env.LABBOOK_TEST_PYTHON_014]
const script = resolve(import.meta.dirname, 'stores/stores_judge.py')
const rowCount = 5

const judges = [
  {
    generation: '2.x' as const,
    python: python2,
    columns: {
      ...{ packed: '<blob@raw>', file: '<attach@raw>', raw: '<hash@raw>', image: '<npy@raw>', thing: '<object@raw>' },
      place: '<filepath@raw>',
    },
  },
  {
    generation: '0.14' as const,
    python: python014,
    columns: { packed: 'blob@raw', file: 'attach@raw', place: 'filepath@raw' },
  },
]
const cases = judges.flatMap((judge) => [
  { ...judge, protocol: 'file' },
  { ...judge, protocol: 's3' },
])

/** moto is installed beside 0.14. */
describe.skipIf(!python2 || !python014)('external stores and datajoint-python', () => {
  const db = usePythonDatabase()
  let moto: Moto
  beforeAll(async () => {
    moto = await startMoto(python014!)
  })
  afterAll(() => moto?.stop())

  describe.each(cases)('$generation on $protocol', ({ generation, python, columns, protocol }) => {
    const database = `stored_${generation.replace('.', '')}_${protocol}`
    const place = 'recordings/day 1/µ.bin'
    const definition = ['id : int', '---', ...Object.entries(columns).map(([name, type]) => `${name} : ${type}`)].join(
      '\n',
    )
    let given: Readonly<Record<string, unknown>>
    let app: Parameters<typeof insertRows>[0] & Parameters<typeof readRows>[0]
    let table: Table

    beforeAll(async () => {
      const raw = protocol === 'file' ? fileStore(db.home, database) : s3Store(moto, db.home, database)
      given = { database, definition, stores: { raw }, columns: Object.keys(columns), rows: rowCount, place }
      const stores = openStores(parseStores({ raw }, 'stores'))
      app = { stores, packBlob, unpackBlobAsync, now: () => new Date() }
      await stores.open('raw', '').store.write(place, new TextEncoder().encode('what an amplifier wrote'))
    })
    afterAll(() => app?.stores?.close())

    test('values that Python stored are read and checked by us', async () => {
      const told = await db.judge(python!, script, 'write', given)
      table = (await introspect(db.database, new Pipeline([]))).find((each) => each.database === database)!
      expect(table.attributes.map(({ type }) => type)).toEqual(['int', ...Object.values(columns)])
      expect(await tellAll()).toEqual(told)
    })

    test('values that we store are read by Python', async () => {
      const rows = [100, 101].map((id): InsertRow => ({ id, ...pickColumns(ourValues(id, place)) }))
      await db.database.transaction((transaction) => insertRows(app, transaction, table, rows))
      const told = (await db.judge(python!, script, 'read', given)) as unknown[]
      expect(told).toHaveLength(rowCount + rows.length)
      expect(await tellAll()).toEqual(told)
    })

    /** 0.14 sees the references of hidden tables, 2.x looks at those tables only that it shows. */
    test('what rows in the trash refer to is needless for 2.x alone', async () => {
      const needless = async () => Number(await db.judge(python!, script, 'needless', given))
      const store = { database: 'trash_of_tests', sqlName: `~trash_${database}` }
      const names = ['id', ...Object.keys(columns)].map((name) => ({ name, type: '' }))
      const run = ({ text, params }: Sql) => db.database.execute(text, params)
      const before = await needless()
      await db.database.execute('CREATE DATABASE IF NOT EXISTS trash_of_tests')
      await db.database.execute(compileCreateStore(store, table, names))
      await run(compileKeep(store, table, names, 1, compare('id', '<', 3)))
      await run(compileDeleteKept(store, table, 1))
      const inTrash = await needless()
      if (generation === '0.14') expect(inTrash).toBe(before)
      else expect(inTrash).toBeGreaterThan(before)
      await run(compileBringBack(store, table, names, 1))
      await run(compileForget(store, 1))
      expect(await needless()).toBe(before)
      await db.judge(python!, script, 'read', given)
      await run(compileDelete(table, compare('id', '<', 3)))
      expect(await needless()).toBeGreaterThan(before)
    })

    test('what is not there, too large or outside is told as such', async () => {
      const { store } = app.stores!.open('raw', '')
      await expect(store.read('none/at all', 100)).rejects.toMatchObject({ code: 'STORED_MISSING' })
      await expect(store.stream('none')).rejects.toMatchObject({ code: 'STORED_MISSING' })
      await expect(store.read(place, 5)).rejects.toMatchObject({ code: 'STORED_TOO_LARGE', data: { bytes: 23 } })
      await expect(store.read('../x', 100)).rejects.toMatchObject({ code: 'STORE_PATH' })
      expect([await store.size('none'), await store.size(place)]).toEqual([null, 23])
      expect([await store.isFolder('none'), await store.isFolder('recordings/day 1')]).toEqual([false, true])
      const { contents } = await store.stream(place)
      expect(Buffer.concat(await contents.toArray()).toString()).toBe('what an amplifier wrote')
    })

    test('folders are listed in pages, with sizes, and their names as far as they are below', async () => {
      const { store } = app.stores!.open('raw', '')
      for (const [index, name] of ['b', 'a', 'sub/x', 'sub.txt'].entries())
        await store.write(`listed é/${name}`, new Uint8Array(index))
      const first = await store.list('listed é', 2)
      const rest = await store.list('listed é', 2, first.next!)
      expect([first.entries.length, rest.next]).toEqual([2, null])
      expect([...first.entries, ...rest.entries].sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
        { name: 'a', kind: 'file', bytes: 1 },
        { name: 'b', kind: 'file', bytes: 0 },
        { name: 'sub', kind: 'folder' },
        { name: 'sub.txt', kind: 'file', bytes: 3 },
      ])
      expect((await store.list('', 100)).entries).toContainEqual({ name: 'listed é', kind: 'folder' })
      await expect(store.list('none', 2)).rejects.toMatchObject({ code: 'STORED_MISSING' })
      await expect(store.list('../x', 2)).rejects.toMatchObject({ code: 'STORE_PATH' })
    })

    const pickColumns = (values: Readonly<Record<string, BlobValue>>) =>
      Object.fromEntries(Object.entries(values).filter(([name]) => name in columns))

    const tellAll = async (): Promise<unknown[]> => {
      const names = table.attributes.map(({ name }) => name)
      const rows = await readRows(app, db.database, table, {}, names)
      const references = await readRows(app, db.database, table, {})
      return Promise.all(rows.map((row, index) => tellRow(row, references[index]!)))
    }

    const tellRow = async (row: InsertRow, references: InsertRow): Promise<unknown> => {
      const told: Record<string, unknown> = { id: { int: String(row.id) } }
      for (const column of storedAttributes(table)) {
        const { name } = column.attribute
        const value = row[name] as BlobValue
        if (name === 'packed' || name === 'image') told[name] = tellBlob(value)
        else if (name === 'place')
          told[name] = { path: value, sha256: digest(await contentsOf(column, String(references[name]))) }
        else told[name] = name === 'file' ? tellFile(value as Uint8Array) : { sha256: digest(value as Uint8Array) }
      }
      return told
    }

    const contentsOf = async (column: Parameters<typeof findStored>[3], reference: string): Promise<Uint8Array> =>
      readChecked(await findStored(app, db.database, table, column, reference))
  })
})

test('a server of S3 that does not answer is named, without the secret', async () => {
  const raw = { ...s3Place, endpoint: '127.0.0.1:1', location: '' }
  const { store } = openStores(parseStores({ raw }, 'stores')).open('raw', '')
  const failure = await store.read('x', 1).catch((error: LabBookError) => error)
  expect(failure).toMatchObject({ code: 'STORE_UNREACHABLE', data: { place: 'http://127.0.0.1:1/lab' } })
  expect(JSON.stringify(failure)).not.toContain(s3Place.secret_key)
})

const fileStore = (home: string, database: string) => {
  const location = join(home, `store of ${database}`)
  mkdirSync(location)
  return { protocol: 'file', location, stage: stageFolder(home, database) }
}

const s3Place = { protocol: 's3', bucket: 'lab', secure: false, access_key: 'labbook', secret_key: 'not-a-secret' }

const s3Store = ({ endpoint }: Moto, home: string, database: string) => ({
  ...s3Place,
  endpoint,
  location: `labs/${database}`,
  stage: stageFolder(home, database),
})

const stageFolder = (home: string, database: string): string => {
  const folder = join(home, `stage of ${database}`)
  mkdirSync(folder)
  return folder
}

const ourValues = (id: number, place: string): Readonly<Record<string, BlobValue>> => ({
  packed: {
    kind: 'dict',
    entries: [['times', { kind: 'ndarray', dtype: 'float64', shape: [2000], data: new Float64Array(2000).fill(id) }]],
  },
  file: new TextEncoder().encode(`notes é ${id}.txt\0contents of ${id}\0with a zero`),
  raw: Uint8Array.of(1, 2, id),
  image: {
    kind: 'ndarray',
    dtype: 'complex64',
    shape: [2, 3],
    data: Float32Array.from({ length: 12 }, (_, index) => index + id),
  },
  thing: Uint8Array.of(id),
  place,
})

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

const tellFile = (bytes: Uint8Array) => {
  const end = bytes.indexOf(0)
  return { name: new TextDecoder().decode(bytes.subarray(0, end)), sha256: digest(bytes.subarray(end + 1)) }
}
