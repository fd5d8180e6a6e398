import { beforeEach, describe, expect, test } from 'vitest'
import type { Key } from '#core/pipeline/table.ts'
import type { AppContext } from './context.ts'
import { queueTable } from './queueTable.ts'
import { sessionBoard } from './sessionBoard.ts'
import { sessionPage } from './sessionPage.ts'
import { fileInvalid } from './testing/toyElement.ts'
import { useToyPipeline } from './testing/useToyPipeline.ts'
import type { Filter } from './views.ts'
import { workerLoop } from './workerLoop.ts'

const toy = useToyPipeline()
const actor = { user: 'tester' }

const session = (subject: string, day: string): Key => ({ subject, session_datetime: `2024-01-${day}T10:00:00` })
/** Nothing entered, nothing made, all made, one failed. */
const empty = session('M1', '01')
const waiting = session('M1', '02')
const done = session('M2', '03')
const failed = session('M2', '04')

beforeEach(async () => {
  const birth = { sex: 'U', subject_birth_date: '2023-01-01' }
  await toy.insert('subject.Subject', [
    { subject: 'M1', ...birth },
    { subject: 'M2', ...birth },
  ])
  await toy.insert('session.Session', [empty, waiting, done, failed])
  await toy.insert('lab.User', [{ user: 'ada' }])
  await toy.insert('session.SessionExperimenter', [{ ...done, user: 'ada' }])
  await toy.insert('session.SessionNote', [{ ...done, session_note: 'very calm' }])
  await toy.insert('session.SessionDirectory', [{ ...failed, session_dir: 'raw/x' }])
  await toy.insert('toy.Source', [
    { ...done, source: 1, amount: 1 },
    { ...failed, source: 1, amount: 1 },
    { ...failed, source: 2, amount: -1 },
  ])
  const compute = ({ amount }: { amount: number }) => {
    if (amount < 0) throw fileInvalid()
    return amount
  }
  await workerLoop(toy.app({ compute }), { once: true })
  await toy.insert('toy.Source', [{ ...waiting, source: 1, amount: 1 }])
})

const board = (request: Parameters<typeof sessionBoard>[1] = {}, app: AppContext = toy.app()) =>
  sessionBoard(app, request, actor)
const keys = async (request: Parameters<typeof sessionBoard>[1]) =>
  (await board(request)).rows.map((row) => row.session)

test('stages are what is entered and what is made from it, in the order of the pipeline', async () => {
  expect((await board()).stages).toEqual([
    { table: 'toy.Source', title: 'Source' },
    { table: 'toy.Doubled', title: 'Doubled' },
    { table: 'toy.Summed', title: 'Summed' },
  ])
})

test('sessions come newest first, each cell with its state and numbers', async () => {
  const { rows, total } = await board()
  expect(total).toBe(4)
  expect(rows.map((row) => row.session)).toEqual([failed, done, waiting, empty])
  expect(rows.map((row) => Object.values(row.cells).map(({ state }) => state))).toEqual([
    ['done', 'error', 'done'],
    ['done', 'done', 'done'],
    ['done', 'pending', 'waiting'],
    ['none', 'none', 'none'],
  ])
  expect(rows[0]!.cells['toy.Doubled']).toEqual({ state: 'error', done: 1, total: 2, errors: 1 })
})

test('a row tells experimenters, note and folder', async () => {
  const { rows } = await board()
  expect(rows[1]).toMatchObject({ experimenters: ['ada'], note: 'very calm', directory: null })
  expect(rows[0]).toMatchObject({ experimenters: [], note: '', directory: 'raw/x' })
})

test('pages do not overlap', async () => {
  const pages = [await keys({ limit: 3 }), await keys({ limit: 3, offset: 3 })]
  expect(pages).toEqual([[failed, done, waiting], [empty]])
})

describe('the board is narrowed by', () => {
  const filter = (attribute: string, op: Filter['op'], value: Filter['value']): Filter => ({ attribute, op, value })
  test.each<[string, Filter, Key[]]>([
    ['subject', filter('subject', '=', 'M1'), [waiting, empty]],
    ['first day', filter('session_datetime', '>=', '2024-01-03'), [failed, done]],
    ['last day', filter('session_datetime', '<=', '2024-01-02'), [waiting, empty]],
    ['one day', filter('session_datetime', '=', '2024-01-02'), [waiting]],
    ['moment', filter('session_datetime', '>', '2024-01-03T10:00:00'), [failed]],
    ['experimenter', filter('user', '=', 'ada'), [done]],
    ['note', filter('session_note', 'contains', 'calm'), [done]],
    ['the state of any stage', filter('state', '=', 'error'), [failed]],
    ['the state of one stage', filter('state:toy.Doubled', 'in', ['pending', 'done']), [done, waiting]],
    ['the absence of a state', filter('state', '!=', 'done'), [empty]],
  ])('%s', async (_, one, expected) => {
    expect(await keys({ filters: [one] })).toEqual(expected)
  })

  test('words, each of which is found somewhere', async () => {
    expect(await keys({ search: 'm2 calm' })).toEqual([done])
    expect(await keys({ search: 'raw/x' })).toEqual([failed])
    expect(await keys({ search: 'm1 calm' })).toEqual([])
  })

  test('nothing that the session does not have', async () => {
    await expect(keys({ filters: [filter('colour', '=', 'red')] })).rejects.toMatchObject({ code: 'UNKNOWN_ATTRIBUTE' })
  })
})

test('a state filter pages what it leaves', async () => {
  const filters: Filter[] = [{ attribute: 'state', op: '=', value: 'done' }]
  const { rows, total } = await board({ filters, limit: 1, offset: 1 })
  expect(total).toBe(3)
  expect(rows.map((row) => row.session)).toEqual([done])
})

test('the number of statements does not grow with the number of sessions', async () => {
  const app = toy.app()
  let statements = 0
  const counting = {
    ...app,
    database: {
      ...app.database,
      query: (...args: Parameters<typeof app.database.query>) => {
        statements += 1
        return app.database.query(...args)
      },
    },
  }
  await board({ limit: 1 }, counting)
  const forOne = statements
  statements = 0
  await board({ limit: 4 }, counting)
  expect(statements).toBe(forOne)
})

test('more sessions than anybody would spell out are counted alike', async () => {
  const days = Array.from({ length: 520 }, (_, index) => new Date(Date.UTC(2020, 0, index + 1)).toISOString())
  const many = days.map((day) => ({ subject: 'M1', session_datetime: day.slice(0, 19) }))
  await toy.insert('session.Session', many)
  await toy.insert('toy.Source', [{ ...many[0]!, source: 1, amount: 1 }])
  expect(await keys({ filters: [{ attribute: 'state', op: '=', value: 'pending' }] })).toEqual([waiting, many[0]])
})

test('queueing names what waits', async () => {
  expect(await queueTable(toy.app(), { table: 'toy.Doubled', key: waiting }, actor)).toEqual({
    table: 'toy.Doubled',
    queued: 1,
    pending: 1,
  })
})

test('the page of a session has its rows, its jobs, and what can be plotted', async () => {
  const page = await sessionPage(toy.app(), { key: failed }, actor)
  expect(page).toMatchObject({ session: failed, subject: { subject: 'M2' }, directory: 'raw/x', note: null })
  expect(page.tables.map(({ table, total }) => [table, total])).toEqual([
    ['toy.Source', 2],
    ['toy.Doubled', 1],
    ['toy.Summed', 1],
  ])
  expect(page.results).toEqual([
    { table: 'toy.Doubled.Sample', key: { ...failed, source: 1 }, title: 'Source 1', count: 1 },
  ])
  expect(page.jobs).toMatchObject([{ table: 'toy.Doubled', key: { ...failed, source: 2 }, status: 'error' }])
})

test('a session that is not there is an error', async () => {
  await expect(sessionPage(toy.app(), { key: session('M1', '09') }, actor)).rejects.toMatchObject({
    code: 'NO_SUCH_ROW',
  })
})
