import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decodeFrame } from '#core/frame/decodeFrame.ts'
import { writeJourneyFolder } from '#elements/ephys/demo/writeJourneyFolder.ts'
import type { AppContext } from './context.ts'
import { listJobs } from './listJobs.ts'
import { listPlots } from './listPlots.ts'
import { proposeIngest } from './proposeIngest.ts'
import { readRows } from './readRows.ts'
import { registerIngest } from './registerIngest.ts'
import { requestPlot } from './requestPlot.ts'
import { sessionBoard } from './sessionBoard.ts'
import { sessionPage } from './sessionPage.ts'
import { useTestContext } from './testing/testContext.ts'
import type { Board } from './views.ts'
import { workerLoop } from './workerLoop.ts'
import { insertRows } from './writeRows.ts'

const test_ = useTestContext()
const actor = { user: 'tester' }
const unitTable = 'ephys.CuratedClustering.Unit'

let root: string
let app: AppContext
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'labbook-hour-'))
  await writeJourneyFolder(join(root, 'M1', 'run'))
  app = { ...test_.context, config: { ...test_.context.config, dataRoots: [root] } }
  const subject = app.pipeline.table('subject.Subject')
  await insertRows(app, app.database, subject, [{ subject: 'M1', sex: 'U', subject_birth_date: '2024-01-01' }])
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const rows = (table: string, attributes?: string[]) =>
  readRows(app, app.database, app.pipeline.table(table), {}, attributes)

const ephysCells = ({ rows: [row] }: Board) =>
  Object.entries(row!.cells).filter(([table]) => table.startsWith('ephys.'))

test('a folder is proposed as a session of the subject in its path', async () => {
  const proposal = await proposeIngest(app, { root, directory: 'M1/run' }, actor)
  expect(proposal.problems).toEqual([])
  expect(proposal.findings.map(({ kind }) => kind)).toEqual(['recording', 'sorting'])
  expect(proposal.session).toMatchObject({ exists: false, subject: 'M1' })
})

test('registering it makes the recording and leaves the rest to the workers', async () => {
  const { session } = await proposeIngest(app, { root, directory: 'M1/run' }, actor)
  const chosen = { subject: session.subject!, startedAt: session.startedAt! }
  const result = await registerIngest(app, { root, directory: 'M1/run', session: chosen }, actor)
  expect(result.inserted.map(({ table }) => table)).toContain('ephys.EphysRecording')
  const board = await sessionBoard(app, {}, actor)
  expect(ephysCells(board).map(([table, { state }]) => [table, state])).toEqual([
    ['ephys.ProbeInsertion', 'done'],
    ['ephys.EphysRecording', 'done'],
    ['ephys.Clustering', 'pending'],
    ['ephys.CuratedClustering', 'waiting'],
    ['ephys.WaveformSet', 'waiting'],
  ])
})

test('a worker fills everything below', async () => {
  await workerLoop(app, { once: true })
  const failed = (await listJobs(app, {}, actor)).filter(({ status }) => status !== 'success')
  expect(failed).toEqual([])
  expect((await rows(unitTable)).length).toBeGreaterThan(3)
  expect((await rows('ephys.WaveformSet.PeakWaveform')).length).toBeGreaterThan(3)
  const board = await sessionBoard(app, {}, actor)
  expect(ephysCells(board).map(([, { state }]) => state)).toEqual(Array(5).fill('done'))
})

test('the session page names the clustering and what lies below the session', async () => {
  const { rows: sessions } = await sessionBoard(app, {}, actor)
  const page = await sessionPage(app, { key: sessions[0]!.session }, actor)
  expect(page).toMatchObject({ directory: 'M1/run', subject: { subject: 'M1' }, session: { subject: 'M1' } })
  expect(page.results).toHaveLength(1)
  expect(page.results[0]).toMatchObject({ count: (await rows(unitTable)).length })
  expect(page.tables.map(({ table }) => table)).toEqual(
    expect.arrayContaining(['ephys.ProbeInsertion', 'ephys.EphysRecording', 'ephys.WaveformSet']),
  )
})

test('every plot of a unit decodes to arrays with values', async () => {
  const [unit] = await rows(unitTable)
  const plots = await listPlots(app, { table: unitTable }, actor)
  const { electrode: _, ...rest } = unit!
  const key = Object.fromEntries(
    app.pipeline.table(unitTable).primaryKey.map((name) => [name, rest[name] as string | number]),
  )
  expect(plots.length).toBeGreaterThan(3)
  for (const { name } of plots) {
    const { bytes, etag } = await requestPlot(app, { plot: name, table: unitTable, key, params: {} }, actor)
    const frame = decodeFrame(bytes)
    expect(frame.arrays.length, name).toBeGreaterThan(0)
    expect(etag).toMatch(/^"\w+"$/)
  }
})
