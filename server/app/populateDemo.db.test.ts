import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decodeFrame } from '#core/frame/decodeFrame.ts'
import type { Frame } from '#core/frame/frame.ts'
import type { Key } from '#core/pipeline/table.ts'
import { demoLab } from '#elements/ephys/demo/demoLab.ts'
import { writeDemo } from '#elements/ephys/demo/writeDemo.ts'
import type { AppContext } from './context.ts'
import { populateTable } from './populateTable.ts'
import { proposeIngest } from './proposeIngest.ts'
import { readRows } from './readRows.ts'
import { registerIngest } from './registerIngest.ts'
import { requestPlot } from './requestPlot.ts'
import { useTestContext } from './testing/testContext.ts'
import { insertRows } from './writeRows.ts'

const made = useTestContext()
const actor = { user: 'tomas' }
const tables = ['ephys.Clustering', 'ephys.CuratedClustering', 'ephys.WaveformSet'] as const

let root: string
let app: AppContext
const outcomes: Record<string, Awaited<ReturnType<typeof populateTable>>> = {}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'labbook-demo-'))
  await writeDemo(root)
  app = { ...made.context, config: { ...made.context.config, dataRoots: [root] } }
  for (const { table, rows } of demoLab.inserts) await insertRows(app, app.database, app.pipeline.table(table), rows)
  for (const { directory, subject, session_datetime, experimenter, note } of demoLab.sessions) {
    const { findings } = await proposeIngest(app, { root, directory }, actor)
    const accept = findings
      .filter(({ problems }) => problems.every(({ level }) => level !== 'error'))
      .map(({ id }) => id)
    const session = { subject, startedAt: session_datetime }
    await registerIngest(app, { root, directory, session, accept, experimenter, note }, actor)
  }
  for (const table of tables) outcomes[table] = await populateTable(app, { table }, () => {})
}, 120_000)
afterAll(() => rmSync(root, { recursive: true }))

const rowsOf = (table: string, key: Key = {}, attributes?: readonly string[]) =>
  readRows(app, app.database, app.pipeline.table(table), key, attributes)
const sortings = () => rowsOf('ephys.CuratedClustering') as Promise<Key[]>

const frameOf = async (plot: string, key: Key, params = {}): Promise<Frame> => {
  const { bytes } = await requestPlot(app, { plot, table: 'ephys.CuratedClustering.Unit', key, params }, actor)
  return decodeFrame(bytes)
}

describe('the demo lab, from files to plots', () => {
  test('every recording is registered while its folder is ingested', async () => {
    expect(await rowsOf('session.Session')).toHaveLength(6)
    expect(await rowsOf('ephys.EphysRecording')).toHaveLength(7)
    expect(await rowsOf('ephys.ClusteringTask')).toHaveLength(6)
  })

  test('all sortings are loaded but the one that lacks a file, whose job says which', async () => {
    expect(outcomes['ephys.Clustering']).toMatchObject({ done: 5, failed: 1 })
    expect(outcomes['ephys.Clustering']!.errors[0]!.message).toContain('templates.npy')
    expect(outcomes['ephys.CuratedClustering']).toMatchObject({ done: 5, failed: 0 })
    expect(outcomes['ephys.WaveformSet']).toMatchObject({ done: 5, failed: 0 })
  })

  test('each sorting has at least twenty units, with waveforms where raw data or means are', async () => {
    for (const key of await sortings()) {
      const units = await rowsOf('ephys.CuratedClustering.Unit', key, ['unit'])
      expect(units.length).toBeGreaterThanOrEqual(20)
      const peaks = await rowsOf('ephys.WaveformSet.PeakWaveform', key, ['unit'])
      expect([0, units.length]).toContain(peaks.length)
    }
  })

  test('every plot answers for every sorting and its first unit', async () => {
    const sources = new Set()
    for (const key of await sortings()) {
      const units = await frameOf('ephys.units', key)
      const [unit] = units.arrays.find(({ name }) => name === 'unit')!.data
      const waveform = await frameOf('ephys.waveform', { ...key, unit: unit! })
      sources.add(waveform.meta.source)
      expect(waveform.arrays.find(({ name }) => name === 'waveform')!.shape[0]).toBeGreaterThanOrEqual(32)
      for (const plot of ['raster', 'firingRate', 'autocorrelogram', 'isi', 'driftMap'])
        expect((await frameOf(`ephys.${plot}`, { ...key, unit: unit! })).arrays.length).toBeGreaterThan(0)
    }
    expect(sources).toEqual(new Set(['waveforms', 'template']))
  })
})
