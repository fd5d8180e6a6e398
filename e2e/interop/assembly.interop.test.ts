import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AppContext } from '#app/context.ts'
import { createSession } from '#app/createSession.ts'
import { insertRow } from '#app/insertRow.ts'
import { registerIngest } from '#app/registerIngest.ts'
import { sessionBoard } from '#app/sessionBoard.ts'
import type { RowInput } from '#app/views.ts'
import type { DatabaseAddress } from '#db/address.ts'
import { writeJourneyFolder } from '#elements/ephys/demo/writeJourneyFolder.ts'
import type { AssemblyConfig } from '#server/config.ts'
import { openLab } from '#server/testing/openLab.ts'
import { showTables } from '#server/testing/showTables.ts'
import { usePythonDatabase } from './usePythonDatabase.ts'

const python = process.env.LABBOOK_TEST_PYTHON
const script = resolve(import.meta.dirname, 'assembly/judge.py')
const actor = { user: 'tester' }
const startedAt = '2025-06-17T11:30:00'

type Read = Record<string, { primaryKey: string[]; rows: Record<string, unknown>[] }>

/** datajoint-python reads the sessions and folders that LabBook enters, whatever they are keyed by and whoever made the tables. */
describe.skipIf(!python)('sessions that LabBook entered', () => {
  const db = usePythonDatabase()
  const root = mkdtempSync(join(tmpdir(), 'labbook-assembly-'))
  beforeAll(() => writeJourneyFolder(join(root, 'day1'), { rawSpikes: 1 }), 60_000)
  afterAll(() => rmSync(root, { recursive: true }))

  const judge = (command: string, input: unknown = null) => db.judge(python!, script, command, input)
  const open = (prefix: string, assembly: Partial<AssemblyConfig>): Promise<AppContext> =>
    openLab(address(), {
      home: db.home,
      prefix,
      dataRoots: [root],
      assembly: { elements: ['probe', 'ephys'], links: {}, session: 'datetime', ...assembly },
    })
  const address = (): DatabaseAddress => {
    const { DJ_HOST: host, DJ_PORT: port, DJ_USER: user, DJ_PASS: password } = db.environment
    return { host, port: Number(port), user, password }
  }

  test.each([
    { session: 'datetime' as const, key: { session_datetime: startedAt }, details: { session_id: null } },
    { session: 'id' as const, key: { session_id: 1 }, details: { session_datetime: startedAt } },
  ])('by $session are read with their folders and notes', async ({ session, key: own, details }) => {
    const prefix = `py${session}_`
    const app = await open(prefix, { session })
    const subject = { subject: 'otter', sex: 'U', subject_birth_date: '2025-01-02' }
    await insertRow(app, { table: 'subject.Subject', row: subject }, actor)
    const request = { root, directory: 'day1', session: { subject: 'otter', startedAt }, note: 'calm' }
    await registerIngest(app, request, actor)
    const tables = ['Session', 'SessionDirectory', 'SessionNote'].map((name) => `${prefix}session.${name}`)
    const key = { subject: 'otter', ...own }
    const primaryKey = Object.keys(key)
    expect(await judge('read', tables)).toEqual({
      [tables[0]!]: { primaryKey, rows: [{ ...key, ...details }] },
      [tables[1]!]: { primaryKey, rows: [{ ...key, session_dir: 'day1' }] },
      [tables[2]!]: { primaryKey, rows: [{ ...key, session_note: 'calm' }] },
    })
  })

  test('in its own tables are read and populated by it, and the tables stay as it declared them', async () => {
    const declared = (await judge('declare')) as Record<string, string>
    const links = { Session: 'py_arena.Run', Subject: 'py_colony.Animal', SessionDirectory: 'py_arena.RunFolder' }
    const app = await open('pyown_', { links })
    const day = (number: number): RowInput => ({ animal: '7', day: number, run: '1', maze: 'left' })
    await createSession(app, { session: day(1), note: 'calm' }, actor)
    await registerIngest(app, { root, directory: 'day1', session: { row: day(2) } }, actor)

    const read = (await judge('read', ['py_arena.Run', 'py_arena.RunFolder', 'pyown_session.SessionNote'])) as Read
    const key = (number: number) => ({ animal: 7, day: number, run: 1 })
    expect(read['py_arena.Run']).toEqual({
      primaryKey: ['animal', 'day', 'run'],
      rows: [
        { ...key(1), maze: 'left' },
        { ...key(2), maze: 'left' },
      ],
    })
    expect(read['py_arena.RunFolder']?.rows).toEqual([{ ...key(2), folder: 'day1' }])
    expect(read['pyown_session.SessionNote']?.rows).toEqual([{ ...key(1), session_note: 'calm' }])

    const rates = async () => (await sessionBoard(app, {}, actor)).rows.map(({ cells }) => cells['py_arena.LickRate'])
    expect(await rates()).toMatchObject([{ state: 'pending' }, { state: 'pending' }])
    expect(await judge('populate')).toEqual([
      { ...key(1), rate: 0.5 },
      { ...key(2), rate: 1 },
    ])
    expect(await rates()).toMatchObject([{ state: 'done' }, { state: 'done' }])
    const shown = await showTables(db.database, 'py_colony', 'py_arena')
    for (const [table, text] of Object.entries(declared))
      expect(Object.entries(shown).find(([name]) => name.endsWith(`.${table}`))?.[1], table).toBe(text)
  })
})
