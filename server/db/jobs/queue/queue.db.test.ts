import { beforeAll, beforeEach, expect, test } from 'vitest'
import { compare } from '#core/algebra/condition.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { declareTables } from '../../declareTables.ts'
import { useTestDatabase } from '../../testing/testDatabase.ts'
import * as jobs from '../jobs.ts'

const db = useTestDatabase()
let pipeline: Pipeline
let scan: Table
let database: string

beforeAll(async () => {
  const tables = [
    { name: 'Animal', definition: 'animal : int\n---' },
    { name: 'Scan', tier: 'imported' as const, definition: '-> Animal\n---\nframes : int' },
  ]
  pipeline = compilePipeline([{ name: 'lab', tables }], { prefix: db.prefix, blobStyle: 'codec' })
  await declareTables(db.database, pipeline)
  scan = pipeline.table('lab.Scan')
  database = `\`${db.prefix}lab\``
})

beforeEach(async () => {
  for (const table of ['`~~scan`', '`_scan`', '`animal`']) await db.database.execute(`DELETE FROM ${database}.${table}`)
})

const addAnimals = async (count: number) => {
  const rows = Array.from({ length: count }, (_, animal) => `(${animal})`)
  await db.database.execute(`INSERT INTO ${database}.animal VALUES ${rows.join(',')}`)
}
const refresh = () => jobs.refreshJobs(db.database, scan, pipeline)
const counts = async () => (await jobs.countJobs(db.database, [scan])).get('lab.Scan')!

test('refreshing adds a job for each key without row and job, once', async () => {
  await addAnimals(5)
  await db.database.execute(`INSERT INTO ${database}._scan VALUES (0, 100)`)
  expect(await refresh()).toEqual({ added: 4, removed: 0 })
  expect(await refresh()).toEqual({ added: 0, removed: 0 })
  expect(await counts()).toEqual({ ...jobs.noJobs, pending: 4 })
})

test('refreshing can be restricted, with a priority of its own', async () => {
  await addAnimals(5)
  await jobs.refreshJobs(db.database, scan, pipeline, { condition: compare('animal', '<', 2), priority: 1 })
  await refresh()
  const first = await jobs.nextJobs(db.database, scan, pipeline, { limit: 2 })
  expect(first.map(({ animal }) => animal).sort()).toEqual([0, 1])
})

test('jobs whose parents were deleted are removed, but not those to be ignored', async () => {
  await addAnimals(3)
  await refresh()
  const identity = { host: 'rig1', pid: 42, version: 'LabBook 1' }
  await db.database.session((session) => jobs.ignoreJob(session, scan, { animal: 1 }, identity))
  await db.database.execute(`DELETE FROM ${database}.animal WHERE animal < 2`)
  expect(await refresh()).toEqual({ added: 0, removed: 1 })
  expect(await counts()).toMatchObject({ pending: 1, ignore: 1 })
})

test('a job that waits although its row is there is removed', async () => {
  await addAnimals(2)
  await refresh()
  await db.database.execute(`INSERT INTO ${database}._scan VALUES (0, 100)`)
  expect(await refresh()).toEqual({ added: 0, removed: 1 })
  expect(await counts()).toMatchObject({ pending: 1 })
})
