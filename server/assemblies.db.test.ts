import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AppContext } from '#app/context.ts'
import { createSession } from '#app/createSession.ts'
import { fetchRows } from '#app/fetchRows.ts'
import { insertRow } from '#app/insertRow.ts'
import { listAudit } from '#app/listAudit.ts'
import { listPeople } from '#app/listPeople.ts'
import { nextSessionNumber } from '#app/nextSessionNumber.ts'
import { proposeIngest } from '#app/proposeIngest.ts'
import { registerIngest } from '#app/registerIngest.ts'
import { sessionBoard } from '#app/sessionBoard.ts'
import { sessionPage } from '#app/sessionPage.ts'
import type { RowInput } from '#app/views.ts'
import type { Key } from '#core/pipeline/table.ts'
import { useTestDatabase } from '#db/testing/testDatabase.ts'
import { writeJourneyFolder } from '#elements/ephys/demo/writeJourneyFolder.ts'
import type { AssemblyConfig } from './config.ts'
import { runTables, visitTables } from './testing/labTables.ts'
import { openLab } from './testing/openLab.ts'
import { showTables } from './testing/showTables.ts'

const db = useTestDatabase()
const actor = { user: 'tester' }
const root = mkdtempSync(join(tmpdir(), 'labbook-assemblies-'))
afterAll(() => rmSync(root, { recursive: true }))
const startedAt = '2025-06-17T11:30:00'

beforeAll(async () => {
  for (const folder of ['otter/day1', '12/day1']) await writeJourneyFolder(join(root, folder), { rawSpikes: 1 })
}, 60_000)

const open = (prefix: string, assembly: Partial<AssemblyConfig>): Promise<AppContext> =>
  openLab(db.address, {
    home: db.home,
    prefix,
    dataRoots: [root],
    assembly: { elements: ['probe', 'ephys'], links: {}, session: 'datetime', ...assembly },
  })

const rowsOf = async (app: AppContext, table: string) => (await fetchRows(app, { table })).rows
const counted = (app: AppContext, row: RowInput) => nextSessionNumber(app, app.database, row)

describe.each([
  {
    session: 'datetime' as const,
    number: null,
    registered: { subject: 'otter', session_datetime: startedAt } as Key,
    entered: { subject: 'otter', session_datetime: '2025-06-18T09:00:00' } as Key,
  },
  {
    session: 'id' as const,
    number: 1,
    registered: { subject: 'otter', session_id: 1 } as Key,
    entered: { subject: 'otter', session_id: 2 } as Key,
  },
])('sessions by $session', ({ session, number, registered, entered }) => {
  let app: AppContext
  beforeAll(async () => {
    app = await open(`by${session}_`, { session })
    const add = (table: string, row: RowInput) => insertRow(app, { table, row }, actor)
    await add('subject.Subject', { subject: 'otter', sex: 'U', subject_birth_date: '2025-01-02' })
    await add('lab.User', { user: 'ann' })
  })

  test('a folder becomes a session of the subject in its path, at the start of its files', async () => {
    expect(await counted(app, { subject: 'otter' })).toBe(number)
    const proposal = await proposeIngest(app, { root, directory: 'otter/day1' }, actor)
    const row: RowInput = { subject: 'otter', session_datetime: startedAt, ...(number && { session_id: number }) }
    expect(proposal.session).toMatchObject({ key: null, exists: false, subject: 'otter', startedAt, row })
    const request = { root, directory: 'otter/day1', session: { row }, experimenter: 'ann', note: 'calm' }
    const result = await registerIngest(app, request, actor)
    expect(result.session).toEqual(registered)
    expect(result.inserted).toContainEqual({ table: 'ephys.EphysRecording', rows: 1 })
    expect(await rowsOf(app, 'session.SessionDirectory')).toEqual([{ ...registered, session_dir: 'otter/day1' }])
    expect(await registerIngest(app, { ...request, session: { subject: 'otter', startedAt } }, actor)).toMatchObject({
      session: registered,
      inserted: [],
    })
    expect((await proposeIngest(app, { root, directory: 'otter/day1' }, actor)).session).toMatchObject({
      key: registered,
      registered: true,
      subject: 'otter',
      startedAt,
    })
  })

  test('one entered by hand waits for its folder, which then finds it by its start', async () => {
    const row = { ...entered, session_datetime: '2025-06-18 09:00:00' } as RowInput
    expect(await counted(app, { subject: 'otter' })).toBe(number && 2)
    const { key } = await createSession(app, { session: row, experimenters: ['ann'], note: 'tired' }, actor)
    expect(key).toEqual(entered)
    await writeJourneyFolder(join(root, 'otter/day2'), { startedAt: '2025-06-18T09:00:00', rawSpikes: 1 })
    expect((await proposeIngest(app, { root, directory: 'otter/day2' }, actor)).session).toMatchObject({
      key: entered,
      exists: true,
      registered: false,
    })
  })

  test('the board sorts by the start and finds by experimenter, the page shows all', async () => {
    const { rows } = await sessionBoard(app, { experimenter: 'ann', subject: 'otter' }, actor)
    expect(rows).toMatchObject([
      { session: entered, startedAt: '2025-06-18T09:00:00', note: 'tired', directory: null },
      { session: registered, startedAt, experimenters: ['ann'], directory: 'otter/day1' },
    ])
    expect(rows[1]?.cells['ephys.EphysRecording']).toMatchObject({ state: 'done' })
    expect(await sessionPage(app, { key: registered }, actor)).toMatchObject({
      session: registered,
      subject: { subject: 'otter' },
      directory: 'otter/day1',
      note: 'calm',
    })
  })
})

describe("a lab's own runs, by animal, day of training and number, without any moment", () => {
  const links = {
    Session: 'arena.Run',
    Subject: 'colony.Animal',
    Experimenter: 'colony.Person',
    SessionDirectory: 'arena.RunFolder',
  }
  let before: Record<string, string>
  let app: AppContext
  beforeAll(async () => {
    for (const statement of runTables) await db.database.execute(statement)
    before = await showTables(db.database, 'colony', 'arena')
    app = await open('own_', { links })
  })

  test('are listed from the last day to the first, each with what their Python has made of it', async () => {
    const { rows, stages } = await sessionBoard(app, {}, actor)
    expect(rows.map(({ session, startedAt: start }) => [Object.values(session), start])).toEqual([
      [[12, 3, 1], null],
      [[7, 1, 2], null],
      [[7, 1, 1], null],
    ])
    expect(stages).toEqual([{ table: 'arena.LickRate', title: 'Lick rate', madeElsewhere: true }])
    expect(rows.map(({ cells }) => cells['arena.LickRate'])).toMatchObject([
      { state: 'pending', done: 0, total: 1 },
      { state: 'pending', done: 0, total: 1 },
      { state: 'done', done: 1, total: 1 },
    ])
    const bo = await sessionBoard(app, { experimenter: 'bo', subject: '7' }, actor)
    expect(bo.rows).toMatchObject([{ session: { animal: 7, day: 1, run: 1 }, experimenters: ['bo'] }])
  })

  test('are entered with the next number of the day, and a note beside them', async () => {
    expect(await counted(app, { animal: 7, day: '1' })).toBe(3)
    expect(await counted(app, { animal: 7, day: '2' })).toBe(1)
    expect(await counted(app, { animal: 7 })).toBeNull()
    expect(await listPeople(app)).toEqual([
      { user: 'ann', fullName: 'Ann Ott', email: '' },
      { user: 'bo', fullName: '', email: '' },
    ])
    const session = { animal: '7', day: '2', run: '1', maze: 'left', person: 'ann' }
    const { key } = await createSession(app, { session, experimenters: ['ann'], note: 'calm' }, actor)
    expect(key).toEqual({ animal: 7, day: 2, run: 1 })
    expect(await sessionPage(app, { key }, actor)).toMatchObject({
      session: { maze: 'left' },
      subject: { animal: 7, born: '2024-01-01' },
      experimenters: ['ann'],
      note: 'calm',
      directory: null,
    })
  })

  test('say what a folder still needs to become one', async () => {
    const { session, findings } = await proposeIngest(app, { root, directory: '12/day1' }, actor)
    expect(session).toMatchObject({ key: null, exists: false, subject: '12', row: { animal: '12' } })
    expect(findings[0]?.problems.at(-1)?.message).toContain("read by the lab's own programs")
    const register = (row: RowInput) => registerIngest(app, { root, directory: '12/day1', session: { row } }, actor)
    await expect(register({ animal: '12', day: '4', run: '1' })).rejects.toMatchObject({
      code: 'INVALID_ROW',
      data: { issues: [{ attribute: 'maze' }] },
    })
    await expect(register({ animal: '12', day: '3', run: '1', maze: 'left' })).rejects.toMatchObject({
      code: 'INGEST_CONFLICT',
      message: 'There is already a session 12, 3, 1.',
      data: { attribute: 'run' },
    })
  })

  test('take a folder in the table that the lab has for it, twice without a change', async () => {
    const row = { animal: '12', day: '4', run: '1', maze: 'left', person: 'ann' }
    const request = { root, directory: '12/day1', session: { row }, experimenter: 'ann' }
    const key = { animal: 12, day: 4, run: 1 }
    expect(await registerIngest(app, request, actor)).toMatchObject({
      session: key,
      inserted: [
        { table: 'arena.Run', rows: 1 },
        { table: 'arena.RunFolder', rows: 1 },
      ],
    })
    expect(await registerIngest(app, request, actor)).toMatchObject({ session: key, inserted: [] })
    expect(await rowsOf(app, 'arena.RunFolder')).toEqual([{ ...key, folder: '12/day1' }])
    const again = await proposeIngest(app, { root, directory: '12/day1' }, actor)
    expect(again.session).toMatchObject({ key, registered: true })
    expect((await sessionBoard(app, { search: '12/day1' }, actor)).rows).toMatchObject([{ directory: '12/day1' }])
  })

  test('were not altered', async () => expect(await showTables(db.database, 'colony', 'arena')).toEqual(before))
})

describe('visits that the database numbers, with their folder in themselves and no subject', () => {
  const links = { Session: 'notebook.Visit', SessionDirectory: 'notebook.Visit' }
  let before: Record<string, string>
  let app: AppContext
  beforeAll(async () => {
    for (const statement of visitTables) await db.database.execute(statement)
    before = await showTables(db.database, 'notebook')
    app = await open('visits_', { links })
  })
  const register = (session: Parameters<typeof registerIngest>[1]['session']) =>
    registerIngest(app, { root, directory: 'otter/day1', session }, actor)

  test('are sorted by their start, and say their folder on board and page', async () => {
    const { rows } = await sessionBoard(app, {}, actor)
    expect(rows.map(({ session, directory }) => [session.visit, directory])).toEqual([
      [1, ''],
      [2, 'old'],
    ])
    expect(await sessionPage(app, { key: { visit: 2 } }, actor)).toMatchObject({ directory: 'old', subject: {} })
  })

  test('take a folder as a new one, never as the second folder of one that has one', async () => {
    const { session } = await proposeIngest(app, { root, directory: 'otter/day1' }, actor)
    expect(session).toMatchObject({ key: null, subject: null, row: { began: startedAt } })
    await expect(register({ key: { visit: 2 } })).rejects.toMatchObject({ code: 'INGEST_CONFLICT' })
    expect(await register({ row: session.row })).toMatchObject({
      session: { visit: 3 },
      inserted: [{ table: 'notebook.Visit', rows: 1 }],
    })
    expect(await rowsOf(app, 'notebook.Visit')).toContainEqual({ visit: 3, began: startedAt, path: 'otter/day1' })
    expect((await proposeIngest(app, { root, directory: 'otter/day1' }, actor)).session).toMatchObject({
      key: { visit: 3 },
      registered: true,
    })
  })

  test('that wait for their folder get it by an update, told in the audit trail', async () => {
    await registerIngest(app, { root, directory: '12/day1', session: { key: { visit: 1 } } }, actor)
    expect(await rowsOf(app, 'notebook.Visit')).toContainEqual(expect.objectContaining({ visit: 1, path: '12/day1' }))
    expect(await listAudit(app, { table: 'notebook.Visit' })).toMatchObject([
      { action: 'update', key: { visit: 1 }, after: { path: '12/day1' } },
      { action: 'insert', key: { visit: 3 } },
    ])
  })

  test('were not altered', async () => {
    const withoutCounter = (tables: Record<string, string>) =>
      Object.values(tables).map((text) => text.replace(/ AUTO_INCREMENT=\d+/, ''))
    expect(withoutCounter(await showTables(db.database, 'notebook'))).toEqual(withoutCounter(before))
  })
})
