import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { withHdf5 } from '#elements/formats/hdf5.ts'
import { folderWith } from '#elements/formats/testing/folders.ts'
import { haveSamples, samples } from '#elements/formats/testing/samples.ts'
import { caiman, isCaiman } from './caiman.ts'
import { caimanFile } from './testing/caimanFile.ts'

const made = async (changes: Parameters<typeof caimanFile>[0] = {}) => caiman.read(await caimanFile(changes))
const planeOf = async (changes: Parameters<typeof caimanFile>[0] = {}) => (await made(changes)).planes[0]!
const errors = (problems: readonly { level: string; message: string }[]) =>
  problems.filter(({ level }) => level === 'error').map(({ message }) => message)

describe('caiman', () => {
  it('tells what a file holds', async () => {
    const segmentation = await made()
    expect(segmentation).toMatchObject({ method: 'caiman', version: '1.9.16', problems: [] })
    expect(segmentation.planes).toMatchObject([
      {
        index: 0,
        roiCount: 2,
        frameCount: 5,
        height: 3,
        width: 4,
        frameRate: 30,
        traces: ['fluorescence', 'deconvolved'],
      },
    ])
  })

  it('takes settings by group, without places and what belongs to the movie', async () => {
    expect((await made()).params).toEqual([
      [
        'init',
        {
          kind: 'dict',
          entries: [
            ['K', [4n]],
            ['gSig', [5.5, 5]],
            ['kernel', null],
          ],
        },
      ],
    ])
  })

  it('counts the pixels of a component down the columns of the image', async () => {
    const [first, second] = await caiman.loadRois(await planeOf())
    expect(first).toMatchObject({
      ypix: Int32Array.of(1, 1),
      xpix: Int32Array.of(0, 1),
      weights: Float32Array.of(1, 3),
      center: { y: 1, x: 0.75 },
      isCell: false,
      statistics: { npix: 2, snr: 2.5 },
    })
    expect(second).toMatchObject({ ypix: Int32Array.of(2), xpix: Int32Array.of(3), isCell: true })
  })

  it('judges no component when none was evaluated', async () => {
    const { planes, problems } = await made({ 'estimates/idx_components': 'NoneType' })
    expect(problems).toMatchObject([{ level: 'warning', message: expect.stringMatching(/not evaluated/) }])
    expect((await caiman.loadRois(planes[0]!)).map(({ isCell }) => isCell)).toEqual([null, null])
  })

  it('reads traces one by one and piece by piece', async () => {
    const plane = await planeOf()
    expect(await caiman.readTrace(plane, 'fluorescence', 1)).toEqual(Float32Array.of(5, 6, 7, 8, 9))
    const pieces = []
    for await (const piece of caiman.traceRows(plane, 'deconvolved', 40)) pieces.push(piece)
    expect(pieces).toMatchObject([{ start: 0 }, { start: 1, rows: [Float32Array.of(105, 106, 107, 108, 109)] }])
    await expect(caiman.readTrace(plane, 'fluorescence', 2)).rejects.toThrow(/has 2 rows/)
    expect(() => caiman.traceRows(plane, 'neuropil')).toThrow(/no such traces/)
  })

  it('takes rows for y in shifts, and images only of the frame’s size', async () => {
    const plane = await planeOf({ 'motion_correction/average_image': { data: new Float64Array(4), shape: [2, 2] } })
    expect((await caiman.loadMotion(plane))?.rigid).toMatchObject({
      yShifts: Float32Array.of(0, 2, 4, 6, 8),
      xShifts: Float32Array.of(1, 3, 5, 7, 9),
    })
    const images = await caiman.loadImages(plane)
    expect(images.correlation?.data[5]).toBe(5)
    expect(images.mean).toBeNull()
    expect(await caiman.loadMotion(await planeOf({ 'estimates/shifts': Float64Array.of(1) }))).toBeNull()
  })

  const blocks = (first: number) => ({ data: Float64Array.from({ length: 20 }, (_, i) => first + i), shape: [5, 4] })
  const piecewise = {
    'motion_correction/x_shifts_els': blocks(0),
    'motion_correction/y_shifts_els': blocks(100),
    'motion_correction/coord_shifts_els': {
      data: Int32Array.of(0, 2, 0, 3, 0, 2, 1, 4, 1, 3, 0, 3, 1, 3, 1, 4),
      shape: [4, 4],
    },
  }

  it('gives the blocks of piecewise registration their rows, columns and shifts', async () => {
    const { nonRigid } = (await caiman.loadMotion(await planeOf(piecewise)))!
    expect(nonRigid).toMatchObject({ blockHeight: 2, blockWidth: 3, countY: 2, countX: 2 })
    expect(nonRigid!.blocks.map(({ y, x }) => [...y, ...x])).toEqual([
      [0, 2, 0, 3],
      [0, 2, 1, 4],
      [1, 3, 0, 3],
      [1, 3, 1, 4],
    ])
    expect(nonRigid!.blocks[1]).toMatchObject({
      yShifts: Float32Array.of(1, 5, 9, 13, 17),
      xShifts: Float32Array.of(101, 105, 109, 113, 117),
    })
  })

  it('places blocks as CaImAn does where the file does not say, from strides and overlaps', async () => {
    const settings = { 'params/motion/strides': Int32Array.of(1, 2), 'params/motion/overlaps': Int32Array.of(1, 1) }
    const { 'motion_correction/coord_shifts_els': _, ...without } = piecewise
    const { nonRigid } = (await caiman.loadMotion(await planeOf({ ...without, ...settings })))!
    expect(nonRigid!.blocks.map(({ y, x }) => [...y, ...x])).toEqual([
      [0, 2, 0, 3],
      [0, 2, 1, 4],
      [1, 3, 0, 3],
      [1, 3, 1, 4],
    ])
    await expect(caiman.loadMotion(await planeOf(without))).rejects.toThrow(/4 blocks and places of 0/)
  })

  it.each([
    ['of another number of frames', { 'motion_correction/y_shifts_els': { data: new Float64Array(4), shape: [1, 4] } }],
    ['outside the image', { 'motion_correction/coord_shifts_els': { data: new Int32Array(16), shape: [4, 4] } }],
    ['that are fewer', { 'motion_correction/coord_shifts_els': { data: Int32Array.of(0, 2, 0, 3), shape: [1, 4] } }],
  ])('refuses blocks %s', async (_, changes) => {
    const plane = await planeOf({ ...piecewise, ...changes })
    await expect(caiman.loadMotion(plane)).rejects.toThrow(/motion_correction.*(frames|blocks|image)/)
  })

  it('says when traces and components disagree, and when there are none', async () => {
    const three = { data: new Float64Array(15), shape: [3, 5] }
    expect(errors((await made({ 'estimates/C': three })).problems)[0]).toMatch(
      /estimates\/C is \(3, 5\), but there are 2 components/,
    )
    const none = { 'estimates/A/indptr': Int32Array.of(0), 'estimates/C': null, 'estimates/S': null }
    expect(errors((await made(none)).problems).join(' ')).toMatch(/no component.*no traces/)
  })

  it.each([
    ['volumes', { dims: Int32Array.of(3, 4, 2) }, /volumes are not read/],
    ['no size', { dims: 'NoneType' }, /no size of an image/],
    [
      'other programs',
      { 'estimates/A/data': null, 'estimates/A/indices': null, 'estimates/A/indptr': null, 'estimates/A/shape': null },
      /no result of CaImAn/,
    ],
  ])('refuses files of %s', async (_, changes, message) => {
    await expect(made(changes)).rejects.toMatchObject({ code: 'FILE_INVALID', message: expect.stringMatching(message) })
  })

  it.each([
    [
      'pixels outside the image',
      { 'estimates/A/indices': Int32Array.of(1, 12, 2) },
      /component 0: pixel 12 lies outside the image of 3 × 4/,
    ],
    [
      'columns that end before they begin',
      { 'estimates/A/indptr': Int32Array.of(0, 3, 2) },
      /component 1: has entries 3 to 2/,
    ],
    ['an empty component', { 'estimates/A/indptr': Int32Array.of(0, 0, 3) }, /component 0.*no pixels/],
    ['fewer weights than pixels', { 'estimates/A/data': Float64Array.of(1) }, /1 weights and 3 pixels/],
    [
      'a verdict on a component that there is not',
      { 'estimates/idx_components': Int32Array.of(2) },
      /2 is none of 2 components/,
    ],
  ])('refuses to load %s', async (_, changes, message) => {
    const plane = await planeOf(changes)
    await expect(caiman.loadRois(plane)).rejects.toMatchObject({
      code: 'FILE_INVALID',
      message: expect.stringMatching(message),
    })
  })
})

describe('withHdf5', () => {
  it('names a file that is none, is cut, or is not there', async () => {
    const folder = await folderWith({
      'a.hdf5': 'text',
      'b.hdf5': Buffer.from('\x89HDF\r\n\x1a\n and no more', 'latin1'),
    })
    for (const [name, message] of [
      ['a', /no HDF5/],
      ['b', /damaged HDF5/],
      ['c', /ENOENT/],
    ] as const) {
      const path = join(folder, `${name}.hdf5`)
      await expect(withHdf5(path, () => 0)).rejects.toMatchObject({
        code: 'FILE_INVALID',
        data: { file: path },
        message: expect.stringMatching(message),
      })
    }
  })

  it('tells results of CaImAn from other files', async () => {
    const folder = await folderWith({ 'a.hdf5': 'text' })
    expect(await isCaiman(join(folder, 'a.hdf5'))).toBe(false)
    expect(await isCaiman(await caimanFile())).toBe(true)
  })
})

describe.skipIf(!haveSamples)('a real result of CaImAn', () => {
  it('has the components that h5py finds', async () => {
    const { planes, version, problems } = await caiman.read(join(samples, 'caiman/caiman_analysis.hdf5'))
    expect(errors(problems)).toEqual([])
    expect(version).toBe('1.8.5')
    expect(planes).toMatchObject([
      {
        roiCount: 72,
        frameCount: 1000,
        height: 128,
        width: 128,
        frameRate: 30,
        traces: ['fluorescence', 'deconvolved', 'dff'],
      },
    ])
    const rois = await caiman.loadRois(planes[0]!)
    expect(rois.reduce((sum, { ypix }) => sum + ypix.length, 0)).toBe(25_527)
    expect(rois[0]!.ypix).toHaveLength(312)
    expect(rois[0]!.center.y).toBeCloseTo(15.6, 3)
    expect(rois[0]!.center.x).toBeCloseTo(23.449, 3)
  })
})
