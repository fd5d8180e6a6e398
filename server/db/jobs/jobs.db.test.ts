import { beforeAll, beforeEach, expect, test } from 'vitest'
import { compare } from '#core/algebra/condition.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { declareTables } from '../declareTables.ts'
import { openDatabase } from '../openDatabase.ts'
import type { Session } from '../port.ts'
import { useTestDatabase } from '../testing/testDatabase.ts'
import * as jobs from './jobs.ts'

const db = useTestDatabase()
let pipeline: Pipeline
let scan: Table
let database: string

const identity = { host: 'rig1', pid: 42, version: 'LabBook 1' }

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
const inSession = <T>(work: (session: Session) => Promise<T>) => db.database.session(work)

test('refreshing adds a job for each key without row and job, once', async () => {
  await addAnimals(5)
  await db.database.execute(`INSERT INTO ${database}._scan VALUES (0, 100)`)
  expect(await refresh()).toEqual({ added: 4, removed: 0 })
  expect(await refresh()).toEqual({ added: 0, removed: 0 })
  expect(await counts()).toEqual({ pending: 4, reserved: 0, success: 0, error: 0, ignore: 0 })
})

test('refreshing can be restricted, with a priority of its own', async () => {
  await addAnimals(5)
  await jobs.refreshJobs(db.database, scan, pipeline, { condition: compare('animal', '<', 2), priority: 1 })
  await refresh()
  expect((await jobs.nextJobs(db.database, scan, 2)).map(({ animal }) => animal).sort()).toEqual([0, 1])
})

test('jobs whose parents were deleted are removed, but not those to be ignored', async () => {
  await addAnimals(3)
  await refresh()
  await jobs.ignoreJob(db.database, scan, { animal: 1 })
  await db.database.execute(`DELETE FROM ${database}.animal WHERE animal < 2`)
  expect(await refresh()).toEqual({ added: 0, removed: 1 })
  expect(await counts()).toMatchObject({ pending: 1, ignore: 1 })
})

test('a missing job table is created by the first refresh, as Python declares it', async () => {
  await db.database.execute(`DROP TABLE ${database}.\`~~scan\``)
  expect(await jobs.countJobs(db.database, [scan])).toEqual(new Map([['lab.Scan', jobs.noJobs]]))
  await addAnimals(1)
  expect(await refresh()).toMatchObject({ added: 1 })
})

test('a reserved job carries the identity of its worker and cannot be reserved again', async () => {
  await addAnimals(1)
  await refresh()
  await inSession(async (session) => {
    expect(await jobs.reserveJob(session, scan, identity)).toEqual({ animal: 0 })
    expect(await jobs.reserveJob(session, scan, identity)).toBeNull()
    const [job] = await jobs.listJobs(session, scan)
    const { connectionId, user } = session
    expect(job).toMatchObject({ key: { animal: 0 }, status: 'reserved', ...identity, connectionId, user })
    await jobs.completeJob(session, scan, { animal: 0 })
  })
  expect(await counts()).toEqual(jobs.noJobs)
})

test('four workers at once never share a key and leave none', async () => {
  const keys = 200
  await addAnimals(keys)
  await refresh()
  const { database: pool, close } = await openDatabase(db.address, { prefix: db.prefix, poolSize: 4 })
  const work = (done: number[]) =>
    pool.session(async (session) => {
      for (let key = await jobs.reserveJob(session, scan); key; key = await jobs.reserveJob(session, scan)) {
        done.push(Number(key.animal))
        await session.transaction((tx) =>
          tx.execute(`INSERT INTO ${database}._scan VALUES (?, ?)`, [key!.animal!, session.connectionId]),
        )
        await jobs.completeJob(session, scan, key)
      }
      return done
    })
  const refreshing = Promise.all([refresh(), refresh()])
  const done = await Promise.all([1, 2, 3, 4].map(() => work([])))
  await refreshing
  await close()
  expect(done.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: keys }, (_, animal) => animal))
  expect(done.filter(({ length }) => length > 0).length).toBeGreaterThan(1)
  expect(await counts()).toEqual(jobs.noJobs)
})

test('a failed job keeps its message and stack until it is retried', async () => {
  await addAnimals(1)
  await refresh()
  const cause = new Error('the header ends early 神経')
  await jobs.failJob(db.database, scan, { animal: 0 }, new TypeError('no frames', { cause }))
  const [job] = await jobs.listJobs(db.database, scan, { statuses: ['error'], withStack: true })
  expect(job).toMatchObject({ status: 'error', errorMessage: 'TypeError: no frames' })
  expect(job?.errorStack).toMatch(/no frames[\s\S]*Caused by: .*the header ends early 神経/)
  expect(await refresh()).toMatchObject({ added: 0 })
  await jobs.retryJob(db.database, scan, { animal: 0 })
  expect(await jobs.nextJobs(db.database, scan, 5)).toEqual([{ animal: 0 }])
  await expect(jobs.retryJob(db.database, scan, { animal: 0 })).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' })
})

test('a long message is cut to what the column holds, and says so', async () => {
  await addAnimals(1)
  await refresh()
  await jobs.failJob(db.database, scan, { animal: 0 }, new Error('🧠'.repeat(3000)))
  const [job] = await jobs.listJobs(db.database, scan)
  expect([...job!.errorMessage]).toHaveLength(2047)
  expect(job?.errorMessage).toMatch(/🧠\.\.\.truncated$/u)
})

test('all failed jobs of a table are retried at once', async () => {
  await addAnimals(3)
  await refresh()
  for (const animal of [0, 1]) await jobs.failJob(db.database, scan, { animal }, 'broken')
  expect(await jobs.retryFailedJobs(db.database, scan)).toBe(2)
  expect(await counts()).toMatchObject({ pending: 3, error: 0 })
})

test('a worker gives a job back only if it is its own', async () => {
  await addAnimals(1)
  await refresh()
  await inSession(async (first) => {
    await jobs.reserveJob(first, scan)
    await inSession(async (second) => expect(await jobs.releaseJob(second, scan, { animal: 0 })).toBe(false))
    expect(await jobs.releaseJob(first, scan, { animal: 0 })).toBe(true)
  })
  expect(await counts()).toMatchObject({ pending: 1, reserved: 0 })
})

test('reservations whose connection is gone are released, those of living workers stay', async () => {
  await addAnimals(3)
  await refresh()
  const dead = await openDatabase(db.address, { prefix: db.prefix, poolSize: 1 })
  await dead.database.session((session) => jobs.reserveJob(session, scan, identity))
  await dead.close()
  await inSession(async (living) => {
    await jobs.reserveJob(living, scan, identity)
    expect(await jobs.releaseOrphans(db.database, scan)).toBe(1)
  })
  expect(await counts()).toMatchObject({ pending: 2, reserved: 1 })
})

test('a reservation of a Python worker is left alone for an hour, since it may have reconnected', async () => {
  await addAnimals(2)
  await refresh()
  const table = `${database}.\`~~scan\``
  await db.database.execute(
    `UPDATE ${table} SET status = 'reserved', connection_id = 999990 + animal, version = '', reserved_time = CURRENT_TIMESTAMP(3) - INTERVAL animal * 2 HOUR`,
  )
  expect(await jobs.releaseOrphans(db.database, scan)).toBe(1)
  expect(await jobs.listJobs(db.database, scan, { statuses: ['reserved'] })).toMatchObject([{ key: { animal: 0 } }])
})

test('jobs are listed by page, errors first', async () => {
  await addAnimals(5)
  await refresh()
  await jobs.failJob(db.database, scan, { animal: 3 }, 'broken')
  const page = await jobs.listJobs(db.database, scan, { limit: 2 })
  expect(page).toMatchObject([{ key: { animal: 3 }, status: 'error' }, { status: 'pending' }])
  expect(await jobs.listJobs(db.database, scan, { limit: 10, offset: 2 })).toHaveLength(3)
  expect(await jobs.listJobs(db.database, scan, { key: { animal: 4 } })).toMatchObject([{ key: { animal: 4 } }])
})
