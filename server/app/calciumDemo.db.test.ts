import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { NdArray } from '#core/blob/value.ts'
import { decodeFrame } from '#core/frame/decodeFrame.ts'
import type { Frame } from '#core/frame/frame.ts'
import type { Key } from '#core/pipeline/table.ts'
import { imagingElement } from '#elements/imaging/index.ts'
import type { AppContext } from './context.ts'
import { listJobs } from './listJobs.ts'
import { readRows } from './readRows.ts'
import { registerIngest } from './registerIngest.ts'
import { requestPlot } from './requestPlot.ts'
import { useTestContext } from './testing/testContext.ts'
import { workerLoop } from './workerLoop.ts'
import { insertRows } from './writeRows.ts'

const made = useTestContext()
const actor = { user: 'wanjiru' }
const demo = imagingElement.demo!
const mask = 'imaging.Segmentation.Mask'

let root: string
let app: AppContext
let processings: readonly Key[]
const rows = (table: string, key: Key = {}, attributes?: readonly string[]) =>
  readRows(app, app.database, app.pipeline.table(table), key, attributes)

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'labbook-calcium-demo-'))
  await demo.write(root)
  app = { ...made.context, config: { ...made.context.config, dataRoots: [root] } }
  for (const { table, rows } of demo.inserts) await insertRows(app, app.database, app.pipeline.table(table), rows)
  for (const { directory, subject, session_datetime, experimenter } of demo.sessions) {
    const session = { subject, startedAt: session_datetime }
    await registerIngest(app, { root, directory, session, experimenter }, actor)
  }
  for (const { table, rows } of demo.belowSessions!)
    await insertRows(app, app.database, app.pipeline.table(table), rows)
  await workerLoop(app, { once: true })
  processings = (await rows('imaging.Segmentation')) as Key[]
}, 120_000)
afterAll(() => rmSync(root, { recursive: true, force: true }))

const frameOf = async (plot: string, key: Key, params = {}): Promise<Frame> =>
  decodeFrame((await requestPlot(app, { plot: `imaging.${plot}`, table: mask, key, params }, actor)).bytes)
const arrayOf = (frame: Frame, name: string) => frame.arrays.find((array) => array.name === name)!

describe('the calcium demo, from files to plots', () => {
  test('every scan is described while its folder is ingested, and everything below is made without a failure', async () => {
    expect(await rows('scan.ScanInfo')).toMatchObject([
      { nfields: 1, ndepths: 1, nframes: 3600, fps: 15, scan_datetime: '2025-06-03T10:05:00' },
      { nfields: 2, ndepths: 2, nframes: 1800, fps: 7.5 },
      { nfields: 1, ndepths: 1, nframes: 2400, fps: 10, scan_datetime: '2025-06-17T09:40:00' },
    ])
    expect((await listJobs(app, {}, actor)).filter(({ status }) => status !== 'success')).toEqual([])
    expect(processings).toHaveLength(3)
    expect(await rows('imaging.MotionCorrection.Block')).toHaveLength(12 + 9)
    expect(await rows('imaging.MotionCorrection.Summary')).toHaveLength(4)
    const methods = (await rows('imaging.Activity')).map(({ extraction_method }) => extraction_method)
    expect(methods).toEqual(['suite2p_deconvolution', 'suite2p_deconvolution', 'caiman_deconvolution', 'caiman_dff'])
  })

  test('frames of each field have their brightness, masks and traces their quality', async () => {
    const frames = await rows('scan.ScanQualityMetrics.Frames', {}, [
      'field_idx',
      'channel',
      'mean_intensity',
      'contrast',
    ])
    expect(frames.map(({ field_idx, channel }) => [field_idx, channel])).toEqual([
      [0, 0],
      [0, 0],
      [1, 0],
      [0, 0],
    ])
    const [mean, contrast] = [frames[0]!.mean_intensity as NdArray, frames[0]!.contrast as NdArray]
    expect([mean.shape, contrast.shape]).toEqual([[3600], [3600]])
    expect(Number(mean.data[0])).toBeGreaterThan(100)
    expect(Number(contrast.data[0])).toBeGreaterThan(50)
    const masks = await rows('imaging.ProcessingQualityMetrics.Mask')
    expect(masks).toHaveLength((await rows(mask)).length)
    const roundness = masks.map((row) => Number(row.roundness))
    expect(Math.min(...roundness)).toBeGreaterThanOrEqual(0.5)
    expect(Math.max(...roundness)).toBeLessThanOrEqual(1)
    const [{ mask_npix }] = (await rows(mask, processings[0]!)) as [{ mask_npix: number }]
    expect(Number(masks[0]!.mask_area)).toBeCloseTo(mask_npix * (320 / 128) ** 2, 1)
    expect(await rows('imaging.ProcessingQualityMetrics.Trace')).toHaveLength(masks.length)
  })

  test('trials and their events lie within the scan', async () => {
    const trials = await rows('trial.Trial')
    expect(trials.filter(({ subject }) => subject === 'NL031')).toHaveLength(39)
    expect(trials.filter(({ subject }) => subject === 'NL032')).toHaveLength(29)
    expect(Math.max(...trials.map(({ trial_stop_time }) => Number(trial_stop_time)))).toBeLessThanOrEqual(240)
    const events = await rows('trial.TrialEvent')
    expect(events).toHaveLength((await rows('event.Event')).length)
    expect(events.filter(({ subject }) => subject === 'NL031')).toHaveLength(78)
  })

  test('masks come with verdicts, statistics and pixels', async () => {
    for (const key of processings) {
      const rois = await frameOf('rois', key)
      const [cell, skewness] = [arrayOf(rois, 'cell').data, arrayOf(rois, 'skewness').data]
      const meanOf = (wanted: number) => {
        const chosen = [...skewness].filter((_, index) => cell[index] === wanted)
        return chosen.reduce((sum, value) => sum + value, 0) / chosen.length
      }
      expect(meanOf(1)).toBeGreaterThan(1 + meanOf(0))
      const masks = await frameOf('masks', key, { plane: 0 })
      const offsets = arrayOf(masks, 'offsets').data
      expect(offsets.at(-1)).toBe(arrayOf(masks, 'y').data.length)
      expect(Math.max(...arrayOf(masks, 'weight').data)).toBe(255)
    }
  })

  test('images of a plane are as large as the plane, correlation is high in cells', async () => {
    const key = processings[1]!
    for (const image of ['mean', 'max', 'correlation', 'reference'])
      expect(arrayOf(await frameOf('image', key, { image, plane: 1 }), 'image').shape).toEqual([128, 128])
    const correlation = arrayOf(await frameOf('image', key, { image: 'correlation' }), 'image').data
    const { mask_center_x: x, mask_center_y: y } = (await rows(mask, { ...key, mask: 0 }))[0]!
    expect(correlation[Number(y) * 128 + Number(x)]).toBeGreaterThan(0.4)
  })

  test('a trace zooms from lowest and highest of each pixel to every frame, and the two agree', async () => {
    const params = { rois: [3], kinds: ['fluorescence', 'dff'] }
    const overview = await frameOf('traces', processings[0]!, { ...params, widthPx: 100 })
    const whole = await frameOf('traces', processings[0]!, { ...params, widthPx: 1800 })
    expect(overview.meta).toMatchObject({ mode: 'minmax', pixels: 100, duration: 240 })
    expect(whole.meta).toMatchObject({ mode: 'exact', frame0: 0, pixels: 3600 })
    for (const kind of params.kinds) {
      const frames = [...arrayOf(whole, kind).data]
      const pixels = [...arrayOf(overview, kind).data]
      for (let pixel = 0; pixel < 100; pixel++) {
        const within = frames.slice(36 * pixel, 36 * (pixel + 1))
        expect(pixels.slice(2 * pixel, 2 * pixel + 2)).toEqual([Math.min(...within), Math.max(...within)])
      }
    }
  })

  test('a neuropil factor of zero and another percentile change ΔF/F', async () => {
    const dff = async (params = {}) =>
      arrayOf(await frameOf('traces', processings[0]!, { rois: [0], kinds: ['dff'], widthPx: 10, ...params }), 'dff')
        .data
    expect(await dff({ neuropilFactor: 0 })).not.toEqual(await dff())
    expect(await dff({ percentile: 50 })).not.toEqual(await dff())
  })

  test('the heat map has a row per cell in any order, registration a value per frame', async () => {
    const [key] = processings as [Key]
    for (const order of ['similarity', 'peak', 'mask']) {
      const heatmap = await frameOf('heatmap', key, { order, bins: 200 })
      expect(arrayOf(heatmap, 'z').shape).toEqual([42, 200])
      expect(new Set(arrayOf(heatmap, 'mask').data).size).toBe(42)
    }
    const shifts = await frameOf('shifts', key, { widthPx: 4000 })
    expect(arrayOf(shifts, 'y').shape).toEqual([3600])
    expect(arrayOf(shifts, 'blocks').shape).toEqual([4, 3600])
  })
})
