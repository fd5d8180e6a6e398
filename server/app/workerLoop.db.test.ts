import { expect, test, vi } from 'vitest'
import { LabBookError } from '#core/errors.ts'
import { listJobs } from './listJobs.ts'
import { listWorkers } from './listWorkers.ts'
import { queueTable } from './queueTable.ts'
import { previewReload, reloadKey } from './reloadKey.ts'
import { retryAllJobs, retryJob } from './retryJob.ts'
import { fileInvalid } from './testing/toyElement.ts'
import { source, useToyPipeline } from './testing/useToyPipeline.ts'
import { createWakeup } from './wakeup.ts'
import { workerLoop } from './workerLoop.ts'

const toy = useToyPipeline()
const actor = { user: 'tester' }
const jobs = () => listJobs(toy.app(), {}, actor)

/** A compute that says when it began and waits until it is let go. */
const gate = () => {
  let open = () => {}
  let begun = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  const began = new Promise<void>((resolve) => {
    begun = resolve
  })
  const compute = async ({ amount }: { amount: number }) => {
    begun()
    await opened
    return amount * 2
  }
  return { open, began, compute }
}

test('a chain of tables is filled to its end, and no jobs are left', async () => {
  await toy.enterSources(3)
  await workerLoop(toy.app(), { once: true })
  expect((await toy.rows('toy.Summed')).map((row) => row.total)).toEqual([4, 8, 12])
  expect(await jobs()).toEqual([])
})

test('two workers never make a key twice', async () => {
  await toy.enterSources(20)
  const made: number[] = []
  const compute = ({ amount }: { amount: number }) => {
    made.push(amount)
    return amount
  }
  const work = () => workerLoop(toy.app({ compute }), { once: true, concurrency: 2, tables: ['toy.Doubled'] })
  await Promise.all([work(), work()])
  expect(made.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  expect(await toy.rows('toy.Doubled')).toHaveLength(20)
})

test('a key that fails is an error with its stack, and blocks no other', async () => {
  await toy.enterSources(3)
  const compute = ({ amount }: { amount: number }) => {
    if (amount === 2) throw fileInvalid()
    return amount
  }
  await workerLoop(toy.app({ compute }), { once: true })
  expect(await toy.rows('toy.Summed')).toHaveLength(2)
  expect(await jobs()).toMatchObject([
    { table: 'toy.Doubled', key: source(2), status: 'error', errorMessage: 'FILE_INVALID: a.bin: size: is odd' },
  ])
  expect((await jobs())[0]!.errorStack).toContain('workerLoop.db.test')
})

test('a failed job stays failed until it is retried, and is then made', async () => {
  await toy.enterSources(1)
  await workerLoop(toy.app({ compute: () => Promise.reject(new Error('no')) }), { once: true })
  await workerLoop(toy.app(), { once: true })
  expect(await jobs()).toMatchObject([{ status: 'error', errorMessage: 'Error: no' }])
  expect(await retryJob(toy.app(), { table: 'toy.Doubled', key: source(1) }, actor)).toMatchObject({ pending: 1 })
  await workerLoop(toy.app(), { once: true })
  expect(await toy.rows('toy.Summed')).toHaveLength(1)
})

test('all failed jobs of a table are retried together', async () => {
  await toy.enterSources(3)
  await workerLoop(toy.app({ compute: () => Promise.reject(new Error('no')) }), { once: true })
  expect(await retryAllJobs(toy.app(), { table: 'toy.Doubled' }, actor)).toEqual({
    table: 'toy.Doubled',
    queued: 3,
    pending: 3,
  })
})

test('a worker that is stopped releases what it was computing', async () => {
  await toy.enterSources(1)
  const { began, open, compute } = gate()
  const stop = new AbortController()
  const loop = workerLoop(toy.app({ compute }), { signal: stop.signal })
  await began
  expect(await jobs()).toMatchObject([{ status: 'reserved', pid: process.pid }])
  stop.abort(new Error('stopped'))
  open()
  await loop
  expect(await toy.rows('toy.Doubled')).toEqual([])
  expect(await jobs()).toMatchObject([{ status: 'pending', host: '', pid: 0 }])
})

test('a worker that is stopped between two keys gives back the one that it reserved ahead', async () => {
  await toy.enterSources(3)
  const stop = new AbortController()
  const reservedAhead: unknown[] = []
  const app = toy.app()
  const reserveNext: typeof app.jobs.reserveNext = async (...asked) => {
    const key = await app.jobs.reserveNext(...asked)
    reservedAhead.push(key)
    stop.abort(new Error('stopped'))
    return key
  }
  const stopping = toy.app({}, { jobs: { ...app.jobs, reserveNext } })
  await workerLoop(stopping, { signal: stop.signal, tables: ['toy.Doubled'] })
  expect(reservedAhead).toEqual([source(2)])
  expect(await toy.rows('toy.Doubled')).toHaveLength(1)
  expect((await jobs()).map(({ status, pid }) => [status, pid])).toEqual([
    ['pending', 0],
    ['pending', 0],
  ])
})

test('a key whose commit fails is made once, and the key that was reserved with it too', async () => {
  await toy.enterSources(3)
  const app = toy.app()
  let conflicts = 0
  const reserveNext: typeof app.jobs.reserveNext = async (...asked) => {
    const key = await app.jobs.reserveNext(...asked)
    if (key && conflicts++ === 0) throw new LabBookError('DATABASE_CONFLICT', { problem: 'deadlock' })
    return key
  }
  const made: number[] = []
  const compute = ({ amount }: { amount: number }) => {
    made.push(amount)
    return amount
  }
  await workerLoop(toy.app({ compute }, { jobs: { ...app.jobs, reserveNext } }), {
    once: true,
    tables: ['toy.Doubled'],
  })
  expect(conflicts).toBeGreaterThan(0)
  expect(made.sort()).toEqual([1, 2, 3])
  expect(await toy.rows('toy.Doubled')).toHaveLength(3)
  expect(await jobs()).toEqual([])
})

test('a job whose connection was killed is released and made once', async () => {
  await toy.enterSources(1)
  const { began, open, compute } = gate()
  const stop = new AbortController()
  const lamed = workerLoop(toy.app({ compute }), { signal: stop.signal })
  await began
  const [reserved] = await toy.db.database.query(
    `SELECT connection_id AS id FROM ${toy.db.prefix}toy.\`~~doubled\` WHERE status = 'reserved'`,
  )
  await toy.kill(Number(reserved!.id))
  await workerLoop(toy.app(), { once: true })
  open()
  stop.abort(new Error('stopped'))
  await lamed
  expect(await toy.rows('toy.Doubled')).toEqual([{ ...source(1), doubled: 2 }])
  expect(await jobs()).toEqual([])
})

test('a sleeping worker is woken by what is queued', async () => {
  await toy.enterSources(0)
  const bell = createWakeup()
  let asleep = () => {}
  const sleeping = new Promise<void>((resolve) => {
    asleep = resolve
  })
  /** Sleeps until it is woken, however often a worker would look by itself. */
  const wait = (_: number, signal?: AbortSignal) => {
    asleep()
    return bell.wait(60_000, signal)
  }
  const stop = new AbortController()
  const app = toy.app({}, { wakeWorkers: bell.wake })
  let loop = Promise.resolve()
  const ended = new Promise<void>((resolve) => {
    const onEvent = (event: { kind: string }) => event.kind === 'ended' && resolve()
    loop = workerLoop(app, { wakeup: { ...bell, wait }, signal: stop.signal, onEvent, tables: ['toy.Doubled'] })
  })
  await sleeping
  await toy.insert('toy.Source', [{ ...source(1), amount: 5 }])
  expect(await queueTable(app, { table: 'toy.Doubled' }, actor)).toMatchObject({ queued: 1, pending: 1 })
  await ended
  stop.abort()
  await loop
  expect(await toy.rows('toy.Doubled')).toHaveLength(1)
})

test('what a make warns of is told with its job, after the job too', async () => {
  await toy.enterSources(1)
  const compute = ({ amount }: { amount: number }, { warn }: { warn(message: string): void }) => {
    warn('the file is short')
    return amount
  }
  await workerLoop(toy.app({ compute }), { once: true })
  expect(await jobs()).toMatchObject([
    { table: 'toy.Doubled', key: source(1), status: 'success', warnings: ['the file is short'] },
  ])
})

test('how far a running make is can be seen from anywhere', async () => {
  await toy.enterSources(1)
  const { open, compute } = gate()
  const telling = (source: { amount: number }, { progress }: { progress(fraction: number, message: string): void }) => {
    progress(0.25, 'a quarter')
    return compute(source)
  }
  const loop = workerLoop(toy.app({ compute: telling }), { once: true })
  await vi.waitFor(
    async () =>
      expect(await jobs()).toMatchObject([{ status: 'reserved', progress: { fraction: 0.25, message: 'a quarter' } }]),
    { timeout: 5000 },
  )
  open()
  await loop
  expect(await toy.rows('app.JobProgress')).toEqual([])
})

test('a worker that works is listed with what it works on', async () => {
  await toy.enterSources(1)
  const { began, open, compute } = gate()
  const loop = workerLoop(toy.app({ compute }), { once: true, tables: ['toy.Doubled'] })
  await began
  const workers = await listWorkers(toy.app(), {}, actor)
  expect(workers.find((worker) => worker.working.length > 0)).toMatchObject({
    pid: process.pid,
    alive: true,
    working: [{ table: 'toy.Doubled', key: source(1) }],
  })
  open()
  await loop
})

test('a key is made again after what was made of it is deleted, as the preview showed', async () => {
  await toy.enterSources(1)
  await workerLoop(toy.app(), { once: true })
  const asked = { table: 'toy.Doubled', key: source(1) }
  const preview = await previewReload(toy.app(), asked, actor)
  expect(preview.counts.map(({ table, rows }) => [table, rows])).toEqual([
    ['toy.Doubled', 1],
    ['toy.Doubled.Sample', 1],
    ['toy.Summed', 1],
  ])
  await reloadKey(toy.app(), { ...asked, token: preview.token }, actor)
  await workerLoop(toy.app({ compute: ({ amount }) => amount * 10 }), { once: true })
  expect(await toy.rows('toy.Summed')).toMatchObject([{ total: 20 }])
})

test('a queue that cannot be refreshed does not keep the worker busy, nor stop the others', async () => {
  await toy.enterSources(1)
  const refreshed: string[] = []
  const app = toy.app()
  const failing = toy.app(
    {},
    {
      jobs: {
        ...app.jobs,
        refreshJobs: (database, table, ...rest) => {
          refreshed.push(table.name)
          if (table.name === 'toy.Summed') throw new Error('no such column')
          return app.jobs.refreshJobs(database, table, ...rest)
        },
      },
    },
  )
  await workerLoop(failing, { once: true })
  expect(await toy.rows('toy.Doubled')).toHaveLength(1)
  expect(refreshed.filter((name) => name === 'toy.Summed')).toHaveLength(1)
})
