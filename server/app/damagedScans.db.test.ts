import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Key } from '#core/pipeline/table.ts'
import { encodeNpy } from '#elements/formats/encodeNpy.ts'
import { writeHdf5 } from '#elements/formats/writeHdf5.ts'
import { encodeNpyObjects, objectArray, type Picklable } from '#elements/formats/writePickle.ts'
import { writeRecording } from '#elements/imaging/demo/writeDemo.ts'
import { opsDict, roiDict } from '#elements/imaging/readers/testing/suite2pFiles.ts'
import type { AppContext } from './context.ts'
import { listJobs } from './listJobs.ts'
import { proposeIngest } from './proposeIngest.ts'
import { readRows } from './readRows.ts'
import { registerIngest } from './registerIngest.ts'
import { useTestContext } from './testing/testContext.ts'
import { workerLoop } from './workerLoop.ts'
import { insertRows } from './writeRows.ts'

const made = useTestContext()
const actor = { user: 'tester' }
const recording = { frames: 40, fps: 10, planes: [[3, 1]], drawn: 1, processedAt: '2024-03-03T00:00:00' } as const

let root: string
let app: AppContext
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'labbook-damaged-'))
  app = { ...made.context, config: { ...made.context.config, dataRoots: [root] } }
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const rows = (table: string, key: Key) => readRows(app, app.database, app.pipeline.table(table), key)

let count = 0
/** A session of its own, with a scan and its result in a folder of its own. */
const newSession = async (program: 'suite2p' | 'caiman') => {
  const subject = `M${++count}`
  const row = { subject, sex: 'U', subject_birth_date: '2023-01-01' }
  await insertRows(app, app.database, app.pipeline.table('subject.Subject'), [row])
  const session = { subject, startedAt: '2024-03-02T03:04:05' }
  await writeRecording(join(root, subject), 'M_00001', session.startedAt, { ...recording, program })
  const request = { root, directory: subject, session }
  return {
    key: { subject },
    file: (name: string) => join(root, subject, name),
    problems: async () =>
      (await proposeIngest(app, { root, directory: subject }, actor)).findings.flatMap(({ problems }) => problems),
    register: () => registerIngest(app, request, actor),
  }
}
type Session = Awaited<ReturnType<typeof newSession>>
type Damage = (session: Session) => void | Promise<void>

const movie = 'M_00001_00001.tif'
const plane = (name: string) => `suite2p/plane0/${name}`
const hdf5 = 'caiman/analysis_results.hdf5'

const putOps =
  (changes: Readonly<Record<string, Picklable>>): Damage =>
  ({ file }) =>
    writeFileSync(file(plane('ops.npy')), encodeNpyObjects(opsDict({ Ly: 128n, Lx: 128n, nframes: 40n, ...changes })))

/** The bytes of an .npy whose pickle names a path of Python, in place of ops.npy. */
const putForeignOps: Damage = ({ file }) => {
  const header = readFileSync(file(plane('ops.npy'))).subarray(0, 128)
  const pickle = Buffer.from('\x80\x04cpathlib\nPosixPath\n)R.', 'latin1')
  writeFileSync(file(plane('ops.npy')), Buffer.concat([header, pickle]))
}

describe('a result that is damaged before it is registered', () => {
  const cases: readonly (readonly [string, 'suite2p' | 'caiman', Damage, RegExp])[] = [
    [
      'names something foreign in its settings',
      'suite2p',
      putForeignOps,
      /ops\.npy: pickle: .*pathlib\.PosixPath.*python -c/,
    ],
    [
      'has fewer traces than masks',
      'suite2p',
      ({ file }) => writeFileSync(file(plane('F.npy')), encodeNpy({ data: new Float32Array(80), shape: [2, 40] })),
      /plane0: F\.npy is \(2, 40\), but stat\.npy has 4 ROIs/,
    ],
    [
      'has no ROIs',
      'suite2p',
      ({ file }) => {
        writeFileSync(file(plane('stat.npy')), encodeNpyObjects(objectArray([])))
        for (const name of ['F', 'Fneu', 'spks'])
          writeFileSync(file(plane(`${name}.npy`)), encodeNpy({ data: new Float32Array(), shape: [0, 40] }))
      },
      /found no ROI/,
    ],
    ['lacks a plane', 'suite2p', putOps({ nplanes: 2n }), /plane1 of 2 planes is missing/],
    ['has traces that end early', 'suite2p', ({ file }) => truncateSync(file(plane('F.npy')), 300), /F\.npy: .*short/],
    [
      'is an HDF5 file that was cut',
      'caiman',
      ({ file }) => truncateSync(file(hdf5), 2000),
      /analysis_results\.hdf5: file: is a damaged HDF5 file/,
    ],
    [
      'is an HDF5 file with empty groups',
      'caiman',
      ({ file }) => writeHdf5(file(hdf5), { 'estimates/A/none': 'NoneType' }),
      /dims: .*is no size of an image/,
    ],
  ]

  test.each(cases)('and %s is told of, and not registered', async (_, program, damage, problem) => {
    const session = await newSession(program)
    await damage(session)
    const errors = (await session.problems()).filter(({ level }) => level === 'error')
    expect(errors.map(({ message }) => message).join('\n')).toMatch(problem)
    const { inserted } = await session.register()
    expect(inserted.map(({ table }) => table)).toContain('scan.Scan')
    expect(await rows('imaging.ProcessingTask', session.key)).toEqual([])
  })
})

describe('a scan that is damaged', () => {
  test.each<readonly [string, Damage]>([
    ['was cut', ({ file }) => truncateSync(file(movie), readFileSync(file(movie)).length - 5)],
    ['leads back to its first page', ({ file }) => loopAtPage(file(movie), 30)],
  ])('and %s is registered with its whole pages and a warning', async (_, damage) => {
    const session = await newSession('suite2p')
    await damage(session)
    expect(await session.problems()).toContainEqual({
      level: 'warning',
      message: expect.stringMatching(/M_00001_00001\.tif: Page \d+ is damaged .*: the \d+ pages before it are read/),
    })
    await session.register()
    const [info] = await rows('scan.ScanInfo', session.key)
    expect(Number(info!.nframes)).toBeLessThan(40)
  })

  test('beyond reading is told of, and its result still registered', async () => {
    const session = await newSession('suite2p')
    truncateSync(session.file(movie), 500)
    expect((await session.problems()).map(({ message }) => message).join('\n')).toMatch(/M_00001_00001\.tif: page 0/)
    await session.register()
    expect(await rows('scan.Scan', session.key)).toMatchObject([{ acq_software: 'unknown' }])
  })
})

describe('a result that is damaged after it was registered', () => {
  const outside = () => encodeNpyObjects(objectArray([0, 1, 2, 3].map(() => roiDict([5], [128]))))

  test.each<readonly [string, 'suite2p' | 'caiman', Damage, string, RegExp]>([
    [
      'has masks outside the image',
      'suite2p',
      ({ file }) => writeFileSync(file(plane('stat.npy')), outside()),
      'imaging.Segmentation',
      /stat\.npy: ROI 0: pixel y 5, x 128 lies outside the image of 128 rows and 128 columns/,
    ],
    [
      'has verdicts on other masks',
      'suite2p',
      ({ file }) => writeFileSync(file(plane('iscell.npy')), encodeNpy({ data: new Float64Array(6), shape: [3, 2] })),
      'imaging.Segmentation',
      /iscell\.npy: shape: 3 rows for 4 ROIs/,
    ],
    [
      'was deleted',
      'suite2p',
      ({ file }) => rmSync(file('suite2p'), { recursive: true }),
      'imaging.Processing',
      /suite2p/,
    ],
    ['was cut', 'caiman', ({ file }) => truncateSync(file(hdf5), 2000), 'imaging.Processing', /damaged HDF5/],
  ])('and %s fails with its file and value, and leaves no row', async (_, program, damage, table, problem) => {
    const session = await newSession(program)
    await session.register()
    await damage(session)
    await workerLoop(app, { once: true })
    const failed = await listJobs(app, { key: session.key, status: 'error' }, actor)
    expect(failed.map((job) => job.table)).toContain(table)
    expect(failed.find((job) => job.table === table)!.errorMessage).toMatch(problem)
    for (const name of [table, ...app.pipeline.parts(table).map((part) => part.name), 'imaging.MaskClassification'])
      expect(await rows(name, session.key), name).toEqual([])
  })
})

describe('a result that is odd but whole', () => {
  test('is loaded without verdicts and with frames that have no number', async () => {
    const session = await newSession('suite2p')
    unlinkSync(session.file(plane('iscell.npy')))
    const traces = Float32Array.from({ length: 160 }, (_, index) =>
      index < 40 || index % 7 === 0 ? Number.NaN : index,
    )
    writeFileSync(session.file(plane('F.npy')), encodeNpy({ data: traces, shape: [4, 40] }))
    await session.register()
    await workerLoop(app, { once: true })
    const jobs = await listJobs(app, { key: session.key }, actor)
    expect(jobs.filter(({ status }) => status !== 'success')).toEqual([])
    expect(await rows('imaging.Segmentation.Mask', session.key)).toHaveLength(4)
    expect(await rows('imaging.MaskClassification', session.key)).toEqual([])
    const quality = await rows('imaging.ProcessingQualityMetrics.Trace', session.key)
    expect(quality.map(({ mask }) => mask)).toEqual([1, 2, 3])
    expect(quality.every(({ variance }) => Number(variance) > 0)).toBe(true)
  })

  test('with a name that is no UTF-8 is told of by what can be read of it, a folder too', async () => {
    const session = await newSession('suite2p')
    const odd = (name: string) => Buffer.concat([Buffer.from(session.file('M')), Buffer.of(0xe9), Buffer.from(name)])
    copyFileSync(session.file(movie), odd('_00002.tif'))
    mkdirSync(odd('_folder'))
    const messages = (await session.problems()).map(({ message }) => message).join('\n')
    expect(messages).toMatch(/M\uFFFD_00002\.tif: file: has a name that is not UTF-8: rename it/)
    expect(messages).toMatch(/M\uFFFD_folder: folder: has a name that is not UTF-8/)
  })
})

/** Makes the directory of a page of a BigTIFF say that the first page comes next. */
const loopAtPage = (path: string, page: number): void => {
  const bytes = readFileSync(path)
  const first = Number(bytes.readBigUInt64LE(8))
  let at = first
  const nextOf = (offset: number) => offset + 8 + 20 * Number(bytes.readBigUInt64LE(offset))
  for (let number = 0; number < page; number++) at = Number(bytes.readBigUInt64LE(nextOf(at)))
  bytes.writeBigUInt64LE(BigInt(first), nextOf(at))
  writeFileSync(path, bytes)
}
