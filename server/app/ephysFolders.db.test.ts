import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Key } from '#core/pipeline/table.ts'
import { encodeNpy } from '#elements/formats/encodeNpy.ts'
import { below, type FileContent, folderWith, metaText, sortingFiles } from '#elements/formats/testing/folders.ts'
import type { AppContext } from './context.ts'
import { populateTable } from './populateTable.ts'
import { proposeIngest } from './proposeIngest.ts'
import { readRows } from './readRows.ts'
import { registerIngest } from './registerIngest.ts'
import { retryAllJobs } from './retryJob.ts'
import { useTestContext } from './testing/testContext.ts'
import { insertRows } from './writeRows.ts'

const made = useTestContext()
const actor = { user: 'ada' }
const runOf = (day: number) => `día ${day}/läuft_g0/läuft_g0_imec1`
const startOf = (day: number) => `2024-03-0${day}T10:15:00`

beforeAll(async () => {
  const insert = (table: string, rows: Parameters<typeof insertRows>[3]) =>
    insertRows(made.context, made.db.database, made.context.pipeline.table(table), rows)
  await insert('subject.Subject', [{ subject: 'M1', sex: 'U', subject_birth_date: '2024-01-01' }])
  await insert('lab.User', [{ user: 'ada' }])
})

/** A day with a probe that is number 1 and alone, and a sorting of it. */
const folder = (day: number, changes: Readonly<Record<string, FileContent | null>> = {}) =>
  folderWith({
    [`${runOf(day)}/läuft_g0_t0.imec1.ap.meta`]: metaText(4, { fileSizeBytes: '6000000' }),
    ...below(`${runOf(day)}/kilo sort`, sortingFiles({ 'params.py': 'sample_rate = 30000.', ...changes })),
  })

const register = async (root: string, day: number): Promise<AppContext> => {
  const directory = `día ${day}`
  const app = { ...made.context, config: { ...made.context.config, dataRoots: [root] } }
  const { findings } = await proposeIngest(app, { root, directory }, actor)
  const accept = findings.filter(({ problems }) => problems.every(({ level }) => level !== 'error')).map(({ id }) => id)
  const session = { subject: 'M1', startedAt: startOf(day) }
  await registerIngest(app, { root, directory, session, accept, experimenter: 'ada', note: '' }, actor)
  return app
}
const populate = async (app: AppContext, table: string) => populateTable(app, { table: `ephys.${table}` }, () => {})
const rows = (table: string, key: Key) =>
  readRows(made.context, made.db.database, made.context.pipeline.table(table), key)

test('a probe with number 1 alone and names of any script are loaded as they are', async () => {
  const app = await register(await folder(5), 5)
  const session = { subject: 'M1', session_datetime: startOf(5) }
  expect(await rows('ephys.ProbeInsertion', session)).toMatchObject([{ insertion_number: 1, probe: '18408406292' }])
  expect(await rows('ephys.ClusteringTask', session)).toMatchObject([
    { clustering_output_dir: `${runOf(5)}/kilo sort` },
  ])
  for (const table of ['Clustering', 'CuratedClustering', 'WaveformSet'])
    expect(await populate(app, table)).toMatchObject({ done: 1, failed: 0 })
  expect(await rows('ephys.CuratedClustering.Unit', session)).toMatchObject([
    { unit: 0, electrode: 2, cluster_quality_label: 'good', spike_count: 4 },
    { unit: 1, electrode: 3, cluster_quality_label: 'mua', spike_count: 2 },
  ])
})

test('templates on a few channels of SpikeInterface are put at their sites', async () => {
  const templates = { data: Float32Array.from([0, 0, 1, 5, 3, 0, 0, 0]), shape: [2, 2, 2] }
  const index = { data: BigInt64Array.from([0n, 1n, 2n, -1n]), shape: [2, 2] }
  const app = await register(await folder(6, { 'templates.npy': templates, 'template_ind.npy': index }), 6)
  for (const table of ['Clustering', 'CuratedClustering']) await populate(app, table)
  const units = await rows('ephys.CuratedClustering.Unit', { session_datetime: startOf(6) })
  expect(units.map(({ electrode }) => electrode)).toEqual([1, 2])
})

test('a sorting with an impossible time leaves no unit behind, and is loaded when its file is right', async () => {
  const times = (first: bigint) => ({ data: BigInt64Array.from([first, 2n, 3n, 4n, 5n, 6n]), shape: [6] })
  const session = { session_datetime: startOf(7) }
  const root = await folder(7, { 'spike_times.npy': times(-7n) })
  const app = await register(root, 7)
  await populate(app, 'Clustering')
  const { failed, errors } = await populate(app, 'CuratedClustering')
  expect(failed).toBe(1)
  expect(errors[0]!.message).toMatch(/spike_times\.npy: row 0: -7 is not a time/)
  expect(await rows('ephys.CuratedClustering', session)).toEqual([])
  expect(await rows('ephys.CuratedClustering.Unit', session)).toEqual([])

  await writeFile(join(root, runOf(7), 'kilo sort/spike_times.npy'), encodeNpy(times(1n)))
  await retryAllJobs(app, { table: 'ephys.CuratedClustering' }, actor)
  expect(await populate(app, 'CuratedClustering')).toMatchObject({ done: 1, failed: 0 })
  expect(await rows('ephys.CuratedClustering.Unit', session)).toHaveLength(2)
})
