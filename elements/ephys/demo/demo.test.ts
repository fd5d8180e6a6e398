import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { columnMajor } from '#elements/formats/encodeNpy.ts'
import { readNpyHeader } from '#elements/formats/npy.ts'
import { readKilosort } from '../readers/kilosort.ts'
import { readSpikeGlx } from '../readers/spikeglx.ts'
import { openBin } from '../readers/spikeglxBin.ts'
import { demoLab } from './demoLab.ts'
import { writeDemo } from './writeDemo.ts'
import { writeJourneyFolder } from './writeJourneyFolder.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'labbook-demo-'))
  await writeDemo(join(root, 'demo'))
})
afterAll(() => rm(root, { recursive: true }))

const filesBelow = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

const probeFolder = (session: number, imec = 0): string => {
  const { subject, session_datetime, directory } = demoLab.sessions[session]!
  const run = `${subject}_${session_datetime.slice(0, 10).replaceAll('-', '')}_g0`
  return join(root, 'demo', directory, run, `${run}_imec${imec}`)
}

describe('the demo lab', () => {
  test('has three subjects and six sessions of at least four minutes', async () => {
    expect(new Set(demoLab.sessions.map(({ subject }) => subject)).size).toBe(3)
    expect(demoLab.sessions).toHaveLength(6)
    const metas = (await filesBelow(join(root, 'demo'))).filter((path) => path.endsWith('.meta'))
    expect(metas).toHaveLength(7)
    for (const path of metas) {
      const { durationSeconds, probe, channels } = await readSpikeGlx(path)
      expect(durationSeconds).toBeGreaterThanOrEqual(240)
      expect(probe!.serial).toMatch(/^\d{11}$/)
      expect(channels.every(({ site, microvoltsPerBit }) => site && microvoltsPerBit)).toBe(true)
    }
  })

  test('takes at most 60 MB on the disk though its recordings have their true length', async () => {
    const sizes = await Promise.all((await filesBelow(join(root, 'demo'))).map((path) => stat(path)))
    expect(sizes.reduce((sum, { blocks }) => sum + blocks * 512, 0)).toBeLessThan(60e6)
    expect(sizes.reduce((sum, { size }) => sum + size, 0)).toBeGreaterThan(1e9)
  })

  test('has sortings of two versions of Kilosort, with the types that each writes', async () => {
    const modern = await readNpyHeader(join(probeFolder(0), 'kilosort4', 'spike_times.npy'))
    expect(modern).toMatchObject({ dtype: 'int64', fortranOrder: false, shape: [modern.count] })
    const older = await readNpyHeader(join(probeFolder(1), 'kilosort2_5', 'spike_times.npy'))
    expect(older).toMatchObject({ dtype: 'uint64', fortranOrder: true, shape: [older.count, 1] })
    expect((await readKilosort(join(probeFolder(1), 'kilosort2_5'))).method).toBe('kilosort2.5')
  })

  test('has a sorting that was curated in phy: a merge gave a new cluster, labels of edited clusters count', async () => {
    const sorting = await readKilosort(join(probeFolder(0), 'kilosort4'))
    expect(sorting).toMatchObject({ curated: true, method: 'kilosort4' })
    expect(sorting.modifiedAt.slice(0, 10)).toBe('2025-03-06')
    expect(sorting.clusterIds).toContain(25)
    expect(sorting.clusterIds).not.toContain(8)
    expect(sorting.labels.get(13)).toBe('noise')
  })

  test('rows refer only to rows that come before them', () => {
    const names = demoLab.inserts.map(({ table }) => table)
    expect(names.indexOf('lab.User')).toBeLessThan(names.indexOf('lab.LabMembership'))
    expect(names.indexOf('subject.Subject')).toBeLessThan(names.indexOf('subject.Subject.Species'))
  })
})

describe('a simulated recording', () => {
  test('is the same bytes every time', async () => {
    const digest = async (folder: string) => {
      await writeJourneyFolder(folder, { duration: 5 })
      const hash = createHash('sha256')
      for (const path of (await filesBelow(folder)).sort()) hash.update(await readFile(path))
      return hash.digest('hex')
    }
    expect(await digest(join(root, 'a'))).toBe(await digest(join(root, 'b')))
  })

  test('has zeros between its spikes, and a sync line that switches every half second', async () => {
    const folder = join(root, 'b', 'journey_g0', 'journey_g0_imec0')
    const recording = await readSpikeGlx(join(folder, 'journey_g0_t0.imec0.ap.meta'))
    const bin = openBin(recording)
    const samples = bin.readSamples(0, recording.sampleCount!)
    bin.close()
    const sync = new Set<number>()
    let empty = 0
    for (let sample = 0; sample < recording.sampleCount!; sample++) {
      const row = samples.subarray(sample * 49, (sample + 1) * 49)
      if (row.every((value) => value === 0)) empty++
      else sync.add(row[48]!)
    }
    expect(empty).toBeGreaterThan(recording.sampleCount! / 2)
    expect([...sync].sort((a, b) => a - b)).toEqual([0, 64])
  })
})

test('a matrix turned to column-major keeps its elements', () => {
  expect([...columnMajor(Float32Array.of(1, 2, 3, 4, 5, 6), 2, 3)]).toEqual([1, 4, 2, 5, 3, 6])
})
