import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { below, type FileContent, folderWith } from '#elements/formats/testing/folders.ts'
import { haveSamples, samples } from '#elements/formats/testing/samples.ts'
import { walkFolder } from '#elements/formats/walkFolder.ts'
import { encodeNpyObjects, objectArray } from '#elements/formats/writePickle.ts'
import type { SegmentationReader, SegmentedPlane, TraceName } from './segmentation.ts'
import { suite2p } from './suite2p.ts'
import { opsDict, planeFiles, roiDict } from './testing/suite2pFiles.ts'

const onePlane = async (changes: Readonly<Record<string, FileContent | null>> = {}) =>
  suite2p.read(await folderWith(below('plane0', planeFiles(changes))))
const planeOf = async (changes: Readonly<Record<string, FileContent | null>> = {}) =>
  (await onePlane(changes)).planes[0]!
const ops = (changes: Parameters<typeof opsDict>[0]) => encodeNpyObjects(opsDict(changes))
const errors = (problems: readonly { level: string; message: string }[]) =>
  problems.filter(({ level }) => level === 'error').map(({ message }) => message)
const allRows = async (reader: SegmentationReader, plane: SegmentedPlane, trace: TraceName, maxBytes?: number) => {
  const pieces = []
  for await (const piece of reader.traceRows(plane, trace, maxBytes)) pieces.push(piece)
  return pieces
}

describe('suite2p', () => {
  it('tells what a folder holds', async () => {
    const segmentation = await onePlane()
    expect(segmentation).toMatchObject({ method: 'suite2p', version: '0.14.4', problems: [] })
    expect(segmentation.processedAt).toMatch(/^\d{4}-\d\d-\d\dT/)
    expect(segmentation.planes).toMatchObject([
      {
        index: 0,
        roiCount: 3,
        frameCount: 5,
        height: 4,
        width: 6,
        frameRate: 15,
        channelCount: 2,
        functionalChannel: 0,
        alignChannel: 1,
        neuropilCoefficient: 0.7,
        traces: ['fluorescence', 'neuropil', 'deconvolved'],
      },
    ])
  })

  it('takes for a parameter set what a person chose, without places and what belongs to the scan', async () => {
    const { params } = await onePlane()
    expect(params).toEqual([
      ['functional_chan', 1n],
      ['align_by_chan', 2n],
      ['neucoeff', 0.7],
      ['tau', 1.25],
      ['block_size', [128n, 128n]],
    ])
  })

  it('loads ROIs with their pixels, verdicts and numbers', async () => {
    const rois = await suite2p.loadRois(await planeOf())
    expect(rois[0]).toEqual({
      ypix: Int32Array.of(0, 1),
      xpix: Int32Array.of(2, 3),
      weights: Float32Array.of(0.5, 0.5),
      center: { y: 0, x: 2 },
      isCell: true,
      cellProbability: 0.9,
      isRed: null,
      redProbability: null,
      statistics: { npix: 2, skew: 1.5 },
    })
    expect(rois.map(({ isCell }) => isCell)).toEqual([true, false, true])
  })

  it('puts cropped images where they belong in the frame', async () => {
    const images = await suite2p.loadImages(await planeOf())
    expect(images).toMatchObject({ reference: null, max: null, mean2: null })
    expect(images.mean?.data[7]).toBe(7)
    const { data } = images.correlation!
    expect([data[8], data[9], data[14], data[15]]).toEqual([1, 2, 3, 4])
    expect([...data].filter(Number.isNaN)).toHaveLength(20)
  })

  it('gives the blocks of registration their own rows, columns and shifts', async () => {
    const motion = await suite2p.loadMotion(await planeOf())
    expect(motion?.rigid).toEqual({
      yShifts: Float32Array.of(0, 1, 2, 3, 4),
      xShifts: Float32Array.of(5, 6, 7, 8, 9),
      outliers: Uint8Array.of(0, 0, 1, 0, 0),
    })
    expect(motion?.nonRigid).toMatchObject({ blockHeight: 4, blockWidth: 4, countY: 1, countX: 2 })
    expect(motion?.nonRigid?.blocks[1]).toEqual({
      y: [0, 4],
      x: [2, 6],
      yShifts: Float32Array.of(1, 3, 5, 7, 9),
      xShifts: Float32Array.of(11, 13, 15, 17, 19),
    })
    expect(await suite2p.loadMotion(await planeOf({ 'ops.npy': ops({ yoff: null }) }))).toBeNull()
  })

  it('reads traces one by one and piece by piece', async () => {
    const plane = await planeOf()
    expect(await suite2p.readTrace(plane, 'neuropil', 1)).toEqual(Float32Array.of(105, 106, 107, 108, 109))
    const pieces = await allRows(suite2p, plane, 'deconvolved', 40)
    expect(pieces.map(({ start, rows }) => [start, rows.length, rows[0]![0]])).toEqual([
      [0, 2, 200],
      [2, 1, 210],
    ])
    await expect(suite2p.readTrace(plane, 'fluorescence', 3)).rejects.toThrow(/row 3: there are 3 rows/)
    await expect(suite2p.readTrace(plane, 'fluorescence2', 0)).rejects.toThrow(/F_chan2\.npy/)
    expect(() => suite2p.traceRows(plane, 'dff')).toThrow(/no such traces/)
  })

  it('puts planes in the order of their numbers', async () => {
    const numbers = [10, 2, 0, 1, 3, 4, 5, 6, 7, 8, 9]
    const files = Object.assign(
      {},
      ...numbers.map((number) => below(`plane${number}`, planeFiles({ 'ops.npy': ops({ nplanes: 11n }) }))),
    )
    const { planes, problems } = await suite2p.read(await folderWith(files))
    expect(planes.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(problems).toEqual([])
  })

  it('takes size and rate from another plane when one has lost its ops.npy', async () => {
    const files = {
      ...below('plane0', planeFiles({ 'ops.npy': ops({ nplanes: 2n }) })),
      ...below('plane1', planeFiles({ 'ops.npy': null })),
    }
    const { planes, problems } = await suite2p.read(await folderWith(files))
    expect(planes[1]).toMatchObject({ height: 4, width: 6, frameRate: 15 })
    expect(problems).toMatchObject([{ level: 'warning', message: expect.stringMatching(/plane1 has no ops\.npy/) }])
    expect(await suite2p.loadMotion(planes[1]!)).toBeNull()
    expect((await suite2p.loadImages(planes[1]!)).mean).toBeNull()
  })

  it('reads what version 1 writes in place of ops.npy', async () => {
    const all = [...opsDict()]
    const pick = (...names: string[]) => encodeNpyObjects(new Map(all.filter(([name]) => names.includes(String(name)))))
    const extraction = new Map([['neuropil_coefficient', 0.6]])
    const segmentation = await onePlane({
      'ops.npy': null,
      'db.npy': pick('nplanes', 'nchannels', 'functional_chan', 'data_path', 'Ly', 'Lx', 'nframes'),
      'settings.npy': encodeNpyObjects(
        new Map<string, number | Map<string, number>>([
          ['fs', 15],
          ['tau', 1],
          ['extraction', extraction],
        ]),
      ),
      'reg_outputs.npy': pick('meanImg', 'yoff', 'xoff', 'badframes'),
      'detect_outputs.npy': pick('Vcorr', 'yrange', 'xrange'),
    })
    expect(segmentation.planes[0]).toMatchObject({ frameRate: 15, neuropilCoefficient: 0.6, roiCount: 3 })
    expect(segmentation.params).toEqual([
      ['tau', 1],
      ['extraction', { kind: 'dict', entries: [['neuropil_coefficient', 0.6]] }],
    ])
    expect((await suite2p.loadMotion(segmentation.planes[0]!))?.rigid?.xShifts[1]).toBe(6)
  })

  it('finds results among walked folders', async () => {
    const root = await folderWith({
      ...below('mouse1/suite2p/plane0', planeFiles()),
      ...below('mouse1/suite2p/plane1', planeFiles()),
      ...below('mouse1/suite2p/combined', planeFiles()),
      ...below('plane0', planeFiles()),
      ...below('mouse2/single', planeFiles()),
      'notes.txt': 'x',
    })
    expect([...suite2p.find((await walkFolder(root)).folders)].sort()).toEqual(['', 'mouse1/suite2p', 'mouse2/single'])
    expect((await suite2p.read(join(root, 'mouse2/single'))).planes).toHaveLength(1)
  })

  it.each([
    [
      'F and stat of different length',
      { 'F.npy': { data: new Float32Array(10), shape: [2, 5] } },
      /F\.npy is \(2, 5\), but stat\.npy has 3 ROIs/,
    ],
    [
      'traces of different length',
      { 'spks.npy': { data: new Float32Array(12), shape: [3, 4] } },
      /spks\.npy is \(3, 4\).*5 frames/,
    ],
    [
      'no ROIs',
      { 'stat.npy': encodeNpyObjects(objectArray([])), 'F.npy': null, 'Fneu.npy': null, 'spks.npy': null },
      /found no ROI/,
    ],
    ['a missing plane', { 'ops.npy': ops({ nplanes: 3n }) }, /plane1, plane2 of 3 planes are missing/],
  ] as [string, Record<string, FileContent | null>, RegExp][])(
    'says that there are %s',
    async (_, changes, message) => {
      expect(errors((await onePlane(changes)).problems).join(' ')).toMatch(message)
    },
  )

  it('says that only the combined view is there, or nothing', async () => {
    const combined = await suite2p.read(await folderWith(below('combined', planeFiles({ 'ops.npy': null }))))
    expect(errors(combined.problems)[0]).toMatch(/only the folder "combined"/)
    expect(errors((await suite2p.read(await folderWith({ 'x.txt': '' }))).problems)[0]).toMatch(/no folder plane0/)
    await expect(suite2p.read('/nowhere/suite2p')).rejects.toMatchObject({ code: 'FILE_INVALID' })
  })

  const foreign = Buffer.concat([
    encodeNpyObjects(1n).subarray(0, 128),
    Buffer.from('\x80\x04cposix\nsystem\n\x8c\x02ls\x85R.', 'latin1'),
  ])
  it.each([
    ['a foreign global in ops.npy', { 'ops.npy': foreign }, /ops\.npy: pickle:.*posix\.system/],
    ['no ops.npy', { 'ops.npy': null }, /ops\.npy: file: is not there/],
    ['ops.npy that is no dict', { 'ops.npy': encodeNpyObjects([1n]) }, /no dict/],
    ['no size', { 'ops.npy': ops({ Ly: null }) }, /no size of an image/],
    ['a negative size', { 'ops.npy': ops({ Ly: -4n }) }, /no size of an image/],
    ['truncated traces', { 'F.npy': Buffer.from('\x93NUMPY', 'latin1') }, /F\.npy: header/],
  ] as [string, Record<string, FileContent | null>, RegExp][])('refuses %s', async (_, changes, message) => {
    await expect(onePlane(changes)).rejects.toMatchObject({
      code: 'FILE_INVALID',
      message: expect.stringMatching(message),
    })
  })

  const stat = (...rois: ReturnType<typeof roiDict>[]) => ({
    'stat.npy': encodeNpyObjects(objectArray([roiDict([0], [0]), roiDict([1], [1]), ...rois])),
  })
  const without = (name: string) => new Map([...roiDict([0], [0])].filter(([key]) => key !== name))
  it.each([
    [
      'a mask below the image',
      stat(roiDict([4], [0])),
      /ROI 2: pixel y 4, x 0 lies outside the image of 4 rows and 6 columns/,
    ],
    ['a mask right of the image', stat(roiDict([0], [6])), /pixel y 0, x 6/],
    ['a mask left of the image', stat(roiDict([0], [-1])), /pixel y 0, x -1/],
    ['a mask without pixels', stat(roiDict([], [])), /has 0 ypix/],
    ['a mask without weights', stat(without('lam')), /no ypix, xpix and lam/],
    ['a mask without a centre', stat(without('med')), /no centre/],
    ['numbers for masks', { 'stat.npy': encodeNpyObjects(objectArray([1n, 2n, 3n])) }, /no list of dicts/],
    [
      'a foreign global in stat.npy',
      { 'stat.npy': Buffer.concat([encodeNpyObjects(objectArray([1n])).subarray(0, 128), foreign.subarray(128)]) },
      /stat\.npy: pickle:.*posix\.system/,
    ],
    [
      'fewer verdicts than ROIs',
      { 'iscell.npy': { data: new Float64Array(4), shape: [2, 2] } },
      /iscell\.npy: shape: 2 rows for 3 ROIs/,
    ],
  ] as [string, Record<string, FileContent | null>, RegExp][])('refuses to load %s', async (_, changes, message) => {
    const plane = await planeOf(changes)
    await expect(suite2p.loadRois(plane)).rejects.toMatchObject({
      code: 'FILE_INVALID',
      message: expect.stringMatching(message),
    })
  })

  it('refuses shifts of another number of frames or blocks', async () => {
    const yoff = { kind: 'ndarray', dtype: 'float32', shape: [4], data: new Float32Array(4) } as const
    await expect(suite2p.loadMotion(await planeOf({ 'ops.npy': ops({ yoff }) }))).rejects.toThrow(
      /yoff: 4 and xoff 5 values for 5 frames/,
    )
    await expect(suite2p.loadMotion(await planeOf({ 'ops.npy': ops({ nblocks: [2n, 2n] }) }))).rejects.toThrow(/blocks/)
  })
})

describe.skipIf(!haveSamples)('a real folder of Suite2p', () => {
  it('has the ROIs, cells and pixels that numpy finds', async () => {
    const { planes, problems } = await suite2p.read(join(samples, 'suite2p/gin_2plane'))
    expect(errors(problems)).toEqual([])
    expect(planes).toMatchObject([
      { roiCount: 15, frameCount: 250, height: 128, width: 128, frameRate: 10, channelCount: 2 },
      { roiCount: 25, frameCount: 250 },
    ])
    const rois = await Promise.all(planes.map((plane) => suite2p.loadRois(plane)))
    expect(rois.map((each) => each.filter(({ isCell }) => isCell).length)).toEqual([7, 7])
    expect(rois.flat().reduce((sum, { ypix }) => sum + ypix.length, 0)).toBe(3871)
    expect(rois[0]!.flatMap(({ xpix }) => [...xpix]).reduce((a, b) => a + b, 0)).toBe(80_456)
    const mean = (await suite2p.loadImages(planes[0]!)).mean!
    expect(mean.data.reduce((a, b) => a + b, 0) / mean.data.length).toBeCloseTo(458.479556, 3)
    expect(await allRows(suite2p, planes[1]!, 'fluorescence2')).toMatchObject([{ start: 0, rows: { length: 25 } }])
  })
})
