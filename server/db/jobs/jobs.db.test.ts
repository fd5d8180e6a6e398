import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { compare } from '#core/algebra/condition.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import { declareTables } from '../declareTables.ts'
import { openDatabase } from '../openDatabase.ts'
import type { Session } from '../port.ts'
import { useTestDatabase } from '../testing/testDatabase.ts'
import * as jobs from './jobs.ts'

const db = useTestDatabase()
const identity = { host: 'rig1', pid: 42, version: 'LabBook 1' }

/** What both generations promise, each on a schema of its own. */
describe.each([
  ['the queue of a table, as in 2.x', 'codec', 'lab', '~~scan'],
  ['the reservations of a schema, as in 0.14', 'bare', 'old', '~jobs'],
] as const)('%s', (_name, blobStyle, schema, jobTable) => {
  let pipeline: Pipeline
  let scan: Table
  let database: string

  beforeAll(async () => {
    const tables = [
      { name: 'Animal', definition: 'animal : int\n---' },
      { name: 'Scan', tier: 'imported' as const, definition: '-> Animal\n---\nframes : int' },
    ]
    pipeline = compilePipeline([{ name: schema, tables }], { prefix: db.prefix, blobStyle })
    await declareTables(db.database, pipeline)
    scan = pipeline.table(`${schema}.Scan`)
    database = `\`${db.prefix}${schema}\``
  })

  beforeEach(async () => {
    for (const table of [`\`${jobTable}\``, '`_scan`', '`animal`'])
      await db.database.execute(`DELETE FROM ${database}.${table}`)
  })

  const addAnimals = async (count: number) => {
    const rows = Array.from({ length: count }, (_, animal) => `(${animal})`)
    await db.database.execute(`INSERT INTO ${database}.animal VALUES ${rows.join(',')}`)
    await refresh()
  }
  const addScan = (animal: number) => db.database.execute(`INSERT INTO ${database}._scan VALUES (?, 100)`, [animal])
  const refresh = () => jobs.refreshJobs(db.database, scan, pipeline)
  const inSession = <T>(work: (session: Session) => Promise<T>) => db.database.session(work)
  const next = () => jobs.nextJobs(db.database, scan, pipeline)
  const list = (filter: jobs.JobFilter = {}) => jobs.listJobs(db.database, scan, pipeline, filter)
  const reserveNext = (session: Session) => jobs.reserveJob(session, scan, pipeline, [], identity)
  const states = async () => (await list()).map(({ key, status }) => `${key.animal} ${status}`)
  const fail = (animal: number, error: unknown) =>
    inSession(async (session) => {
      await jobs.reserveKey(session, scan, { animal }, identity)
      await jobs.failJob(session, scan, { animal }, error)
    })

  test('offers the keys that have neither a row nor a job', async () => {
    await addAnimals(4)
    await addScan(0)
    await fail(1, 'broken')
    expect(await next()).toEqual([{ animal: 2 }, { animal: 3 }])
    const condition = compare('animal', '>', 2)
    expect(await jobs.nextJobs(db.database, scan, pipeline, { condition, limit: 5 })).toEqual([{ animal: 3 }])
  })

  test('a key whose row came from elsewhere cannot be reserved any more', async () => {
    await addAnimals(1)
    await addScan(0)
    expect(await inSession((session) => jobs.reserveKey(session, scan, { animal: 0 }, identity))).toBe(false)
    await refresh()
    expect(await states()).toEqual([])
  })

  test('a reserved job carries the identity of its worker and cannot be reserved again', async () => {
    await addAnimals(1)
    await inSession(async (session) => {
      expect(await reserveNext(session)).toEqual({ animal: 0 })
      expect(await jobs.reserveKey(session, scan, { animal: 0 }, identity)).toBe(false)
      expect(await reserveNext(session)).toBeNull()
      const { connectionId, user } = session
      const { host, pid } = identity
      expect(await list()).toMatchObject([{ key: { animal: 0 }, status: 'reserved', host, pid, connectionId, user }])
      await jobs.completeJob(session, scan, { animal: 0 })
    })
    await addScan(0)
    expect(await list()).toEqual([])
  })

  test('four workers at once never share a key and leave none', async () => {
    const keys = 200
    await addAnimals(keys)
    const { database: pool, close } = await openDatabase(db.address, { prefix: db.prefix, poolSize: 4 })
    const makeRow = (session: Session, key: Key) =>
      session.transaction(async (tx) => {
        await tx.execute(`INSERT INTO ${database}._scan VALUES (?, ?)`, [key.animal!, session.connectionId])
        await jobs.completeJob(tx, scan, key)
      })
    const work = (done: number[]) =>
      pool.session(async (session) => {
        const candidates: Key[] = []
        const take = () => jobs.reserveJob(session, scan, pipeline, candidates)
        for (let key = await take(); key; key = await take()) {
          done.push(Number(key.animal))
          await makeRow(session, key)
        }
        return done
      })
    const refreshing = Promise.all([refresh(), refresh()])
    const done = await Promise.all([1, 2, 3, 4].map(() => work([])))
    await refreshing
    await close()
    expect(done.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: keys }, (_, animal) => animal))
    expect(done.filter(({ length }) => length > 0).length).toBeGreaterThan(1)
    await refresh()
    expect(await list()).toEqual([])
  })

  test('the next job is reserved in the transaction that completes one, or not at all', async () => {
    await addAnimals(4)
    await inSession(async (session) => {
      const candidates = await next()
      const [done] = candidates.splice(0, 1) as [Key]
      await jobs.reserveKey(session, scan, done, identity)
      const completeAndReserve = async () => {
        await session.execute(`INSERT INTO ${database}._scan VALUES (?, 1)`, [done.animal!])
        await jobs.completeJob(session, scan, done)
        return jobs.reserveNext(session, scan, done, candidates, identity)
      }
      const undone = session.transaction(async () => {
        await completeAndReserve()
        throw new Error('undo')
      })
      await expect(undone).rejects.toThrow('undo')
      expect((await states()).sort()).toEqual(['0 reserved', '1 pending', '2 pending', '3 pending'])
      const key = await session.transaction(completeAndReserve)
      expect(await list({ statuses: ['reserved'] })).toMatchObject(
        key ? [{ key, connectionId: session.connectionId, host: identity.host, pid: identity.pid }] : [],
      )
      expect(key).toEqual(jobTable === '~jobs' ? null : { animal: 2 })
    })
  })

  test('a job before the one at hand is not reserved with it', async () => {
    await addAnimals(2)
    const candidates = [{ animal: 0 }]
    const reserved = await inSession((session) =>
      session.transaction(() => jobs.reserveNext(session, scan, { animal: 1 }, candidates)),
    )
    expect(reserved).toBeNull()
    expect(candidates).toEqual([{ animal: 0 }])
    expect((await states()).sort()).toEqual(['0 pending', '1 pending'])
  })

  test('workers that reserve ahead never share a key, nor deadlock with each other or with statements over all jobs', async () => {
    const keys = 150
    await addAnimals(keys)
    const { database: pool, close } = await openDatabase(db.address, { prefix: db.prefix, poolSize: 5 })
    const work = (step: number, done: number[] = []) =>
      pool.session(async (session) => {
        // Each in an order of its own, which leaps forwards and backwards.
        const candidates: Key[] = Array.from({ length: keys }, (_, index) => ({ animal: (index * step) % keys }))
        const take = () => jobs.reserveJob(session, scan, pipeline, candidates)
        for (let key = await take(); key; ) {
          const made: Key = key
          done.push(Number(made.animal))
          const ahead = await session.transaction(async (tx) => {
            await tx.execute(`INSERT INTO ${database}._scan VALUES (?, ?)`, [made.animal!, session.connectionId])
            await jobs.completeJob(tx, scan, made)
            return jobs.reserveNext(session, scan, made, candidates)
          })
          key = ahead ?? (await take())
        }
        return done
      })
    // 0.14 has no refresh, and no statement over all jobs.
    let working = jobTable !== '~jobs'
    /** As Python's refresh removes stale jobs: one statement that locks every job on its way. */
    const removeLikePython = async () => {
      while (working)
        await db.database.execute(
          `DELETE FROM ${database}.\`${jobTable}\` WHERE created_time < CURRENT_TIMESTAMP - INTERVAL 1 HOUR`,
        )
    }
    const removing = removeLikePython()
    const done = await Promise.all([1, 7, 77, 149].map((step) => work(step))).finally(() => {
      working = false
    })
    await removing
    await close()
    expect(done.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: keys }, (_, animal) => animal))
    await refresh()
    expect(await list()).toEqual([])
  })

  test('a failed job keeps its message, stack and hint until it is retried', async () => {
    await addAnimals(1)
    const cause = new Error('the header ends early 神経')
    await fail(0, new TypeError('no frames', { cause }))
    const [job] = await list({ statuses: ['error'], withStack: true })
    expect(job).toMatchObject({ status: 'error', errorMessage: 'TypeError: no frames' })
    expect(job?.errorStack).toMatch(/no frames[\s\S]*Caused by: .*the header ends early 神経/)
    await refresh()
    expect(await next()).toEqual([])
    await jobs.retryJob(db.database, scan, { animal: 0 })
    expect(await next()).toEqual([{ animal: 0 }])
    await expect(jobs.retryJob(db.database, scan, { animal: 0 })).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' })
  })

  test('a long message is cut to what the column holds, and says so', async () => {
    await addAnimals(1)
    await fail(0, new Error('🧠'.repeat(3000)))
    const [job] = await list()
    expect([...job!.errorMessage]).toHaveLength(2047)
    expect(job?.errorMessage).toMatch(/🧠\.\.\.truncated$/u)
  })

  test('all failed jobs of a table are retried at once', async () => {
    await addAnimals(3)
    for (const animal of [0, 1]) await fail(animal, 'broken')
    expect(await jobs.retryFailedJobs(db.database, scan)).toBe(2)
    expect((await states()).sort()).toEqual(['0 pending', '1 pending', '2 pending'])
  })

  test('a worker whose job was taken from it neither fails nor releases it', async () => {
    await addAnimals(1)
    await inSession(async (first) => {
      await reserveNext(first)
      await inSession(async (second) => {
        expect(await jobs.releaseJob(second, scan, { animal: 0 })).toBe(false)
        await jobs.failJob(second, scan, { animal: 0 }, 'not mine')
      })
      expect(await states()).toEqual(['0 reserved'])
      expect(await jobs.releaseJob(first, scan, { animal: 0 })).toBe(true)
    })
    expect(await states()).toEqual(['0 pending'])
  })

  test('a key to be ignored is offered to nobody until it is retried', async () => {
    await addAnimals(2)
    await inSession((session) => jobs.ignoreJob(session, scan, { animal: 0 }, identity))
    expect(await next()).toEqual([{ animal: 1 }])
    await refresh()
    expect((await states()).sort()).toEqual(['0 ignore', '1 pending'])
    await jobs.retryJob(db.database, scan, { animal: 0 })
    expect(await next()).toHaveLength(2)
  })

  test('reservations of our workers whose connection is gone are released, those of living ones stay', async () => {
    await addAnimals(3)
    const dead = await openDatabase(db.address, { prefix: db.prefix, poolSize: 1 })
    const deadKey = await dead.database.session(reserveNext)
    await dead.close()
    const workers = [{ host: identity.host, pid: identity.pid, silence: 1 }]
    await inSession(async (living) => {
      await reserveNext(living)
      expect(await jobs.releaseOrphans(db.database, scan, workers)).toBe(1)
    })
    expect(await next()).toContainEqual(deadKey)
    expect((await list({ statuses: ['reserved'] })).length).toBe(1)
  })

  test('a reservation of Python is doubted once its connection is gone, and released by a person, or after an hour', async () => {
    await addAnimals(2)
    const python = { host: 'lab-pc', pid: 7, version: '' }
    const gone = await openDatabase(db.address, { prefix: db.prefix, poolSize: 1 })
    await gone.database.session(async (session) => {
      for (const animal of [0, 1]) await jobs.reserveKey(session, scan, { animal }, python)
    })
    await gone.close()
    expect(await jobs.releaseOrphans(db.database, scan)).toBe(0)
    const [{ connectionId }] = (await list({ statuses: ['reserved'] })) as [jobs.JobRow]
    expect(await jobs.reservationDoubts(db.database, scan, [])).toEqual(
      new Map([[connectionId, 'Its connection to the database is gone.']]),
    )
    expect(await jobs.freeDoubtful(db.database, scan, [], { key: { animal: 1 }, connectionId })).toBe(true)
    expect(await states()).toEqual(['0 reserved', '1 pending'])
    const time = jobTable === '~jobs' ? 'timestamp' : 'reserved_time'
    await db.database.execute(
      `UPDATE ${database}.\`${jobTable}\` SET ${time} = CURRENT_TIMESTAMP - INTERVAL 2 HOUR WHERE status = 'reserved'`,
    )
    expect(await jobs.releaseOrphans(db.database, scan)).toBe(1)
  })

  test('jobs are listed by page, errors first, and by parts of their key', async () => {
    await addAnimals(5)
    await fail(3, 'broken')
    expect(await list({ limit: 2 })).toMatchObject([{ key: { animal: 3 }, status: 'error' }, { status: 'pending' }])
    expect(await list({ limit: 10, offset: 2 })).toHaveLength(3)
    expect(await list({ key: { animal: 4 } })).toMatchObject([{ key: { animal: 4 } }])
    expect(await list({ key: { animal: 4 }, statuses: ['error'] })).toEqual([])
  })

  test('jobs are counted by status', async () => {
    await addAnimals(3)
    await fail(0, 'broken')
    const counts = (await jobs.countJobs(db.database, [scan])).get(scan.name)
    expect(counts).toEqual({ ...jobs.noJobs, error: 1, pending: jobTable === '~jobs' ? null : 2 })
  })

  test('what jobs are kept in is created by the first refresh', async () => {
    await db.database.execute(`DROP TABLE ${database}.\`${jobTable}\``)
    expect((await jobs.countJobs(db.database, [scan])).get(scan.name)).toMatchObject({ reserved: 0, error: 0 })
    await addAnimals(1)
    expect(await next()).toEqual([{ animal: 0 }])
  })
})
