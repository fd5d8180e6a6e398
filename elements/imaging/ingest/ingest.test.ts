import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FetchedRow, IngestPlanContext, IngestStep } from '#elements/contract.ts'
import { below, folderWith } from '#elements/formats/testing/folders.ts'
import { tiffBytes } from '#elements/formats/testing/tiffFiles.ts'
import { encodeNpyObjects } from '#elements/formats/writePickle.ts'
import { writeRecording } from '../demo/writeDemo.ts'
import { opsDict, planeFiles } from '../readers/testing/suite2pFiles.ts'
import { type ImagingFolder, lookForImaging } from './imagingFolder.ts'
import { imagingIngest } from './ingest.ts'
import { chooseSource } from './scanSource.ts'

const session = { subject: 'M1', session_datetime: '2024-03-05T10:15:00' }
const recording = {
  frames: 20,
  fps: 10,
  planes: [[2, 1]],
  drawn: 0,
  program: 'suite2p',
  processedAt: '2024-03-06T00:00:00',
} as const

type Rows = Readonly<Record<string, readonly FetchedRow[]>>

/** `whole` has a recording and its result, `lone` two results without their recordings. */
let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'labbook-ingest-'))
  await writeRecording(join(root, 'whole'), 'M1_00001', session.session_datetime, recording)
  for (const name of ['first', 'second']) {
    await writeRecording(join(root, 'made', name), 'M1_00001', session.session_datetime, recording)
    await rename(join(root, 'made', name, 'suite2p'), join(root, `made/${name}_result`))
    await rm(join(root, 'made', name), { recursive: true })
  }
  await rename(join(root, 'made'), join(root, 'lone'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const deviceAttributes = ['device', 'modality', 'description']

const planOf = async (
  directory: string,
  rows: Rows = {},
  attributes: readonly string[] = deviceAttributes,
): Promise<IngestStep[]> => {
  const absoluteDirectory = join(root, directory)
  const context: IngestPlanContext = {
    session,
    directory,
    absoluteDirectory,
    fetch: async (table) => [...(rows[table] ?? [])],
    attributesOf: () => attributes,
  }
  return imagingIngest.plan(await imagingIngest.detect(absoluteDirectory), context)
}

const inserted = (steps: readonly IngestStep[], table: string) =>
  steps.flatMap((step) => (step.do === 'insert' && step.table === table ? step.rows : []))

describe('planning what a folder of scans holds', () => {
  it('registers a recording with the device that its header names, and the result that was made from it', async () => {
    const steps = await planOf('whole')
    expect(steps.map((step) => step.table)).toEqual([
      'scan.AcquisitionSoftware',
      'lab.Device',
      'scan.Scan',
      'scan.ScanInfo',
      'imaging.ProcessingParamSet',
      'imaging.ProcessingTask',
    ])
    expect(inserted(steps, 'lab.Device')).toMatchObject([{ device: 'rig2-scope', modality: 'two-photon imaging' }])
    expect(inserted(steps, 'scan.Scan')).toMatchObject([{ scan_id: 0, device: 'rig2-scope' }])
    expect(inserted(steps, 'imaging.ProcessingTask')).toMatchObject([
      { scan_id: 0, processing_output_dir: 'whole/suite2p' },
    ])
  })

  it('leaves the device to people where the lab has a table of its own for devices', async () => {
    const steps = await planOf('whole', {}, ['rig', 'room'])
    expect(inserted(steps, 'lab.Device')).toEqual([])
    expect(inserted(steps, 'scan.Scan')[0]).not.toHaveProperty('device')
  })

  it('takes a device for unknown where there is only a result', async () => {
    const steps = await planOf('lone')
    expect(inserted(steps, 'lab.Device')).toEqual([])
    expect(inserted(steps, 'scan.Scan')).toMatchObject([
      { scan_id: 0, acq_software: 'unknown' },
      { scan_id: 1, acq_software: 'unknown' },
    ])
  })

  const task = (scan_id: number, processing_output_dir: string) => ({ scan_id, processing_output_dir })

  it('adds nothing a second time, whatever became of the notes', async () => {
    const known: Rows = {
      'scan.Scan': [{ scan_id: 4, scan_notes: 'a nice field' }],
      'imaging.ProcessingTask': [task(4, 'whole/suite2p')],
    }
    expect(await planOf('whole', known)).toEqual([])
    const file = { scan_id: 4, file_path: 'whole/M1_00001_00001.tif' }
    const steps = await planOf('whole', {
      ...known,
      'imaging.ProcessingTask': [],
      'scan.ScanInfo.ScanFile': [file],
    })
    expect(steps.map((step) => step.table)).toEqual(['imaging.ProcessingParamSet', 'imaging.ProcessingTask'])
    expect(inserted(steps, 'imaging.ProcessingTask')).toMatchObject([{ scan_id: 4 }])
  })

  it('knows a lone result by its task, and adds the other one', async () => {
    const known: Rows = {
      'scan.Scan': [{ scan_id: 0, scan_notes: 'Found as second_result' }],
      'imaging.ProcessingTask': [task(0, 'lone/first_result')],
    }
    const steps = await planOf('lone', known)
    expect(inserted(steps, 'imaging.ProcessingTask')).toMatchObject([
      { scan_id: 0, processing_output_dir: 'lone/second_result' },
    ])
    expect(inserted(await planOf('lone', { ...known, 'scan.Scan': [] }), 'scan.Scan')).toMatchObject([
      { scan_notes: 'Found as second_result' },
    ])
  })
})

describe('several regions of a mesoscope', () => {
  const settings = {
    'SI.VERSION_MAJOR': '2021',
    'SI.hChannels.channelSave': '1',
    'SI.hRoiManager.scanFrameRate': '10',
    'SI.hRoiManager.mroiEnable': 'true',
    'SI.hStackManager.enable': 'true',
    'SI.hStackManager.numSlices': '2',
    'SI.hStackManager.zs': '[0 30]',
    'SI.hFastZ.enable': 'true',
  }
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}`)
  const region = (center: number) => ({
    zs: 0,
    scanfields: { centerXY: [center, 0], sizeXY: [2, 2], pixelResolutionXY: [6, 4] },
  })
  const roiJson = JSON.stringify({ RoiGroups: { imagingRoiGroup: { rois: [region(-3), region(3)] } } })
  /** Two regions of 4 rows with 2 rows between them, two depths, five volumes. */
  const pages = Array.from({ length: 10 }, (_, page) => ({
    height: 10,
    width: 6,
    data: new Int16Array(60).fill(page),
    description: 'frameNumbers = 1\nepoch = [2024 3 5 10 15 0]',
  }))

  it('are fields, depth by depth, to which the planes of Suite2p belong in their order', async () => {
    const movie = tiffBytes({ pages, bigTiff: true, scanImage: { lines: lines.join('\n'), roiJson } })
    const ops = encodeNpyObjects(opsDict({ nplanes: 4n, mesoscan: true, fs: 5 }))
    const planes = [0, 1, 2, 3].map((index) => below(`suite2p/plane${index}`, planeFiles({ 'ops.npy': ops })))
    const folder = await folderWith({ 'meso_00001.tif': movie, ...Object.assign({}, ...planes) })
    const { scans, results, damaged } = await lookForImaging(folder)
    expect(damaged).toEqual([])
    expect(scans[0]!.recording).toMatchObject({ roiCount: 2, volumeCount: 5, problems: [] })
    expect(scans[0]!.recording.fields.map(({ slice, roi, height }) => [slice, roi, height])).toEqual([
      [0, 0, 4],
      [0, 1, 4],
      [1, 0, 4],
      [1, 1, 4],
    ])
    expect(results).toMatchObject([{ scan: 'meso_00001.tif', doubts: [] }])
    expect(results[0]!.segmentation.problems).toEqual([])
  })
})

describe('choosing what a scan was found as', () => {
  let lone: ImagingFolder
  beforeAll(async () => {
    lone = await lookForImaging(join(root, 'lone'))
  })
  const chosen = (changes: Partial<Parameters<typeof chooseSource>[1]>) =>
    chooseSource(lone, { notes: '', results: [], claimed: [], place: 0, ...changes }).path

  it('follows its notes, then its results, then what no other scan has', () => {
    expect(chosen({ notes: 'Found as second_result', results: ['first_result'] })).toBe('second_result')
    expect(chosen({ results: ['second_result'] })).toBe('second_result')
    expect(chosen({ claimed: ['first_result'] })).toBe('second_result')
    expect(chosen({ place: 1 })).toBe('second_result')
    expect(() => chosen({ claimed: ['first_result', 'second_result'] })).toThrow(/not registered yet/)
  })
})
