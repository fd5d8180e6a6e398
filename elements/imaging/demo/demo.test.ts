import { createHash, type Hash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenHdf5, withHdf5 } from '#elements/formats/hdf5.ts'
import { readScanImage, withScan } from '#elements/scan/index.ts'
import { caiman } from '../readers/caiman.ts'
import type { Roi } from '../readers/segmentation.ts'
import { suite2p } from '../readers/suite2p.ts'
import { simulatePlane } from './simulateCells.ts'
import { writeDemo, writeRecording } from './writeDemo.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'labbook-calcium-'))
  await writeDemo(join(root, 'demo'))
}, 60_000)
afterAll(() => rm(root, { recursive: true }))

const hashDatasets = (file: OpenHdf5, group: string, hash: Hash): void => {
  for (const name of file.names(group).map((child) => posix.join(group, child))) {
    const value = file.shape(name) ? file.read(name) : hashDatasets(file, name, hash)
    if (value !== undefined) hash.update(ArrayBuffer.isView(value) ? value : String(value))
  }
}

const filesBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

test('the demo takes at most 40 MB on the disk though its movies have their true length', async () => {
  const sizes = await Promise.all((await filesBelow(join(root, 'demo'))).map((path) => stat(path)))
  expect(sizes.reduce((sum, { blocks }) => sum + blocks * 512, 0)).toBeLessThan(40e6)
  expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeGreaterThan(200e6)
})

test('its movie shows the cells that its result has, frame by frame', async () => {
  const recording = await readScanImage([join(root, 'demo/NL031/2025-06-03/NL031_20250603_00001_00001.tif')])
  const segmentation = await suite2p.read(join(root, 'demo/NL031/2025-06-03/suite2p'))
  expect(segmentation.problems).toEqual([])
  const [plane] = segmentation.planes
  const [roi] = await suite2p.loadRois(plane!)
  await withScan(recording, async (scan) => {
    const pixels = await scan.readPage(0)
    const inside = Array.from(roi!.ypix, (y, index) => Number(pixels[y * 128 + roi!.xpix[index]!]))
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    expect(mean(inside)).toBeGreaterThan(mean(Array.from(pixels, Number)))
  })
})

test('the result of CaImAn tells of the same cells as that of Suite2p', async () => {
  const recording = { frames: 60, fps: 10, planes: [[4, 1]], drawn: 0, processedAt: '2025-01-01T00:00:00' } as const
  for (const program of ['suite2p', 'caiman'] as const)
    await writeRecording(join(root, 'both', program), 'small', '2025-01-01T00:00:00', { ...recording, program })
  const [ofSuite2p, ofCaiman] = [
    await suite2p.read(join(root, 'both/suite2p/suite2p')),
    await caiman.read(join(root, 'both/caiman/caiman/analysis_results.hdf5')),
  ]
  expect(ofCaiman).toMatchObject({ version: '1.11.4', problems: [], planes: [{ roiCount: 5, frameRate: 10 }] })
  const [left, right] = [await suite2p.loadRois(ofSuite2p.planes[0]!), await caiman.loadRois(ofCaiman.planes[0]!)]
  const pixels = (roi: Roi) => [...roi.ypix].map((y, index) => `${y},${roi.xpix[index]}`).sort()
  expect(right.map(pixels)).toEqual(left.map(pixels))
  expect(right.map(({ isCell }) => isCell)).toEqual(left.map(({ isCell }) => isCell))
  expect(Math.hypot(...right[0]!.weights)).toBeCloseTo(1)
  const motion = await caiman.loadMotion(ofCaiman.planes[0]!)
  expect(motion!.nonRigid).toMatchObject({ countY: 3, countX: 3, blockHeight: 64 })
  expect(motion!.rigid!.yShifts).toEqual((await suite2p.loadMotion(ofSuite2p.planes[0]!))!.rigid!.yShifts)
})

test('the same seed gives the same bytes, but for the moment that HDF5 notes', async () => {
  const recording = { frames: 60, fps: 10, planes: [[4, 1]], drawn: 3, processedAt: '2025-01-01T00:00:00' } as const
  const digest = async (name: string) => {
    for (const program of ['suite2p', 'caiman'] as const)
      await writeRecording(join(root, name, program), 'small', '2025-01-01T00:00:00', { ...recording, program })
    const hash = createHash('sha256')
    for (const path of (await filesBelow(join(root, name))).sort())
      if (path.endsWith('.hdf5')) await withHdf5(path, (file) => hashDatasets(file, '/', hash))
      else hash.update(await readFile(path))
    return hash.digest('hex')
  }
  expect(await digest('a')).toBe(await digest('b'))
})

test('most cells answer to one kind of stimulus and to no other', () => {
  const stimuli = Array.from({ length: 60 }, (_, index) => ({
    kind: index % 2 ? 'left' : 'right',
    time: 2 + 4 * index,
  }))
  const { rois, fps } = simulatePlane('test', { frames: 2500, fps: 10, cells: 20, others: 5, stimuli })
  const meanAfter = ({ deconvolved }: (typeof rois)[number], wanted: string) => {
    const chosen = stimuli.filter(({ kind }) => kind === wanted)
    const after = chosen.map(({ time }) => Math.max(...deconvolved.slice(time * fps, time * fps + 4)))
    return after.reduce((sum, value) => sum + value, 0) / chosen.length
  }
  const ratios = rois.map((roi) => meanAfter(roi, 'left') / meanAfter(roi, 'right'))
  expect(ratios.filter((ratio) => ratio > 2 || ratio < 0.5).length).toBeGreaterThanOrEqual(10)
})

test('cells stay within the image and are brighter when they fire', () => {
  const { rois, size } = simulatePlane('test', { frames: 400, fps: 10, cells: 20, others: 5, stimuli: [] })
  expect(rois).toHaveLength(25)
  for (const { ypix, xpix } of rois) expect(Math.max(...ypix, ...xpix)).toBeLessThan(size)
  const { fluorescence, deconvolved } = rois[0]!
  const peak = deconvolved.indexOf(Math.max(...deconvolved))
  expect(fluorescence[peak]).toBeGreaterThan(fluorescence.reduce((sum, value) => sum + value, 0) / 400)
})
