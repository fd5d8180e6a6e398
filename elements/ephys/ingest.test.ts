import { mkdir, rename, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Finding, IngestStep, InsertRow, Key } from '#elements/contract.ts'
import { below, type FileContent, folderWith, metaText, sortingFiles } from '#elements/formats/testing/folders.ts'
import { haveSamples, samples } from '#elements/formats/testing/samples.ts'
import { ephysIngest } from './ingest.ts'
import { findRecordingSource } from './readers/recordingSource.ts'

const session: Key = { subject: 'M1', session_datetime: '2024-03-05T10:15:00' }
const imec = (number: number) => `run_g0/run_g0_imec${number}`
const meta = (number: number, serial: string) => ({
  [`${imec(number)}/run_g0_t0.imec${number}.ap.meta`]: metaText(8, { imDatPrb_sn: serial, fileSizeBytes: '18000000' }),
})
const sortedOn = (datPath: string) => sortingFiles({ 'params.py': `dat_path = r'${datPath}'\nsample_rate = 30000.\n` })

/** Tables in memory that take the steps of a plan, as the transaction does. */
const memory = () => {
  const tables = new Map<string, InsertRow[]>()
  const rows = (table: string) => tables.get(table) ?? []
  const matches = (row: InsertRow, key: Key) =>
    Object.entries(key).every(([name, value]) => !(name in row) || row[name] === value)
  const take = (step: IngestStep) => {
    const added = step.do === 'make' ? [step.key] : step.rows
    const fresh = added.filter(
      (row) => !rows(step.table).some((old) => JSON.stringify(old, bigints) === JSON.stringify(row, bigints)),
    )
    tables.set(step.table, [...rows(step.table), ...fresh])
    return fresh.length
  }
  return { rows, take, fetch: async (table: string, key: Key) => rows(table).filter((row) => matches(row, key)) }
}
const bigints = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)

const sound = (findings: readonly Finding[]) =>
  findings.filter(({ problems }) => problems.every(({ level }) => level !== 'error'))

const register = async (root: string, database: ReturnType<typeof memory>, findings?: readonly Finding[]) => {
  const accepted = findings ?? sound(await ephysIngest.detect(root))
  const steps = await ephysIngest.plan(accepted, {
    session,
    directory: 'M1/day1',
    absoluteDirectory: root,
    attributesOf: () => [],
    fetch: database.fetch,
  })
  return steps.reduce((count, step) => count + database.take(step), 0)
}
const detect = async (files: Readonly<Record<string, FileContent>>) => ephysIngest.detect(await folderWith(files))
const ids = (findings: readonly Finding[]) => findings.map(({ id }) => id)

describe('detect', () => {
  it('finds recordings and sortings, and which belongs to which', async () => {
    const findings = await detect({
      ...meta(0, '111'),
      ...meta(1, '222'),
      ...below(`${imec(0)}/kilosort3`, sortedOn('E:\\run_g0_imec0\\run_g0_tcat.imec0.ap.bin')),
      ...below('sorted/imec1_ks', sortedOn('/elsewhere/temp_wh.dat')),
      'notes.txt': 'a day',
    })
    const [zero, one] = [0, 1].map((number) => `spikeglx:${imec(number)}/run_g0_t0.imec${number}.ap.meta`)
    expect(ids(findings)).toEqual([zero, one, `kilosort:${imec(0)}/kilosort3`, 'kilosort:sorted/imec1_ks'])
    expect(findings.map(({ belongsTo }) => belongsTo)).toEqual([undefined, undefined, zero, one])
    expect(findings[0]).toMatchObject({ kind: 'recording', startedAt: '2024-03-05T10:15:00' })
    expect(findings[0]!.facts).toContainEqual({ label: 'Probe', value: 'PRB_1_4_0480_1, 111' })
    expect(findings[2]!.facts).toContainEqual({ label: 'Labels', value: 'good 1, mua 1' })
  })

  it('finds nothing in a folder of other things', async () => {
    expect(
      await detect({
        'movie.tif': 'x',
        'a/b/params.py': 'n = 1',
        'x.nidq.meta': 'typeThis=nidq',
        'unity.meta': 'guid: 1',
      }),
    ).toEqual([])
  })

  it('reports a damaged file instead of failing', async () => {
    const findings = await detect({
      'a/bad.ap.meta': 'typeThis=imec',
      'ks/spike_times.npy': 'oops',
      'ks/spike_clusters.npy': 'oops',
    })
    expect(findings.map(({ id, problems }) => [id, problems[0]!.level])).toEqual([
      ['spikeglx:a/bad.ap.meta', 'error'],
      ['kilosort:ks', 'error'],
    ])
  })

  it('registers one recording of each probe, preferring the one with data', async () => {
    const findings = await detect({
      'a_g0_t0.imec0.ap.meta': metaText(4, { fileSizeBytes: '60' }),
      'b_g0_t0.imec0.ap.meta': metaText(4),
      'b_g0_t0.imec0.ap.bin': new Uint8Array(60),
    })
    expect(findings[0]!.problems.at(-1)!.message).toMatch(/^b_g0_t0\.imec0\.ap\.meta is of the same probe/)
  })

  it('registers the recording that was sorted, of several of one probe', async () => {
    const runs = [0, 1].flatMap((gate) => [0, 1].map((trigger) => `run_g${gate}/run_g${gate}_t${trigger}.imec0.ap`))
    const [, , , sorted] = runs
    const findings = await detect({
      ...Object.fromEntries(runs.map((run) => [`${run}.meta`, metaText(8, { fileSizeBytes: '18000000' })])),
      ...below('run_g1/ks', sortedOn('D:\\run_g1_t1.imec0.ap.bin')),
    })
    expect(findings.at(-1)).toMatchObject({ belongsTo: `spikeglx:${sorted}.meta`, problems: [] })
    expect(findings.filter(({ data }) => (data as { supersededBy: string | null }).supersededBy === null)).toHaveLength(
      1,
    )
  })

  it('says when a sorting is of another run than the one that is registered', async () => {
    const header = metaText(8, { fileSizeBytes: '18000000' })
    const findings = await detect({
      ...{ 'run_g0_t0.imec0.ap.meta': header, 'run_g0_t1.imec0.ap.meta': header },
      ...below('a', sortedOn('run_g0_t0.imec0.ap.bin')),
      ...below('b', sortedOn('run_g0_t1.imec0.ap.bin')),
    })
    const messages = (id: string) =>
      findings.find((finding) => finding.id === id)!.problems.map(({ message }) => message)
    expect(messages('kilosort:a')).toEqual([])
    expect(messages('kilosort:b')).toEqual([
      'It was made from run_g0_t1.imec0.ap.meta, but run_g0_t0.imec0.ap.meta is registered for this probe: its spikes are not in that recording.',
    ])
  })

  it('says why a sorting is not of the recording beside it, and when it has later spikes', async () => {
    const doubtOf = async (params: string, header: Record<string, string>) => {
      const files = {
        'run_g0_t0.imec0.ap.meta': metaText(8, { fileSizeBytes: '18000000', ...header }),
        ...below('ks', sortingFiles({ 'params.py': params })),
      }
      return (await detect(files)).at(-1)!.problems.at(-1)?.message
    }
    expect(await doubtOf('sample_rate = 25000.', {})).toMatch(/not taken to be of run_g0.*25000 Hz.*30000\.061088 Hz/)
    expect(await doubtOf('sample_rate = 30000.', { fileSizeBytes: '18000' })).toMatch(
      /last spike is at 2\.000 s.*0\.033 s long/,
    )
    expect(await doubtOf('sample_rate = 30000.', {})).toBeUndefined()
  })

  it('follows links within the folder once, and none out of it', async () => {
    const root = await folderWith({ 'data/run_g0_t0.imec0.ap.meta': metaText(4, { fileSizeBytes: '60' }) })
    const outside = await folderWith({ 'secret_g0_t0.imec0.ap.meta': metaText(4) })
    await symlink(root, join(root, 'data/loop'))
    await symlink(outside, join(root, 'outside'))
    expect(ids(await ephysIngest.detect(root))).toEqual(['spikeglx:data/run_g0_t0.imec0.ap.meta'])
  })

  it('looks five levels deep, and says when there is more', async () => {
    const root = await folderWith({ 'x_g0_t0.imec0.ap.meta': metaText(4, { fileSizeBytes: '60' }) })
    await mkdir(join(root, '1/2/3/4/5/6'), { recursive: true })
    const [finding] = await ephysIngest.detect(root)
    expect(finding!.problems.at(-1)!.message).toMatch(/larger than what is looked at/)
  })
})

describe('plan', () => {
  const files = {
    ...meta(0, '111'),
    ...meta(2, '222'),
    ...below(`${imec(0)}/kilosort3`, sortedOn('run_g0_t0.imec0.ap.bin')),
    ...below(`${imec(2)}/kilosort3`, sortedOn('run_g0_t0.imec2.ap.bin')),
  }

  it('registers probes, insertions, recordings and tasks, numbered as the files are', async () => {
    const database = memory()
    await register(await folderWith(files), database)
    expect(database.rows('ephys.ProbeInsertion')).toEqual([
      { ...session, insertion_number: 0, probe: '111' },
      { ...session, insertion_number: 2, probe: '222' },
    ])
    expect(database.rows('probe.Probe')).toContainEqual({ probe: '222', probe_type: 'PRB_1_4_0480_1' })
    expect(database.rows('probe.ProbeType.Electrode')).toHaveLength(960)
    expect(database.rows('ephys.EphysRecording')).toHaveLength(2)
    expect(database.rows('ephys.ClusteringParamSet')).toHaveLength(1)
    expect(database.rows('ephys.ClusteringTask')).toMatchObject([
      {
        insertion_number: 0,
        paramset_idx: 1,
        clustering_output_dir: `M1/day1/${imec(0)}/kilosort3`,
        task_mode: 'load',
      },
      { insertion_number: 2, paramset_idx: 1, clustering_output_dir: `M1/day1/${imec(2)}/kilosort3` },
    ])
  })

  it('adds nothing the second time', async () => {
    const [root, database] = [await folderWith(files), memory()]
    expect(await register(root, database)).toBeGreaterThan(0)
    expect(await register(root, database)).toBe(0)
  })

  it('keeps the insertions when a folder has been renamed', async () => {
    const [root, database] = [await folderWith(files), memory()]
    await register(root, database)
    await rename(join(root, imec(2)), join(root, 'run_g0/moved'))
    await register(root, database)
    expect(database.rows('ephys.ProbeInsertion')).toHaveLength(2)
  })

  it('keeps a known probe on its number and gives a new one the next', async () => {
    const database = memory()
    database.take({
      do: 'insert',
      table: 'ephys.ProbeInsertion',
      rows: [{ ...session, insertion_number: 0, probe: '222' }],
    })
    await register(await folderWith({ ...meta(0, '111'), ...meta(2, '222') }), database)
    expect(database.rows('ephys.ProbeInsertion')).toEqual([
      { ...session, insertion_number: 0, probe: '222' },
      { ...session, insertion_number: 1, probe: '111' },
    ])
  })

  it('brings the recording along when only its sorting is accepted', async () => {
    const [root, database] = [await folderWith(files), memory()]
    const findings = await ephysIngest.detect(root)
    await register(
      root,
      database,
      findings.filter(({ id }) => id === `kilosort:${imec(2)}/kilosort3`),
    )
    expect(database.rows('ephys.ProbeInsertion')).toMatchObject([{ insertion_number: 2, probe: '222' }])
    expect(database.rows('ephys.ClusteringTask')).toHaveLength(1)
  })

  it('gives a second result of one recording a parameter set of its own', async () => {
    const database = memory()
    const again = below(`${imec(0)}/kilosort3_again`, sortedOn('run_g0_t0.imec0.ap.bin'))
    const root = await folderWith({ ...files, ...again })
    await register(root, database)
    expect(database.rows('ephys.ClusteringParamSet')).toHaveLength(2)
    expect(
      new Set(database.rows('ephys.ClusteringTask').map((task) => `${task.insertion_number} ${task.paramset_idx}`))
        .size,
    ).toBe(3)
    expect(await register(root, database)).toBe(0)
  })

  it('turns labels into lookup rows', async () => {
    const database = memory()
    const labels = { 'cluster_group.tsv': 'cluster_id\tgroup\n0\tinterneuron\n' }
    await register(
      await folderWith({ ...meta(0, '111'), ...below(imec(0), { ...sortingFiles(), ...labels }) }),
      database,
    )
    expect(database.rows('ephys.ClusterQualityLabel').map((row) => row.cluster_quality_label)).toEqual([
      'interneuron',
      'mua',
    ])
  })

  it('makes a probe of the channel positions for a sorting without recording', async () => {
    const [root, database] = [await folderWith(below('tetrode/ks', sortedOn('/raw/other.dat'))), memory()]
    await register(root, database)
    const [insertion] = database.rows('ephys.ProbeInsertion')
    const probe = String(insertion!.probe)
    expect(probe).toMatch(/^ks-ks-[0-9a-f]{8}$/)
    expect(database.rows('probe.ProbeType.Electrode')).toHaveLength(4)
    const source = await findRecordingSource(root, probe)
    expect(source).toMatchObject({
      reader: 'kilosort',
      samplingRate: 30_000,
      duration: 2,
      startedAt: null,
      acquisitionSoftware: 'unknown',
    })
    expect(source.channels).toHaveLength(4)
    expect(await register(root, database)).toBe(0)
  })

  it('refuses a finding that cannot be read', async () => {
    const root = await folderWith({ 'bad.ap.meta': 'typeThis=imec' })
    await expect(register(root, memory(), await ephysIngest.detect(root))).rejects.toThrow(
      /bad\.ap\.meta cannot be registered/,
    )
  })
})

describe('findRecordingSource', () => {
  it('finds the recording of a probe by its serial number', async () => {
    const root = await folderWith({ ...meta(0, '111'), ...meta(1, '222') })
    const source = await findRecordingSource(root, '222')
    expect(source).toMatchObject({
      reader: 'spikeglx',
      path: `${imec(1)}/run_g0_t0.imec1.ap.meta`,
      probeType: 'PRB_1_4_0480_1',
    })
    expect(source.channels[7]).toEqual({ channel: 7, electrode: 7, name: 'AP7' })
    await expect(findRecordingSource(root, '333')).rejects.toMatchObject({ code: 'FILE_MISSING' })
  })
})

describe.skipIf(!haveSamples)('real folders', () => {
  it('tells the probes of three docks apart', async () => {
    const findings = await ephysIngest.detect(join(samples, 'spikeglx/multi_dock'))
    expect(findings.map(({ facts }) => facts[0]!.value)).toEqual([
      'neuropixels 2.0 - MS, 19122511841',
      'neuropixels 2.0 - MS, 19122514182',
      'neuropixels 2.0 - MS, 19122502062',
    ])
  })

  it('finds the recording beside a sorting, and a sorting that has none', async () => {
    const findings = await ephysIngest.detect(join(samples, 'kilosort'))
    expect(findings.map(({ id, belongsTo }) => [id, belongsTo])).toEqual([
      ['spikeglx:bombcell_toy_data/toy_data.ap.meta', undefined],
      ['kilosort:bombcell_toy_data', 'spikeglx:bombcell_toy_data/toy_data.ap.meta'],
      ['kilosort:ks2.5_phy_example_0', undefined],
    ])
    expect(sound(findings)).toHaveLength(3)
  })
})
