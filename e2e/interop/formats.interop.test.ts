import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeNpy } from '#elements/formats/encodeNpy.ts'
import { haveSamples, samples } from '#elements/formats/testing/samples.ts'
import { encodeNpyObjects, objectArray, type Picklable } from '#elements/formats/writePickle.ts'
import { writeRecording } from '#elements/imaging/demo/writeDemo.ts'
import { readScanImage } from '#elements/scan/index.ts'
import { makeScanQualityMetrics } from '#elements/scan/make/scanQualityMetrics.ts'
import { type Told, tellCaiman, tellHdf5, tellNpy, tellNumbers, tellPickle, tellTiff } from './formats/tell.ts'

const python = process.env.LABBOOK_TEST_PYTHON
const run = promisify(execFile)

/** By file name; `refused` is what the error of our reader says. */
type Expected = Record<string, { readonly [kind: string]: Told } & { readonly refused?: string }>

const judge = async (command: 'write' | 'read', folder: string): Promise<Expected> => {
  const script = resolve(import.meta.dirname, 'formats/judge.py')
  const { stdout } = await run(python!, ['-B', script, command, folder], { maxBuffer: 2 ** 27 })
  return JSON.parse(stdout)
}

/** Brightness is stored in single precision. */
const nearly = (value: number) => expect.closeTo(value, 1)

const readers = { npy: tellNpy, pickle: tellPickle, tiff: tellTiff, hdf5: tellHdf5, caiman: tellCaiman } as const

describe.skipIf(!python)('files of numpy, tifffile and h5py', () => {
  let folder: string
  let expected: Expected
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'labbook-formats-'))
    expected = await judge('write', folder)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test.each([
    ['npy', 250],
    ['pickle', 15],
    ['tiff', 35],
    ['hdf5', 3],
    ['caiman', 1],
  ] as const)('are read equal, element by element: %s', async (kind, least) => {
    const whole = Object.entries(expected).filter(([, told]) => kind in told && !told.refused)
    expect(whole.length).toBeGreaterThanOrEqual(least)
    for (const [name, told] of whole) expect(await readers[kind](join(folder, name)), name).toEqual(told[kind])
  })

  test('are refused by their name and what is wrong with them where we do not read them', async () => {
    const refused = Object.entries(expected).filter(([, { refused }]) => refused)
    expect(refused.length).toBeGreaterThanOrEqual(15)
    for (const [name, told] of refused) {
      const kind = (Object.keys(readers) as (keyof typeof readers)[]).find((each) => each in told)!
      const reading = readers[kind](join(folder, name))
      await expect(reading, name).rejects.toThrow(new RegExp(`${name}: .*${told.refused}`))
    }
  })

  test('of ScanImage 3.8 to 2018 have the channels, images and rates that were written', async () => {
    const scans = Object.entries(expected).filter(([, told]) => 'scan' in told)
    expect(scans.length).toBe(5)
    for (const [name, { scan }] of scans)
      expect(await readScanImage([join(folder, name)]), name).toMatchObject(scan as object)
  })

  test('of ScanImage have the brightness that numpy finds in each frame and channel', async () => {
    const scans = Object.entries(expected).filter(([, told]) => 'quality' in told)
    expect(scans.length).toBeGreaterThanOrEqual(4)
    const context = { progress: () => {}, warn: () => {} }
    for (const [name, { quality }] of scans) {
      const channels = await makeScanQualityMetrics.compute({ field: 0, files: [join(folder, name)] }, context)
      const found = channels.map(({ min, mean, max, contrast }) =>
        Array.from(min, (_, frame) => [min, mean, max, contrast].map((values) => values[frame]!)),
      )
      const wanted = quality as unknown as typeof found
      expect(found, name).toEqual(wanted.map((frames) => frames.map((values) => values.map(nearly))))
    }
  })

  test('with dates, paths and other protocols are read after the command that their refusal tells', async () => {
    const place = join(folder, 'cured')
    await mkdir(place)
    for (const name of ['ops_path.npy', 'ops_date.npy', 'ops_complex.npy', 'ops_2.npy', 'ops_5.npy']) {
      await copyFile(join(folder, name), join(place, name))
      const refusal = await tellPickle(join(place, name)).catch((error: Error) => error.message)
      const code = /python -c "(.*)"/.exec(refusal as string)![1]!
      await run(python!, ['-c', code], { cwd: place })
      expect(await tellPickle(join(place, name))).toHaveProperty('dict')
    }
    expect(await tellPickle(join(place, 'ops_path.npy'))).toEqual({
      dict: [
        ['save_path', '/home/x'],
        ['fs', { float: '401e000000000000' }],
      ],
    })
  })
})

describe.skipIf(!python || !haveSamples)('real files of Suite2p, Kilosort, ScanImage and CaImAn', () => {
  test.each([
    ['suite2p', 26],
    ['kilosort', 15],
    ['scanimage', 4],
    ['caiman', 1],
  ] as const)('are read as numpy, tifffile and h5py read them: %s', async (name, least) => {
    const folder = join(samples, name)
    const told = await judge('read', folder)
    const files = Object.entries(told)
    expect(files.length).toBeGreaterThanOrEqual(least)
    for (const [file, kinds] of files)
      for (const kind of Object.keys(readers) as (keyof typeof readers)[])
        if (kind in kinds) expect(await readers[kind](join(folder, file)), `${file} ${kind}`).toEqual(kinds[kind])
  })
})

describe.skipIf(!python)('files that we write', () => {
  let folder: string
  let told: Expected
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'labbook-written-'))
    await writeArrays(folder)
    await writePickles(folder)
    await writeRecording(join(folder, 'scan'), 'M1_00001', '2024-03-05T10:15:07', recording)
    const caiman = { ...recording, planes: [recording.planes[0]], program: 'caiman' } as const
    await writeRecording(join(folder, 'analysed'), 'M1_00002', '2024-03-05T11:15:07', caiman)
    told = await judge('read', folder)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const expectEqual = async (kind: keyof typeof readers, least: number) => {
    const files = Object.entries(told).filter(([, each]) => kind in each)
    expect(files.length).toBeGreaterThanOrEqual(least)
    for (const [name, each] of files) expect(await readers[kind](join(folder, name)), name).toEqual(each[kind])
  }

  test('hold the arrays that numpy reads', async () => {
    await expectEqual('npy', arrays.length)
    for (const [index, { dtype, array }] of arrays.entries())
      if (!('fortran' in array))
        expect(told[`array${index}.npy`]!.npy).toEqual(tellNumbers(dtype, array.shape, array.data))
  })

  test('hold the values that pickle reads', () => expectEqual('pickle', pickles))

  test('hold the movie that tifffile reads, and tell it that they are of ScanImage', async () => {
    await expectEqual('tiff', 2)
    expect(told['scan/M1_00001_00001.tif']!.settings).toEqual({
      VERSION_MAJOR: 2021,
      'hStackManager.numSlices': 2,
      'hRoiManager.scanVolumeRate': 5,
    })
  })

  test('hold the datasets that h5py reads, and the masks and traces that it finds in a result of CaImAn', async () => {
    await expectEqual('hdf5', 1)
    await expectEqual('caiman', 1)
    expect(told['analysed/caiman/analysis_results.hdf5']!.hdf5).toMatchObject({
      'estimates/R': { text: 'NoneType' },
      'params/motion/pw_rigid': { scalar: { int: '1' } },
    })
  })
})

const recording = {
  frames: 30,
  fps: 5,
  planes: [
    [3, 1],
    [2, 2],
  ],
  drawn: 30,
  program: 'suite2p',
  processedAt: '2024-03-06T00:00:00',
} as const

const counted = [0, 1, 2, 3, 4, 255]
const arrays = [
  { dtype: 'int32', array: { data: Int32Array.from([-1, 2 ** 31 - 1, -(2 ** 31)]), shape: [3] } },
  { dtype: 'uint32', array: { data: Uint32Array.from(counted), shape: [2, 3] } },
  { dtype: 'int64', array: { data: BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n), shape: [2, 1] } },
  { dtype: 'uint64', array: { data: BigUint64Array.of(2n ** 64n - 1n), shape: [1] } },
  { dtype: 'float32', array: { data: Float32Array.from([Number.NaN, -0, 1e-45, 3.4e38]), shape: [2, 2] } },
  { dtype: 'float64', array: { data: Float64Array.from(counted), shape: [1, 2, 3], fortran: true } },
  { dtype: 'uint8', array: { data: Uint8Array.from(counted), shape: [6] } },
  { dtype: 'bool', array: { data: Uint8Array.of(0, 1, 1), shape: [3], bool: true } },
  { dtype: 'float32', array: { data: new Float32Array(), shape: [0, 5] } },
] as const

const writeArrays = async (folder: string) => {
  for (const [index, { array }] of arrays.entries())
    await writeFile(join(folder, `array${index}.npy`), encodeNpy(array as Parameters<typeof encodeNpy>[0]))
}

const numberArray = fc.array(fc.float({ noDefaultInfinity: false }), { maxLength: 12 }).map(
  (values): Picklable => ({
    kind: 'ndarray',
    dtype: 'float32',
    shape: [values.length],
    data: Float32Array.from(values),
  }),
)

const anyValue = fc.letrec<{ value: Picklable; key: Picklable }>((tie) => ({
  key: fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n })),
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    fc.double(),
    tie('key'),
    fc.uint8Array({ maxLength: 300 }),
    numberArray,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(tie('value'), { maxLength: 5 }).map((items): Picklable => ({ kind: 'tuple', items })),
    fc.array(fc.tuple(tie('key'), tie('value')), { maxLength: 4 }).map((entries): Picklable => new Map(entries)),
  ),
}))

/** Of any values, and of what the demo's Suite2p folder adds. */
const pickles = 60 + 4

const writePickles = async (folder: string) => {
  const values = fc.sample(anyValue.value, { numRuns: 60, seed: 7 })
  for (const [index, value] of values.entries())
    await writeFile(join(folder, `pickle${index}.npy`), encodeNpyObjects(objectArray([value])))
}
