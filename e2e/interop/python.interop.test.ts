import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Pipeline } from '#core/pipeline/pipeline.ts'
import { printDiagramJson } from '#core/pipeline/printDiagramJson.ts'
import { type ApiClient, apiClient } from '../fixtures/apiClient.ts'
import { type RunningLabBook, startLabBook } from '../fixtures/startLabBook.ts'
import { until } from '../fixtures/until.ts'
import { rowsAsTold, type ToldRow } from './rowsAsTold.ts'

const python = process.env.LABBOOK_TEST_PYTHON
const prefix = 'labbook_'

/** datajoint-python on the database of a running LabBook whose demo data went through the real readers and makes. */
describe.skipIf(!python)('datajoint-python', () => {
  let labbook: RunningLabBook
  let api: ApiClient

  beforeAll(async () => {
    labbook = await startLabBook()
    api = apiClient(labbook.address)
    await until('the demo is populated', () => isPopulated(api), 180_000)
  })
  afterAll(() => labbook?.stop())

  test('opens every schema and reads every row and blob as we do', async () => {
    const judged = (await judge('read')) as Record<string, { primaryKey: string[]; rows: ToldRow[] }>
    const { tables } = await api.pipeline.describe.query()
    const own = tables.filter(({ native, database }) => native && database.startsWith(prefix))
    expect(Object.keys(judged).sort()).toEqual(own.map(({ name }) => name).sort())
    for (const table of own) {
      const { primaryKey, rows } = judged[table.name]!
      expect(primaryKey, table.name).toEqual(table.primaryKey)
      // The worker writes its heartbeat between the two readings.
      if (table.name !== 'app.Worker')
        expect(sorted(rows), table.name).toEqual(sorted(await rowsAsTold(address(), table)))
    }
    expect(judged['ephys.CuratedClustering.Unit']!.rows.length).toBeGreaterThan(50)
  })

  test('draws the nodes and edges of our diagram', async () => {
    const judged = (await judge('diagram')) as Diagram
    const { tables } = await api.pipeline.describe.query()
    const ours = ourDiagram(new Pipeline(tables))
    expect(judged.nodes).toEqual(ours.nodes)
    expect(judged.edges.map(edgeText).sort()).toEqual(ours.edges.map(edgeText).sort())
  })

  test('inserts a session that our grid then shows', async () => {
    const key = (await judge('insert')) as { subject: string; session_datetime: string }
    const page = await api.table.rows.query({ table: 'session.Session', key })
    expect(page.rows).toEqual([expect.objectContaining(key)])
    const note = await api.table.rows.query({ table: 'session.SessionNote', key })
    expect(note.rows[0]).toMatchObject({ session_note: 'naïve note, 20 µm — from Python' })
  })

  test('populates its own Computed table below ours, and we show it', async () => {
    const { made, rows } = (await judge('populate')) as { made: number; rows: ToldRow[] }
    expect(made).toBeGreaterThan(0)
    expect(rows).toHaveLength(made)
    const table = 'python_lab.SpikeTotal'
    const shown = await until('the new table is seen', async () => {
      const { tables } = await api.pipeline.describe.query()
      return tables.some(({ name }) => name === table) && api.table.rows.query({ table })
    })
    expect(shown.rows.map(({ total }) => total).sort()).toEqual(rows.map(({ total }) => total).sort())
  })

  const address = () => ({ host: '127.0.0.1', port: labbook.databasePort, ...credentials })
  let credentials = { user: '', password: '' }

  const judge = async (command: string): Promise<unknown> => {
    const url = new URL((await labbook.command('database', 'url', '--format', 'url')).trim())
    credentials = { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) }
    return runJudge(command, {
      DJ_HOST: url.hostname,
      DJ_PORT: url.port,
      DJ_USER: credentials.user,
      DJ_PASS: credentials.password,
    })
  }
})

type Edge = { parent: string; child: string; primary: boolean; map: Record<string, string> }
type Diagram = { nodes: string[]; edges: Edge[] }

/** Every table that LabBook makes has its rows, but for the keys whose job failed. */
const isPopulated = async (api: ApiClient): Promise<boolean> => {
  const made = [
    ...['ephys.EphysRecording', 'ephys.Clustering', 'ephys.CuratedClustering', 'ephys.WaveformSet'],
    ...['scan.ScanInfo', 'scan.ScanQualityMetrics', 'imaging.MotionCorrection', 'imaging.Fluorescence'],
    ...['imaging.Activity', 'imaging.ProcessingQualityMetrics'],
  ]
  const status = (await api.pipeline.status.query()).filter(({ table }) => made.includes(table))
  return status.every(({ rows, jobs, remaining }) => rows > 0 && remaining === jobs?.error)
}

const runJudge = (command: string, environment: Record<string, string>): Promise<unknown> =>
  new Promise((done, fail) => {
    const child = spawn(python!, [resolve(import.meta.dirname, 'judge.py'), command, prefix], {
      env: { ...process.env, ...environment },
    })
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (chunk) => (stdout += chunk))
    child.stderr.on('data', (chunk) => (stderr += chunk))
    child.on('error', fail)
    child.on('close', (code) =>
      code === 0 ? done(JSON.parse(stdout)) : fail(new Error(`judge.py ${command}: ${stderr.slice(-2000)}`)),
    )
  })

const ourDiagram = (pipeline: Pipeline): Diagram => {
  const physical = (name: string) => {
    const { database, sqlName } = pipeline.table(name)
    return `\`${database}\`.\`${sqlName}\``
  }
  return {
    nodes: printDiagramJson(pipeline)
      .nodes.map(({ name }) => physical(name))
      .sort(),
    edges: pipeline.tables.flatMap((child) =>
      child.foreignKeys.map(({ parent, primary, columns }) => ({
        parent: physical(parent),
        child: physical(child.name),
        primary,
        map: Object.fromEntries(columns.map((column) => [column.child, column.parent])),
      })),
    ),
  }
}

const edgeText = ({ parent, child, primary, map }: Edge): string =>
  `${parent} -> ${child} ${primary ? 'primary' : 'secondary'} ${JSON.stringify(Object.entries(map).sort())}`

const sorted = (rows: readonly ToldRow[]): ToldRow[] =>
  [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
