import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderWith } from '#elements/formats/testing/folders.ts'
import { haveSamples, samples } from '#elements/formats/testing/samples.ts'
import { numberedPages, type TestTiff, tiffBytes } from '#elements/formats/testing/tiffFiles.ts'
import { locatePage, pageOf } from './recording.ts'
import { groupScanFiles, isScanImage, readFrameTimes, readScanImage, withScan } from './scanimage.ts'

const settings = {
  'SI.VERSION_MAJOR': '2021',
  'SI.VERSION_MINOR': '0',
  'SI.hChannels.channelSave': '1',
  'SI.hRoiManager.scanFrameRate': '30',
  'SI.hRoiManager.scanZoomFactor': '2.5',
  'SI.hRoiManager.imagingFovUm': '[-100 -50;100 -50;100 50;-100 50]',
  'SI.hScan2D.bidirectional': 'true',
  'SI.hScan2D.logAverageFactor': '1',
}
/** Three slices and two images of flyback, at 6 volumes a second. */
const fastZ = {
  'SI.hStackManager.enable': 'true',
  'SI.hStackManager.numSlices': '3',
  'SI.hStackManager.framesPerSlice': '1',
  'SI.hStackManager.zs': '[10 20 30]',
  'SI.hFastZ.enable': 'true',
  'SI.hFastZ.numDiscardFlybackFrames': '2',
  'SI.hRoiManager.scanVolumeRate': '6',
}
const linesOf = (values: Readonly<Record<string, string>>) =>
  Object.entries({ ...settings, ...values })
    .map(([name, value]) => `${name} = ${value}`)
    .join('\n')

const describePage =
  (channels: number, first = 1) =>
  (page: number) => {
    const frame = Math.floor(page / channels)
    return `frameNumbers = ${frame + first}\nframeTimestamps_sec = ${(frame + first - 1) / 30}\nepoch = [2024 3 5 10 15 7.25]\n`
  }

type Made = {
  pages: number
  channels?: number
  first?: number
  values?: Record<string, string>
  roiJson?: string
} & Pick<TestTiff, 'last'>
const scanBytes = ({ pages, channels = 1, first = 1, values = {}, roiJson = '', ...rest }: Made) =>
  tiffBytes({
    pages: numberedPages(pages, describePage(channels, first)),
    bigTiff: true,
    scanImage: { lines: linesOf(values), roiJson },
    ...rest,
  })

/** Files `x_00001_00001.tif` and so on. */
const readMade = async (...files: (Made | Uint8Array)[]) => {
  const names = files.map((_, i) => `x_00001_0000${i + 1}.tif`)
  const bytes = files.map((file) => (file instanceof Uint8Array ? file : scanBytes(file)))
  const folder = await folderWith(Object.fromEntries(names.map((name, i) => [name, bytes[i]!])))
  return readScanImage(names.map((name) => join(folder, name)))
}
const firstPixels = (recording: Awaited<ReturnType<typeof readScanImage>>, channel: number) =>
  withScan(recording, async (scan) => {
    const pixels: number[][] = []
    for (let volume = 0; volume < recording.volumeCount; volume++)
      pixels.push(
        await Promise.all(recording.fields.map(async (field) => (await scan.readField(field, volume, channel))[0]!)),
      )
    return pixels
  })

describe('readScanImage', () => {
  it('reads a movie of a plane, whatever number of images the slice was set to have', async () => {
    const recording = await readMade({ pages: 4, values: { 'SI.hStackManager.framesPerSlice': '10000' } })
    expect(recording).toMatchObject({
      software: 'ScanImage',
      version: '2021.0',
      startedAt: '2024-03-05T10:15:07.25',
      channels: [1],
      frameCount: 4,
      sliceCount: 1,
      framesPerSlice: 1,
      volumeCount: 4,
      frameRate: 30,
      volumeRate: 30,
      zoom: 2.5,
      bidirectional: true,
      roiCount: 0,
      problems: [],
    })
    expect(recording.durationSeconds).toBeCloseTo(4 / 30)
    expect(recording.fields).toEqual([
      {
        index: 0,
        slice: 0,
        roi: null,
        height: 3,
        width: 2,
        firstRow: 0,
        heightUm: 100,
        widthUm: 200,
        x: 0,
        y: 0,
        z: null,
      },
    ])
  })

  it('finds channels, slices and flyback among the pages', async () => {
    const recording = await readMade({
      pages: 20,
      channels: 2,
      values: { ...fastZ, 'SI.hChannels.channelSave': '[1;3]' },
    })
    expect(recording).toMatchObject({
      channels: [1, 3],
      frameCount: 10,
      sliceCount: 3,
      flybackCount: 2,
      volumeCount: 2,
      volumeRate: 6,
      durationSeconds: 2 / 6,
    })
    expect(recording.fields.map(({ z }) => z)).toEqual([10, 20, 30])
    expect(await firstPixels(recording, 0)).toEqual([
      [0, 2, 4],
      [10, 12, 14],
    ])
    expect(await firstPixels(recording, 1)).toEqual([
      [1, 3, 5],
      [11, 13, 15],
    ])
    expect(locatePage(recording, 13)).toEqual({ frame: 6, channel: 1, volume: 1, slice: 1, repeat: 0 })
    expect(locatePage(recording, 7)).toMatchObject({ volume: 0, slice: null })
    for (let page = 0; page < 20; page++) {
      const { slice, ...place } = locatePage(recording, page)
      if (slice !== null) expect(pageOf(recording, { slice, ...place })).toBe(page)
    }
  })

  it('divides rates by the number of images that were averaged', async () => {
    const recording = await readMade({ pages: 5, values: { ...fastZ, 'SI.hScan2D.logAverageFactor': '3' } })
    expect(recording).toMatchObject({ frameRate: 10, volumeRate: 2 })
  })

  it('takes the volume rate from the images when the header has none', async () => {
    const { 'SI.hRoiManager.scanVolumeRate': _, ...values } = fastZ
    expect(await readMade({ pages: 5, values })).toMatchObject({ volumeRate: 6 })
  })

  it('joins the files of an acquisition, in order, with a volume across two of them', async () => {
    const recording = await readMade({ pages: 3, first: 8, values: fastZ }, { pages: 7, values: fastZ })
    expect(recording.files.map(({ pageCount }) => pageCount)).toEqual([7, 3])
    expect(recording).toMatchObject({ frameCount: 10, volumeCount: 2, problems: [] })
    expect(await firstPixels(recording, 0)).toEqual([
      [0, 1, 2],
      [5, 6, 0],
    ])
    const times = await readFrameTimes(recording)
    expect(times).toHaveLength(10)
    expect(times![9]).toBeCloseTo(9 / 30)
  })

  it('says when a file of the series is missing', async () => {
    const { problems } = await readMade({ pages: 3 }, { pages: 3, first: 9 })
    expect(problems).toEqual([{ level: 'warning', message: expect.stringMatching(/image 9.*before image 4/) }])
  })

  it('leaves out a volume that was cut, and counts one that lacks only its flyback', async () => {
    const cut = await readMade({ pages: 7, values: fastZ })
    expect(cut.volumeCount).toBe(1)
    expect(cut.problems[0]?.message).toMatch(/2 of 3 images/)
    expect(await readMade({ pages: 8, values: fastZ })).toMatchObject({ volumeCount: 2, problems: [] })
  })

  it('keeps what is whole of a truncated file, and of one whose pages lead back', async () => {
    const bytes = scanBytes({ pages: 4 })
    const cut = await readMade(bytes.subarray(0, bytes.length - 5))
    expect(cut).toMatchObject({ frameCount: 3 })
    expect(cut.problems[0]?.message).toMatch(/x_00001_00001\.tif: Page 3 is damaged/)
    const looped = await readMade({ pages: 4, last: 600 })
    expect(looped.frameCount).toBe(4)
    expect(looped.problems[0]?.message).toMatch(/Page 4 is damaged/)
  })

  const roi = (center: number, rows: number, zs: unknown, isDiscrete = 0) => ({
    zs,
    discretePlaneMode: isDiscrete,
    scanfields: { centerXY: [center, 0], sizeXY: [2, 1], pixelResolutionXY: [2, rows] },
  })
  const roiJson = (rois: unknown) => JSON.stringify({ RoiGroups: { imagingRoiGroup: { rois } } })

  it('cuts a page into the rectangles that were scanned one after the other', async () => {
    const values = { 'SI.hRoiManager.mroiEnable': 'true', 'SI.objectiveResolution': '15' }
    const recording = await readMade({ pages: 2, values, roiJson: roiJson([roi(-3, 1, 0), roi(3, 1, 0)]) })
    expect(recording).toMatchObject({ roiCount: 2, problems: [] })
    expect(recording.fields).toMatchObject([
      { roi: 0, firstRow: 0, height: 1, width: 2, x: -45, widthUm: 30, heightUm: 15 },
      { roi: 1, firstRow: 2, height: 1, x: 45 },
    ])
    const second = await withScan(recording, (scan) => scan.readField(recording.fields[1]!, 1))
    expect([...second]).toEqual([-4, -5])
  })

  it('takes a rectangle that is one thing for a list of one, and shows it only at its own depths', async () => {
    const values = { ...fastZ, 'SI.hRoiManager.mroiEnable': 'true' }
    const one = await readMade({ pages: 5, values, roiJson: roiJson(roi(0, 3, 0)) })
    expect(one.fields.map(({ slice, roi }) => [slice, roi])).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
    ])
    const two = await readMade({ pages: 5, values, roiJson: roiJson([roi(0, 1, 10, 1), roi(1, 1, 0)]) })
    expect(two.fields.map(({ slice, roi }) => [slice, roi])).toEqual([
      [0, 0],
      [0, 1],
      [1, 1],
      [2, 1],
    ])
  })

  it.each([
    ['cannot be read', '{"RoiGroups"', /cannot be read/],
    ['do not fit', roiJson([roi(0, 9, 0), roi(1, 9, 0)]), /do not fit/],
  ])('takes pages for whole fields when the rectangles %s', async (_, json, message) => {
    const recording = await readMade({ pages: 1, values: { 'SI.hRoiManager.mroiEnable': 'true' }, roiJson: json })
    expect(recording.fields).toHaveLength(1)
    expect(recording.problems[0]?.message).toMatch(message)
  })

  it('reads the lines of ScanImage 4 from the first page', async () => {
    const description =
      "scanimage.SI4.channelsSave = [1;2]\nscanimage.SI4.scanFrameRate = 20\nscanimage.SI4.scanMode = 'bidirectional'\nscanimage.SI4.stackNumSlices = 2\nscanimage.SI4.fastZEnable = true\nscanimage.SI4.fastZNumDiscardFrames = 2\nFrame Timestamp(s) = 1.5\n"
    const bytes = tiffBytes({ pages: numberedPages(8, () => description) })
    const recording = await readMade(bytes)
    expect(recording).toMatchObject({
      channels: [1, 2],
      volumeCount: 1,
      volumeRate: 5,
      bidirectional: true,
      flybackCount: 2,
    })
    expect((await readFrameTimes(recording))?.[0]).toBe(1.5)
  })

  it('reads the lines of ScanImage 3, which end by CR alone', async () => {
    const description =
      "state.software.version=3.8\rstate.acq.frameRate=4\rstate.acq.numberOfZSlices=1\rstate.acq.savingChannel1=1\rstate.acq.savingChannel2=1\rstate.internal.triggerTimeString='10/9/2017 16:57:07.967'\r"
    const recording = await readMade(tiffBytes({ pages: numberedPages(4, () => description) }))
    expect(recording).toMatchObject({
      version: '3.8',
      channels: [1, 2],
      frameCount: 2,
      startedAt: '2017-10-09T16:57:07.967',
    })
    expect(await readFrameTimes(recording)).toBeNull()
  })

  it('refuses other TIFFs, more channels than pages, and files of different acquisitions', async () => {
    const other = tiffBytes({ pages: numberedPages(2, () => 'ImageJ=1.53') })
    await expect(readMade(other)).rejects.toThrow(/not ScanImage/)
    await expect(readMade({ pages: 1, values: { 'SI.hChannels.channelSave': '[1 2]' } })).rejects.toThrow(
      /2 channels in 1 pages/,
    )
    await expect(readMade({ pages: 1 }, other)).rejects.toThrow(/00002\.tif.*not of the same acquisition/)
    await expect(readScanImage([])).rejects.toMatchObject({ code: 'FILE_INVALID' })
  })

  it('survives a header of nonsense', async () => {
    const nonsense = Object.fromEntries(
      Object.keys({ ...settings, ...fastZ }).map((name) => [name, '<nonscalar struct/object>']),
    )
    const recording = await readMade({ pages: 2, values: nonsense })
    expect(recording).toMatchObject({ channels: [1], volumeCount: 2, volumeRate: null, durationSeconds: null })
    expect(recording.problems).toHaveLength(2)
  })
})

describe('isScanImage', () => {
  it('tells TIFFs of ScanImage from others and from no TIFFs', async () => {
    const folder = await folderWith({
      'a.tif': scanBytes({ pages: 1 }),
      'b.tif': tiffBytes({ pages: numberedPages(1) }),
      'c.tif': 'x',
    })
    expect(await Promise.all(['a', 'b', 'c', 'd'].map((name) => isScanImage(join(folder, `${name}.tif`))))).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
})

describe('groupScanFiles', () => {
  it('joins the files of one acquisition only', () => {
    const names = [
      'm_00001_00010.tif',
      'm_00001_00002.tif',
      'm_00002_00001.tif',
      'n_00001.tif',
      'n_00002.tif',
      'notes.txt',
    ]
    expect(groupScanFiles(names)).toEqual([
      ['m_00001_00002.tif', 'm_00001_00010.tif'],
      ['m_00002_00001.tif'],
      ['n_00001.tif'],
      ['n_00002.tif'],
    ])
  })
})

describe.skipIf(!haveSamples)('real recordings of ScanImage', () => {
  it.each([
    [
      'sample_scanimage_version_3_8.tiff',
      { version: '3.8', frameCount: 10, channels: [1], volumeRate: 3.90625, height: 256, pixelType: 'uint16' },
    ],
    [
      'scanimage_20220923_noroi.tif',
      {
        version: '2023.0.0',
        channels: [1, 4],
        frameCount: 12,
        sliceCount: 2,
        framesPerSlice: 2,
        volumeCount: 3,
        frameRate: 58.2068,
        volumeRate: 14.5517,
        startedAt: '2023-09-22T12:46:09.383',
        imagingSystem: 'NIResScan',
      },
    ],
    ['vol_no_flyback_00001_00001.tif', { sliceCount: 9, flybackCount: 0, volumeCount: 10, height: 20, width: 20 }],
    [
      'vol_one_ch_multi_files_00001_00001.tif',
      { sliceCount: 9, flybackCount: 7, volumeCount: 10, frameCount: 160, volumeRate: 32.7454 },
    ],
  ])('%s', async (name, expected) => {
    expect(await readScanImage([join(samples, 'scanimage', name)])).toMatchObject({ ...expected, problems: [] })
  })
})
