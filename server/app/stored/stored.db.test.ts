import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BlobValue } from '#core/blob/value.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { tableReference } from '#core/sql/identifier.ts'
import { parseStores } from '#core/stores/storeSpec.ts'
import { declareTables } from '#db/declareTables.ts'
import { packBlob, unpackBlobAsync } from '#db/packBlob.ts'
import { useTestDatabase } from '#db/testing/testDatabase.ts'
import { openStores } from '#server/stores/openStores.ts'
import { readRows, readTheRow, streamRows } from '../readRows.ts'
import { insertRows, updateRow } from '../writeRows.ts'

const db = useTestDatabase()
const numbers: BlobValue = { kind: 'ndarray', dtype: 'int16', shape: [3], data: Int16Array.of(1, 2, 3) }

describe.each([
  { blobStyle: 'codec' as const, types: ['<blob@raw>', '<filepath@raw>', '<attach@raw>'] },
  { blobStyle: 'bare' as const, types: ['blob@raw', 'filepath@raw', 'attach@raw'] },
])('a table of $types.0', ({ blobStyle, types }) => {
  const [data, place, file] = types
  const definition = `id : int\n---\ndata = null : ${data}\nplace = null : ${place}\nfile = null : ${file}`
  let root: string
  let app: Parameters<typeof insertRows>[0] & Parameters<typeof readRows>[0]
  let table: Table

  beforeAll(async () => {
    const tables = [{ name: 'Stored', definition }]
    const pipeline = compilePipeline([{ name: blobStyle, tables }], { prefix: db.prefix, blobStyle })
    await declareTables(db.database, pipeline)
    table = pipeline.table('Stored')
  })
  beforeEach(async () => {
    await db.database.execute(`DELETE FROM ${tableReference(table)}`)
    root = join(db.home, `store-${blobStyle}`)
    rmSync(root, { recursive: true, force: true })
    mkdirSync(root)
    app = { ...common, stores: openStores(parseStores({ raw: { protocol: 'file', location: root } }, 'stores')) }
  })

  const insert = (row: Readonly<Record<string, BlobValue>>) =>
    insertRows(app, db.database, table, [{ id: 1, ...row }] as never)
  const read = (name: string) => readTheRow(app, db.database, table, { id: 1 }, ['id', name]).then((row) => row[name])
  const files = () => readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const onlyFile = () => join(files()[0]!.parentPath, files()[0]!.name)

  it('keeps a value in its store, once for the same content, and reads it when it is asked for', async () => {
    await insertRows(
      app,
      db.database,
      table,
      [1, 2].map((id) => ({ id, data: numbers })),
    )
    expect(files()).toHaveLength(1)
    expect(readFileSync(onlyFile())).toEqual(Buffer.from(packBlob(numbers)))
    expect(await read('data')).toEqual(numbers)
    const [reference] = await readRows(app, db.database, table, { id: 1 })
    expect(typeof reference!.data).toBe('string')
  })

  it('is streamed with its values where they are asked for, what rows share read once, and never otherwise', async () => {
    const rows = Array.from({ length: 30 }, (_, id) => ({ id, data: id % 2 ? numbers : ([BigInt(id)] as BlobValue) }))
    await insertRows(app, db.database, table, rows)
    let [reads, atOnce, most] = [0, 0, 0]
    const { stores } = app
    const watched = {
      ...stores!,
      open: (...place: Parameters<NonNullable<typeof stores>['open']>) => {
        const { spec, store } = stores!.open(...place)
        const read: typeof store.read = async (path, limit) => {
          reads++
          most = Math.max(most, ++atOnce)
          return store.read(path, limit).finally(() => atOnce--)
        }
        return { spec, store: { ...store, read } }
      },
    }
    const stream = async (...attributes: string[]) => {
      const found = []
      for await (const row of streamRows({ ...app, stores: watched }, db.database, table, {}, attributes))
        found.push(row)
      return found
    }
    expect((await stream('id')).map(({ id }) => id)).toEqual(rows.map(({ id }) => id))
    expect(reads).toBe(0)
    expect(await stream('id', 'data')).toEqual(rows)
    expect([reads, most <= 5]).toEqual([16, true])
  })

  it('takes a reference as it is, and stores what changes', async () => {
    await insert({ data: numbers })
    const [{ data: reference }] = (await readRows(app, db.database, table, { id: 1 })) as [{ data: string }]
    await insertRows(app, db.database, table, [{ id: 2, data: reference }])
    await updateRow(app, db.database, table, { id: 1 }, { data: 'other' as BlobValue })
    expect((await readRows(app, db.database, table, { id: 2 }, ['data']))[0]!.data).toEqual(numbers)
  })

  it('says which file is gone, or is not what was stored', async () => {
    await insert({ data: numbers })
    writeFileSync(onlyFile(), packBlob([1n, 2n, 3n]))
    await expect(read('data')).rejects.toMatchObject({ code: 'STORED_DAMAGED', data: { store: 'raw' } })
    rmSync(onlyFile())
    await expect(read('data')).rejects.toMatchObject({ code: 'STORED_MISSING', data: { store: 'raw', place: root } })
    rmSync(root, { recursive: true })
    await expect(read('data')).rejects.toMatchObject({ code: 'STORE_UNREACHABLE' })
    app = { ...common, stores: openStores(parseStores({}, 'stores')) }
    await expect(read('data')).rejects.toMatchObject({ code: 'STORE_UNKNOWN', data: { store: 'raw' } })
    app = common
    await expect(insert({ id: 9, data: numbers })).rejects.toMatchObject({ code: 'STORE_UNKNOWN' })
  })

  it('leaves the object behind, and no row, when the transaction is rolled back', async () => {
    const failing = db.database.transaction(async (transaction) => {
      await insertRows(app, transaction, table, [{ id: 1, data: numbers }])
      throw new Error('on purpose')
    })
    await expect(failing).rejects.toThrow('on purpose')
    expect(await readRows(app, db.database, table, {})).toEqual([])
    expect(files()).toHaveLength(1)
  })

  it('points at a file that is there, and nowhere else', async () => {
    mkdirSync(join(root, 'day 1'))
    writeFileSync(join(root, 'day 1', 'raw.bin'), 'samples')
    writeFileSync(join(db.home, 'secret'), 'not for you')
    symlinkSync(join(db.home, 'secret'), join(root, 'link'))
    await insert({ place: 'day 1/raw.bin' })
    expect(await read('place')).toBe('day 1/raw.bin')
    for (const outside of ['../secret', '/../secret', 'link', 'day 1/../../secret', '_hash/x'])
      await expect(insert({ id: 2, place: outside }), outside).rejects.toMatchObject({ code: 'STORE_PATH' })
    await expect(insert({ id: 2, place: 'day 2/raw.bin' })).rejects.toMatchObject({
      code: 'STORED_MISSING',
      data: { attribute: 'place', path: 'day 2/raw.bin' },
    })
  })

  it('keeps a file with its name', async () => {
    const attached = new TextEncoder().encode('notes é.txt\0line\n\0')
    await insert({ file: attached })
    expect(await read('file')).toEqual(attached)
  })
})

const common = { packBlob, unpackBlobAsync, now: () => new Date() }
