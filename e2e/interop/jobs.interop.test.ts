import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Job } from '#app/views.ts'
import { parseRow } from '#core/definition/rowValues.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import type { Key } from '#core/pipeline/table.ts'
import { compileInserts } from '#core/sql/compileWrites.ts'
import { declareTables } from '#db/declareTables.ts'
import * as jobs from '#db/jobs/jobs.ts'
import { until } from '../fixtures/until.ts'
import { usePythonDatabase } from './usePythonDatabase.ts'

const generations = [
  { generation: '2.x', python: process.env.LABBOOK_TEST_PYTHON, schema: 'judged_2' },
  { generation: '0.14', python: process.env.LABBOOK_TEST_PYTHON_014, schema: 'judged_014' },
]
const root = resolve(import.meta.dirname, '../..')
const keyCount = 400
/** Long enough for four workers to share the work, and for a kill to meet a make. */
const seconds = 0.01
const keys = Array.from({ length: keyCount }, (_, number) => [`é${number % 7} x`, number] as const)

/** Python's workers and ours on the jobs of one table. */
describe.each(generations)('jobs shared with datajoint-python $generation', ({ generation, python, schema }) => {
  const db = usePythonDatabase()
  const started: ChildProcess[] = []
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL')
  })

  const start = (program: 'python' | 'labbook', command: string, more: object = {}): Worker => {
    const worker = startWorker(program, python!, command, { schema, seconds, keys, ...more }, db.environment)
    started.push(worker.child)
    return worker
  }
  const ask = (program: 'python' | 'labbook', command: string, more: object = {}) =>
    start(program, command, more).answer() as Promise<never>
  const select = (sql: string) => db.database.query(sql)

  beforeAll(async () => {
    if (!python) return
    expect(await ask('python', 'declare')).toMatch(generation === '2.x' ? /^2\./ : /^0\.14/)
    await ask('labbook', 'declare')
  })

  test.skipIf(!python)(
    '2 + 2 workers make each of 400 keys once, with all parts, though one of each is killed',
    async () => {
      const workers = (['python', 'python', 'labbook', 'labbook'] as const).map((program) => start(program, 'work'))
      const [python1, , labbook1] = workers as [Worker, Worker, Worker, Worker]
      for (const worker of workers) await worker.line('ready')
      for (const worker of workers) worker.say('go')
      await until(
        'a hundred runs began',
        async () => Number((await select(`SELECT COUNT(*) AS n FROM ${schema}.run`))[0]!.n) > 100,
      )
      const killed = [python1, labbook1].map(({ child }) => child.pid!)
      for (const { child } of [python1, labbook1]) child.kill('SIGKILL')
      for (const worker of workers) if (!killed.includes(worker.child.pid!)) await worker.answer()

      // What a worker of Python leaves is released by a person; ours were released by the worker of ours that lived on.
      const released = (await ask('labbook', 'release')) as { pid: number; doubt: string }[]
      expect(released.length).toBeLessThanOrEqual(1)
      for (const { pid, doubt } of released) {
        expect(pid).toBe(python1.child.pid)
        expect(doubt).toBe('Its connection to the database is gone.')
      }
      const last = start('python', 'work')
      await last.line('ready')
      last.say('go')
      await last.answer()

      const parts = await select(
        `SELECT m.number, m.doubled, COUNT(i.item) AS items, SUM(i.value) AS sum
       FROM ${schema}.__made AS m LEFT JOIN ${schema}.__made__item AS i USING (name, number) GROUP BY m.name, m.number, m.doubled`,
      )
      expect(parts).toHaveLength(keyCount)
      for (const { number, doubled, items, sum } of parts)
        expect([doubled, items, Number(sum)]).toEqual([2 * Number(number), 3, 3 * Number(number) + 3])
      expect(await ask('labbook', 'reserved')).toEqual([])

      const runs = await select(`SELECT name, number, worker FROM ${schema}.run ORDER BY run`)
      const workersSeen = new Set(runs.map(({ worker }) => worker))
      expect(workersSeen.size).toBeGreaterThanOrEqual(4)
      const byKey = groupBy(runs, ({ name, number }) => `${name} ${number}`)
      const repeated = [...byKey.values()].filter((same) => same.length > 1)
      for (const same of repeated) {
        const pids = same.map(({ worker }) => Number(String(worker).split(' ')[1]))
        expect(
          pids.slice(0, -1).every((pid) => killed.includes(pid)),
          JSON.stringify(same),
        ).toBe(true)
      }
      expect(repeated.length).toBeLessThanOrEqual(2)
      expect(byKey.size).toBe(keyCount)
    },
  )

  test.skipIf(!python)('an error of ours is read by Python, and one of Python by us, stack and all', async () => {
    expect(await ask('python', 'fail', { number: 3 })).toBe(1)
    expect(await ask('labbook', 'fail', { number: 4 })).toMatchObject({ failed: 1 })
    const byPython = (await ask('python', 'errors')) as PythonError[]
    const byUs = (await ask('labbook', 'errors')) as Job[]

    const stack = /^TypeError: the header of é4 x ends early, é\n +at .*jobsWorker/
    for (const job of [byPython, byUs].map((read) => (read as { key: Key }[]).find(({ key }) => key.number === 4)!))
      expect(job).toMatchObject({ key: { name: 'é4 x', number: 4 }, host: expect.any(String), pid: expect.any(Number) })
    expect(byPython.find(({ key }) => key.number === 4)).toMatchObject({
      message: 'TypeError: the header of é4 x ends early, é',
      stack: expect.stringMatching(stack),
    })

    const theirs = byPython.find(({ key }) => key.number === 3)!
    const { message, stack: theirStack, user, host, pid } = theirs
    expect(message).toBe('ValueError: the header of é3 x ends early, é')
    expect(byUs.find(({ key }) => key.number === 3)).toEqual({
      ...{ table: `${schema}.Failing`, key: theirs.key, status: 'error', user, host, pid },
      ...{ errorMessage: message, errorStack: theirStack },
      reservedTime: generation === '2.x' ? expect.any(String) : null,
      completedTime: expect.any(String),
    })
  })
})

/** The types that may be in a key: hash and packed bytes must be those of Python, or the two would not see each other. */
describe.skipIf(!process.env.LABBOOK_TEST_PYTHON_014)('reservations of keys of every type', () => {
  const db = usePythonDatabase()
  const tables = [
    {
      name: 'Parent',
      definition: `whole : int
        big : bigint
        flag : bool
        single : float
        real : double
        exact : decimal(12,8)
        day : date
        second : datetime
        fraction : datetime(6)
        id : uuid
        word : varchar(40)
        choice : enum('a b', 'ç')
        ---`,
    },
    { name: 'Target', tier: 'computed' as const, definition: '-> Parent\n---\nvalue : int' },
  ]
  const common = { flag: 1, day: '2024-01-02', second: '2024-01-02 03:04:05', choice: 'ç' }
  const typed = [
    { whole: 0, big: 0, single: 0, real: 0, exact: '0', fraction: '2024-01-02 03:04:05', word: 'a' },
    {
      whole: -5,
      big: '9223372036854775807',
      single: 1.1,
      real: 0.1,
      exact: '1.5',
      fraction: '2024-01-02 03:04:05.25',
      word: 'naïve 神経',
    },
    {
      whole: 7,
      big: 12,
      single: 65.51445,
      real: 1e-7,
      exact: '0.00000012',
      fraction: '1999-12-31 23:59:59.000001',
      word: "it's",
    },
    {
      whole: 8,
      big: 13,
      single: 3e10,
      real: 1.5e300,
      exact: '-2.50000000',
      fraction: '2024-01-02 00:00:00',
      word: ' b ',
    },
  ]

  test('of ours are byte for byte those of datajoint-python 0.14', async () => {
    const pipeline = compilePipeline([{ name: 'typed_keys', tables }], { prefix: '', blobStyle: 'bare' })
    await declareTables(db.database, pipeline)
    const [parent, target] = [pipeline.table('typed_keys.Parent'), pipeline.table('typed_keys.Target')]
    const rows = typed.map((row, index) =>
      parseRow(parent, { ...common, ...row, id: `00000000-0000-0000-0000-00000000000${index}` }),
    )
    for (const { text, params } of compileInserts(parent, rows)) await db.database.execute(text, params)
    const stored = () =>
      db.database.query('SELECT table_name, key_hash, HEX(`key`) AS packed FROM typed_keys.`~jobs` ORDER BY key_hash')

    const asked = { schema: 'typed_judge', target: 'typed_keys', table: 'Target', parent: 'Parent', seconds: 0 }
    const worker = startWorker('python', process.env.LABBOOK_TEST_PYTHON_014!, 'reserve', asked, db.environment)
    expect(await worker.answer()).toBe(typed.length)
    const theirs = await stored()
    expect(await jobs.nextJobs(db.database, target, pipeline)).toEqual([])
    expect(await jobs.listJobs(db.database, target, pipeline)).toHaveLength(typed.length)

    await db.database.execute('DELETE FROM typed_keys.`~jobs`')
    const identity = { host: 'rig', pid: 1, version: 'LabBook' }
    await db.database.session(async (session) => {
      for (const key of await jobs.nextJobs(session, target, pipeline))
        await jobs.reserveKey(session, target, key, identity)
    })
    expect(await stored()).toEqual(theirs)
  })
})

type PythonError = {
  readonly key: Key
  readonly message: string
  readonly stack: string
  readonly user: string
  readonly host: string
  readonly pid: number
}

type Worker = {
  readonly child: ChildProcess
  say(line: string): void
  /** Resolves when it prints this line. */
  line(text: string): Promise<void>
  /** The JSON that it prints at last. */
  answer(): Promise<unknown>
}

const startWorker = (
  program: 'python' | 'labbook',
  python: string,
  command: string,
  input: object,
  environment: Readonly<Record<string, string>>,
): Worker => {
  const { DJ_HOST: host, DJ_PORT: port, DJ_USER: user, DJ_PASS: password } = environment
  const url = `mysql://${user}:${password}@${host}:${port}/`
  const script = resolve(import.meta.dirname, 'jobs', program === 'python' ? 'jobs_judge.py' : 'jobsWorker.ts')
  const [file, args] = program === 'python' ? [python, [script]] : [process.execPath, ['--import', 'tsx', script]]
  const env = { ...process.env, ...environment, DATABASE_URL: url }
  const child = spawn(file, [...args, command], { cwd: root, env })
  const lines: string[] = []
  let errors = ''
  child.stderr.on('data', (chunk) => (errors += chunk))
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  const ended = new Promise<void>((done) => child.once('close', () => done()))
  const say = (line: string) => void child.stdin.write(`${line}\n`)
  say(JSON.stringify(input))
  return {
    child,
    say,
    async line(text) {
      await until(`${program} ${command} says ${text}`, async () => {
        if (child.exitCode !== null) throw new Error(`${program} ${command} ended: ${errors.slice(-3000)}`)
        return lines.includes(text)
      })
    },
    async answer() {
      await ended
      if (child.exitCode !== 0) throw new Error(`${program} ${command}: ${errors.slice(-3000)}`)
      return JSON.parse(lines.at(-1)!)
    },
  }
}

const groupBy = <T>(items: readonly T[], name: (item: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(name(item), [...(groups.get(name(item)) ?? []), item])
  return groups
}
