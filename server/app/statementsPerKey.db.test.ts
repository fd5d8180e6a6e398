import { afterEach, expect, test } from 'vitest'
import type { Key } from '#core/pipeline/table.ts'
import { defineElement, defineMake, type SchemaDefinition } from '#elements/contract.ts'
import { runComputeInline } from './compute/runComputeInline.ts'
import type { AppContext } from './context.ts'
import { populateTable } from './populateTable.ts'
import { useTestContext } from './testing/testContext.ts'
import { workerLoop } from './workerLoop.ts'

/** A table whose make is one insert: what populate adds to it is all that there is to count. */
const schema: SchemaDefinition = {
  name: 'trivial',
  tables: [
    { name: 'Source', tier: 'manual', definition: 'source : int  # number\n---' },
    { name: 'Made', tier: 'computed', definition: '-> Source\n---\nvalue : int  # anything' },
  ],
}
const make = defineMake<Key, number>({
  table: 'trivial.Made',
  light: true,
  fetch: async (key) => key,
  compute: async () => 1,
  insert: (key, value, context) => context.insert('trivial.Made', [{ ...key, value }]),
})

const lab = useTestContext([schema])
const keys = 400

/** Statements that the whole server was sent, prepared ones once per execution, transactions included. */
const statements = async (): Promise<number> => {
  const rows = await lab.db.database.query(
    "SHOW GLOBAL STATUS WHERE Variable_name IN ('Com_select', 'Com_insert', 'Com_insert_select', 'Com_update', 'Com_delete', 'Com_begin', 'Com_commit', 'Com_rollback')",
  )
  return rows.reduce((sum, { Value }) => sum + Number(Value), 0)
}

const app = (): AppContext => {
  const elements = [defineElement({ name: 'trivial', schemas: [schema], makes: [make] })]
  return { ...lab.context, elements, compute: runComputeInline(elements) }
}

const enterSources = () =>
  lab.db.database.execute(
    `INSERT INTO ${lab.db.prefix}trivial.source VALUES ${Array.from({ length: keys }, (_, key) => `(${key})`).join(',')}`,
  )

afterEach(async () => {
  for (const table of ['`__made`', '`~~made`', '`source`'])
    await lab.db.database.execute(`DELETE FROM ${lab.db.prefix}trivial.${table}`)
})

/** Reserve, START TRANSACTION, the make's own INSERT, the job's DELETE, COMMIT. */
const perKey = 5
/** Heartbeats and refreshes come by time, not by key: less than half a statement more for each key even on a slow machine. */
const limit = (perKey + 0.5) * keys

const countMade = async () => {
  const rows = await lab.db.database.query(`SELECT COUNT(*) AS made FROM ${lab.db.prefix}trivial.__made`)
  return rows[0]!.made
}

test('a worker sends at most five statements per trivial key, the one of its make among them', async () => {
  await enterSources()
  const before = await statements()
  await workerLoop(app(), { once: true, tables: ['trivial.Made'] })
  const sent = (await statements()) - before
  expect(await countMade()).toBe(keys)
  expect(sent).toBeGreaterThanOrEqual(perKey * keys)
  expect(sent).toBeLessThanOrEqual(limit)
})

test('a worker commits once per trivial key: it reserves the next in the transaction that ends one', async () => {
  await enterSources()
  let alone = 0
  const { jobs, ...rest } = app()
  const reserveJob: typeof jobs.reserveJob = (...asked) => {
    alone += 1
    return jobs.reserveJob(...asked)
  }
  await workerLoop({ ...rest, jobs: { ...jobs, reserveJob } }, { once: true, tables: ['trivial.Made'] })
  expect(await countMade()).toBe(keys)
  expect(alone).toBeLessThan(keys / 8)
})

test('populate sends as few', async () => {
  await enterSources()
  const before = await statements()
  const { done } = await populateTable(app(), { table: 'trivial.Made' }, () => {})
  expect((await statements()) - before).toBeLessThanOrEqual(limit)
  expect(done).toBe(keys)
})
