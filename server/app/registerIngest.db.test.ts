import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AppContext } from './context.ts'
import { cancelIngest, followIngest, readIngestProgress } from './ingestRuns.ts'
import { proposeIngest } from './proposeIngest.ts'
import { registerIngest } from './registerIngest.ts'
import { type ToyBehaviour, toyFinding } from './testing/toyElement.ts'
import { source, toySession, useToyPipeline } from './testing/useToyPipeline.ts'
import type { IngestRequest } from './views.ts'

const toy = useToyPipeline()
const actor = { user: 'tester' }
const directory = 'raw/m1_2024'

let root: string
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'labbook-ingest-'))
  mkdirSync(join(root, directory), { recursive: true })
  await toy.insert('subject.Subject', [{ subject: 'M1', sex: 'U', subject_birth_date: '2024-01-01' }])
  await toy.insert('lab.User', [{ user: 'ada' }])
})
afterEach(() => rmSync(root, { recursive: true }))

const app = (behaviour: ToyBehaviour = {}, changes: Partial<AppContext> = {}): AppContext => {
  const context = toy.app({ findings: [toyFinding], ...behaviour }, changes)
  return { ...context, config: { ...context.config, dataRoots: [root] } }
}
const request = (changes: Partial<IngestRequest> = {}): IngestRequest => ({
  root,
  directory,
  session: { subject: 'M1', startedAt: '2024-01-02T03:04:05' },
  experimenter: 'ada',
  note: 'calm',
  ...changes,
})
const count = async (schemaAndTable: string): Promise<number> => {
  const [row] = await toy.db.database.query(`SELECT COUNT(*) AS count FROM ${toy.db.prefix}${schemaAndTable}`)
  return Number(row!.count)
}
const written = async () => ({
  sessions: await count('session.session'),
  directories: await count('session.session_directory'),
  experimenters: await count('session.session_experimenter'),
  notes: await count('session.session_note'),
  sources: await count('toy.source'),
  doubled: await count('toy._doubled'),
  summed: await count('toy.__summed'),
  audit: await count('app.audit'),
})
const nothing = {
  sessions: 0,
  directories: 0,
  experimenters: 0,
  notes: 0,
  sources: 0,
  doubled: 0,
  summed: 0,
  audit: 0,
}

test('a folder becomes a session with its directory, experimenter, note, and what the elements make of it', async () => {
  const result = await registerIngest(app(), request(), actor)
  expect(result).toEqual({
    session: toySession,
    inserted: [
      { table: 'session.Session', rows: 1 },
      { table: 'session.SessionDirectory', rows: 1 },
      { table: 'session.SessionExperimenter', rows: 1 },
      { table: 'session.SessionNote', rows: 1 },
      { table: 'toy.Source', rows: 1 },
      { table: 'toy.Doubled', rows: 1 },
      { table: 'toy.Summed', rows: 1 },
    ],
    warnings: ['The number is rounded.'],
  })
  expect(await toy.rows('session.SessionDirectory')).toEqual([{ ...toySession, session_dir: directory }])
  expect(await toy.rows('toy.Summed')).toEqual([{ ...source(1), total: 12 }])
})

test('every insert is in the audit trail, as one batch', async () => {
  await registerIngest(app(), request(), actor)
  const rows = await toy.db.database.query(
    `SELECT table_name, changed_by, batch FROM ${toy.db.prefix}app.audit ORDER BY audit_id`,
  )
  expect(rows.map((row) => row.table_name)).toEqual([
    'session.Session',
    'session.SessionDirectory',
    'session.SessionExperimenter',
    'session.SessionNote',
    'toy.Source',
  ])
  expect(new Set(rows.map((row) => row.batch)).size).toBe(1)
  expect(rows.every((row) => row.changed_by === 'tester')).toBe(true)
})

test('registering a folder again changes nothing', async () => {
  await registerIngest(app(), request(), actor)
  const before = await written()
  expect(await registerIngest(app(), request(), actor)).toMatchObject({ session: toySession, inserted: [] })
  expect(await registerIngest(app(), request({ session: { key: toySession } }), actor)).toMatchObject({ inserted: [] })
  expect(await written()).toEqual(before)
})

test('a dry run tells what would be inserted and inserts nothing', async () => {
  const dry = await registerIngest(app(), request({ dryRun: true }), actor)
  expect(await written()).toEqual(nothing)
  expect(await registerIngest(app(), request(), actor)).toEqual(dry)
})

describe('a failure leaves nothing, when it happens', () => {
  const failing = (statement: RegExp): AppContext => {
    const context = app()
    return {
      ...context,
      database: {
        ...context.database,
        transaction: (work) =>
          context.database.transaction((transaction) =>
            work({
              ...transaction,
              execute: (text, params) =>
                statement.test(text) ? Promise.reject(new Error('injected')) : transaction.execute(text, params),
            }),
          ),
      },
    }
  }

  test.each([
    ['at the session', /INSERT INTO `\w+`\.`session`/],
    ['at its directory', /`session_directory`/],
    ['at its experimenter', /`session_experimenter`/],
    ['at its note', /`session_note`/],
    ['at a row of the plan', /INSERT INTO `\w+`\.`source`/],
    ['at the master of a make', /INSERT INTO `\w+`\.`_doubled`/],
    ['at the part of a make', /`_doubled__sample`/],
    ['at the last make', /`__summed`/],
    ['at the audit trail', /`audit`/],
  ])('%s', async (_, statement) => {
    await expect(registerIngest(failing(statement), request(), actor)).rejects.toThrow('injected')
    expect(await written()).toEqual(nothing)
  })

  test('in a plan that refers to what is not there', async () => {
    const plan = () => [{ do: 'make' as const, table: 'toy.Doubled', key: { ...toySession, source: 9 } }]
    await expect(registerIngest(app({ plan }), request(), actor)).rejects.toMatchObject({ code: 'NO_SUCH_ROW' })
    expect(await written()).toEqual(nothing)
  })
})

describe('what is refused', () => {
  test('a start at which the subject has another session', async () => {
    await toy.insert('session.Session', [toySession])
    await toy.insert('session.SessionDirectory', [{ ...toySession, session_dir: 'raw/other' }])
    await expect(registerIngest(app(), request(), actor)).rejects.toMatchObject({
      code: 'INGEST_CONFLICT',
      message: 'Subject M1 already has a session at 2024-01-02 03:04:05.',
    })
  })

  test('a folder that belongs to another session', async () => {
    await registerIngest(app(), request(), actor)
    const session = { subject: 'M1', startedAt: '2024-02-02T03:04:05' }
    await expect(registerIngest(app(), request({ session }), actor)).rejects.toMatchObject({ code: 'INGEST_CONFLICT' })
    expect(await count('session.session')).toBe(1)
  })

  test('a session that is not there', async () => {
    const session = { key: { ...toySession, subject: 'M9' } }
    await expect(registerIngest(app(), request({ session }), actor)).rejects.toMatchObject({ code: 'NO_SUCH_ROW' })
  })

  test('a subject that is not there, by name', async () => {
    const session = { subject: 'M9', startedAt: '2024-01-02T03:04:05' }
    await expect(registerIngest(app(), request({ session }), actor)).rejects.toMatchObject({
      code: 'MISSING_PARENT',
      data: { key: 'subject = M9' },
    })
  })

  test('a folder with nothing in it', async () => {
    await expect(registerIngest(app({ findings: [] }), request(), actor)).rejects.toMatchObject({
      code: 'NOTHING_FOUND',
    })
  })

  test('a finding that the folder does not have', async () => {
    await expect(registerIngest(app(), request({ accept: ['toy:b'] }), actor)).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
  })

  test('a finding with an error', async () => {
    const broken = { ...toyFinding, problems: [{ level: 'error' as const, message: 'is truncated' }] }
    await expect(registerIngest(app({ findings: [broken] }), request(), actor)).rejects.toMatchObject({
      code: 'FILE_INVALID',
    })
    expect(await written()).toEqual(nothing)
  })

  test('a folder outside the data roots, however it is written', async () => {
    writeFileSync(join(root, 'file.bin'), '')
    symlinkSync(tmpdir(), join(root, 'link'))
    for (const outside of ['../elsewhere', '/etc', 'raw/../../..', 'link'])
      await expect(registerIngest(app(), request({ directory: outside }), actor)).rejects.toMatchObject({
        code: 'OUTSIDE_ROOTS',
      })
    await expect(registerIngest(app(), request({ root: '/etc' }), actor)).rejects.toMatchObject({
      code: 'OUTSIDE_ROOTS',
    })
    await expect(registerIngest(app(), request({ directory: 'file.bin' }), actor)).rejects.toThrow('is a file')
  })
})

describe('a proposal', () => {
  test('names the subject of the path and the start of the files', async () => {
    expect(await proposeIngest(app(), { root, directory: `./${directory}/` }, actor)).toMatchObject({
      root,
      directory,
      findings: [{ id: 'toy:a' }],
      session: { key: null, exists: false, subject: 'M1', startedAt: '2024-01-02T03:04:05' },
    })
  })

  test('is the session that has the folder already', async () => {
    await registerIngest(app(), request(), actor)
    expect(await proposeIngest(app(), { root, directory }, actor)).toMatchObject({
      session: { key: toySession, exists: true, subject: 'M1', startedAt: '2024-01-02T03:04:05' },
    })
  })

  test('outlives a reader that throws', async () => {
    const context = app()
    const throwing = {
      name: 'broken',
      detect: () => Promise.reject(new Error('unexpected end')),
      plan: async () => [],
    }
    const elements = [...context.elements, { name: 'broken', schemas: [], ingest: [throwing] }]
    expect(await proposeIngest({ ...context, elements }, { root, directory }, actor)).toMatchObject({
      findings: [{ id: 'toy:a' }],
      problems: [{ level: 'error', message: 'broken: unexpected end' }],
    })
  })
})

describe('an ingest that somebody follows', () => {
  const id = 'the-ingest'
  const started = (context: AppContext) => {
    const result = followIngest(context, id, (watch) => registerIngest(context, request(), actor, watch))
    return { result, outcome: result.catch((error: unknown) => error) }
  }
  /** A thread that tells how far it is and then goes on only when it is let go; an abort ends it. */
  const waiting = () => {
    let go = () => {}
    const gate = new Promise<number>((resolve) => {
      go = () => resolve(6)
    })
    const run: AppContext['compute']['run'] = (_table, _data, { signal, progress }) => {
      progress(0.5, 'half of it')
      const ended = new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
      return Promise.race([gate, ended])
    }
    return { context: app({}, { compute: { run, close: async () => {} } }), go: () => go() }
  }
  const half = { table: 'toy.Doubled', done: 1, of: 3, fraction: 0.5, message: 'half of it' }

  test('tells which step it is at, and what its make says', async () => {
    const { context, go } = waiting()
    const { result } = started(context)
    await expect.poll(() => readIngestProgress(context, id)).toEqual(half)
    go()
    expect((await result).inserted).toContainEqual({ table: 'toy.Doubled', rows: 1 })
    expect(readIngestProgress(context, id)).toBeNull()
  })

  test('leaves nothing when it is cancelled in the midst of a make, and can be done again', async () => {
    const { context } = waiting()
    const { outcome } = started(context)
    await expect.poll(() => readIngestProgress(context, id)).toEqual(half)
    expect(cancelIngest(context, id)).toBe(true)
    expect(await outcome).toMatchObject({ code: 'INGEST_CANCELLED' })
    expect(await written()).toEqual(nothing)
    expect(cancelIngest(context, id)).toBe(false)
    await registerIngest(app(), request(), actor)
    expect(await written()).toMatchObject({ sessions: 1, doubled: 1, summed: 1 })
  })

  test('leaves nothing when it is cancelled while a make writes', async () => {
    const context: AppContext = app({ beforeInsert: async () => cancelIngest(context, id) })
    expect(await started(context).outcome).toMatchObject({ code: 'INGEST_CANCELLED' })
    expect(await written()).toEqual(nothing)
  })
})
