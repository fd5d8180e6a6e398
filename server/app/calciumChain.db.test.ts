import { cpSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NdArray } from '#core/blob/value.ts'
import { decodeFrame } from '#core/frame/decodeFrame.ts'
import type { Key } from '#core/pipeline/table.ts'
import { haveSamples, samples } from '#elements/formats/testing/samples.ts'
import { encodeNpyObjects, objectArray } from '#elements/formats/writePickle.ts'
import { writeRecording } from '#elements/imaging/demo/writeDemo.ts'
import type { AppContext } from './context.ts'
import { listJobs } from './listJobs.ts'
import { proposeIngest } from './proposeIngest.ts'
import { readRows } from './readRows.ts'
import { registerIngest } from './registerIngest.ts'
import { requestPlot } from './requestPlot.ts'
import { sessionBoard } from './sessionBoard.ts'
import { sessionPage } from './sessionPage.ts'
import { useTestContext } from './testing/testContext.ts'
import { workerLoop } from './workerLoop.ts'
import { insertRows } from './writeRows.ts'

const made = useTestContext()
const actor = { user: 'tester' }
const session = { subject: 'M1', startedAt: '2024-01-02T03:04:05' }

let root: string
let app: AppContext
const rows = (table: string, key: Key = {}, attributes?: readonly string[]) =>
  readRows(app, app.database, app.pipeline.table(table), key, attributes)
const mask = 'imaging.Segmentation.Mask'
const frame = async (plot: string, key: Key, params = {}) =>
  decodeFrame((await requestPlot(app, { plot, table: mask, key, params }, actor)).bytes)

describe.skipIf(!haveSamples)('a real Suite2p folder of two planes and two channels', () => {
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'labbook-calcium-'))
    mkdirSync(join(root, 'M1'))
    cpSync(join(samples, 'suite2p/gin_2plane'), join(root, 'M1/suite2p'), { recursive: true })
    cpSync(join(root, 'M1/suite2p/plane0/ops.npy'), join(root, 'M1/suite2p/plane1/ops.npy'))
    app = { ...made.context, config: { ...made.context.config, dataRoots: [root] } }
    const subject = { subject: 'M1', sex: 'U', subject_birth_date: '2023-01-01' }
    await insertRows(app, app.database, app.pipeline.table('subject.Subject'), [subject])
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  test('is found, and registered with a scan that it tells of', async () => {
    const { findings } = await proposeIngest(app, { root, directory: 'M1' }, actor)
    expect(findings.map(({ kind, title }) => [kind, title])).toEqual([['segmentation', 'suite2p, 40 masks']])
    const result = await registerIngest(app, { root, directory: 'M1', session }, actor)
    expect(result.inserted.map(({ table }) => table)).toContain('scan.ScanInfo')
    expect(await rows('scan.ScanInfo')).toMatchObject([{ nfields: 2, nframes: 250, fps: 10 }])
    expect((await registerIngest(app, { root, directory: 'M1', session }, actor)).inserted).toEqual([])
  })

  test('a worker fills everything below', async () => {
    await workerLoop(app, { once: true })
    expect((await listJobs(app, {}, actor)).filter(({ status }) => status !== 'success')).toEqual([])
    expect(await rows(mask)).toHaveLength(40)
    expect(await rows('imaging.MaskClassification.MaskType')).toHaveLength(14)
    expect(await rows('imaging.Fluorescence.Trace')).toHaveLength(80)
    expect(await rows('imaging.Activity.Trace')).toHaveLength(40)
    expect(await rows('imaging.Activity')).toMatchObject([{ extraction_method: 'suite2p_deconvolution' }])
    const [trace] = await rows('imaging.Fluorescence.Trace', { mask: 20, fluo_channel: 0 }, ['fluorescence'])
    expect((trace!.fluorescence as NdArray).shape).toEqual([250])
  })

  test('board and session page show it', async () => {
    const board = await sessionBoard(app, {}, actor)
    const cells = Object.entries(board.rows[0]!.cells).filter(([table]) => /^(scan|imaging)/.test(table))
    expect(cells.map(([table, { state }]) => [table, state])).toEqual([
      ['scan.Scan', 'done'],
      ['scan.ScanInfo', 'done'],
      ['scan.ScanQualityMetrics', 'none'],
      ['imaging.ProcessingTask', 'done'],
      ['imaging.Processing', 'done'],
      ['imaging.MotionCorrection', 'done'],
      ['imaging.Segmentation', 'done'],
      ['imaging.Fluorescence', 'done'],
      ['imaging.Activity', 'done'],
      ['imaging.ProcessingQualityMetrics', 'done'],
    ])
    const page = await sessionPage(app, { key: board.rows[0]!.session }, actor)
    expect(page.results).toMatchObject([{ table: mask, count: 40 }])
  })

  test('every plot answers', async () => {
    const [key] = (await rows('imaging.Segmentation')) as Key[]
    const rois = await frame('imaging.rois', key!)
    expect(rois.meta).toMatchObject({ fps: 10, frames: 250, cells: 14, planes: [0, 1] })
    for (const plot of ['masks', 'image', 'heatmap', 'shifts'])
      expect((await frame(`imaging.${plot}`, key!)).arrays.length, plot).toBeGreaterThan(0)
    const traces = await frame('imaging.traces', key!, { rois: [0, 20], kinds: ['fluorescence', 'dff', 'activity'] })
    expect(traces.meta).toMatchObject({ mode: 'exact', frames: 250 })
    expect(traces.arrays.map(({ name, shape }) => [name, shape])).toEqual([
      ['mask', [2]],
      ['fluorescence', [2, 250]],
      ['dff', [2, 250]],
      ['activity', [2, 250]],
    ])
  })
})

describe.skipIf(!haveSamples)('a real result of CaImAn without its scan', () => {
  const caiman = { subject: 'M2', startedAt: '2024-02-02T03:04:05' }
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'labbook-caiman-'))
    mkdirSync(join(folder, 'M2'))
    cpSync(join(samples, 'caiman/caiman_analysis.hdf5'), join(folder, 'M2/caiman_analysis.hdf5'))
    app = { ...made.context, config: { ...made.context.config, dataRoots: [folder] } }
    const subject = { subject: 'M2', sex: 'U', subject_birth_date: '2023-01-01' }
    await insertRows(app, app.database, app.pipeline.table('subject.Subject'), [subject])
    await registerIngest(app, { root: folder, directory: 'M2', session: caiman }, actor)
    await workerLoop(app, { once: true })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('gives masks, inferred traces and activity by the methods of CaImAn alone', async () => {
    expect(
      (await listJobs(app, { key: { subject: 'M2' } }, actor)).filter(({ status }) => status !== 'success'),
    ).toEqual([])
    const [key] = (await rows('imaging.Segmentation', { subject: 'M2' })) as Key[]
    expect(await rows(mask, key!)).toHaveLength(72)
    const methods = (await rows('imaging.Activity', key!)).map(({ extraction_method }) => extraction_method)
    expect(methods).toEqual(['caiman_deconvolution', 'caiman_dff'])
    expect(await rows('imaging.Fluorescence.Trace', key!)).toHaveLength(72)
    const traces = await frame('imaging.traces', key!, { rois: [0], kinds: ['fluorescence', 'activity'], widthPx: 500 })
    expect(traces.meta).toMatchObject({ mode: 'exact', frames: 1000, fps: 30 })
  })
})

describe('a result that breaks', () => {
  const broken = { subject: 'M3', startedAt: '2024-03-02T03:04:05' }
  const recording = {
    frames: 40,
    fps: 10,
    planes: [[3, 1]],
    drawn: 1,
    program: 'suite2p',
    processedAt: '2024-03-03T00:00:00',
  } as const
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'labbook-broken-'))
    await writeRecording(join(folder, 'M3'), 'M3_00001', broken.startedAt, recording)
    app = { ...made.context, config: { ...made.context.config, dataRoots: [folder] } }
    const subject = { subject: 'M3', sex: 'U', subject_birth_date: '2023-01-01' }
    await insertRows(app, app.database, app.pipeline.table('subject.Subject'), [subject])
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('before it is registered is refused, its scan is not', async () => {
    const stat = join(folder, 'M3/suite2p/plane0/stat.npy')
    cpSync(stat, join(folder, 'kept'))
    writeFileSync(stat, encodeNpyObjects(objectArray([])))
    const { findings } = await proposeIngest(app, { root: folder, directory: 'M3' }, actor)
    const errors = findings.map(({ kind, problems }) => [kind, problems.some(({ level }) => level === 'error')])
    expect(errors).toEqual([
      ['scan', false],
      ['segmentation', true],
    ])
    const result = await registerIngest(app, { root: folder, directory: 'M3', session: broken }, actor)
    expect(result.inserted.map(({ table }) => table)).not.toContain('imaging.ProcessingTask')
    cpSync(join(folder, 'kept'), stat)
  })

  test('after it is registered leaves an error that names the file, and nothing half-written', async () => {
    await registerIngest(app, { root: folder, directory: 'M3', session: broken }, actor)
    expect(await rows('scan.Scan', { subject: 'M3' })).toHaveLength(1)
    rmSync(join(folder, 'M3/suite2p/plane0/F.npy'))
    truncateSync(join(folder, 'M3/suite2p/plane0/spks.npy'), 300)
    await workerLoop(app, { once: true })
    const jobs = await listJobs(app, { key: { subject: 'M3' }, status: 'error' }, actor)
    expect(jobs.map(({ table }) => table)).toEqual(['imaging.Processing'])
    expect(jobs[0]!.errorMessage).toContain('spks.npy')
    expect(await rows('imaging.Processing', { subject: 'M3' })).toEqual([])
  })
})
