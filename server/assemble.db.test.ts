import { beforeAll, describe, expect, test } from 'vitest'
import type { AppContext } from '#app/context.ts'
import { fetchRows } from '#app/fetchRows.ts'
import { listPlots } from '#app/listPlots.ts'
import { requestPlot } from '#app/requestPlot.ts'
import { sessionBoard } from '#app/sessionBoard.ts'
import { sessionPage } from '#app/sessionPage.ts'
import { encodeBlob } from '#core/blob/encodeBlob.ts'
import { decodeFrame } from '#core/frame/decodeFrame.ts'
import type { Key, Value } from '#core/pipeline/table.ts'
import { useTestDatabase } from '#db/testing/testDatabase.ts'
import { assemble } from './assemble.ts'
import { type AssemblyConfig, type ConfigInput, readConfig } from './config.ts'
import { acuteTables, chronicTables, labTables, noCurationTables } from './testing/labTables.ts'
import { openLab } from './testing/openLab.ts'
import { showTables } from './testing/showTables.ts'

const db = useTestDatabase()
const actor = { user: 'tester' }
const notes: string[] = []
const log = { info: (message: string) => notes.push(message), warn: () => {}, error: () => {} }
const everything: AssemblyConfig = { elements: null, links: {}, session: 'datetime' }

const run = async (statements: readonly string[]) => {
  for (const statement of statements) await db.database.execute(statement)
}

const open = (config: ConfigInput): Promise<AppContext> => openLab(db.address, { home: db.home, ...config }, log)
const shapes = (...databases: string[]) => showTables(db.database, ...databases)

const insert = (table: string, row: Readonly<Record<string, Value>>) =>
  db.database.execute(
    `INSERT INTO ${table} (${Object.keys(row).join(', ')}) VALUES (${Object.keys(row)
      .map(() => '?')
      .join(', ')})`,
    Object.values(row),
  )
const spikes = (...times: number[]) =>
  encodeBlob(
    { kind: 'ndarray', dtype: 'float64', shape: [times.length], data: Float64Array.from(times) },
    (bytes) => bytes,
  )

describe("a lab's own tables of mice, people and visits", () => {
  const links = {
    Subject: 'our_mice.Mouse',
    Session: 'our_rig.Visit',
    Experimenter: 'our_mice.Person',
    Device: 'our_rig.Machine',
  }
  const config: ConfigInput = {
    prefix: 'linked_',
    blobStyle: 'bare',
    assembly: { ...everything, links, elements: ['probe', 'ephys'] },
  }
  let before: Record<string, string>
  let context: AppContext

  beforeAll(async () => {
    await run(labTables)
    before = await shapes('our_mice', 'our_rig')
    context = await open(config)
  })

  test('stand for those of the elements, whose keys begin with theirs', () => {
    expect(context.pipeline.table('session.Session').name).toBe('our_rig.Visit')
    expect(context.pipeline.table('ephys.ProbeInsertion').primaryKey).toEqual([
      'mouse_id',
      'visit_start',
      'insertion_number',
    ])
    expect(context.pipeline.table('session.SessionExperimenter').primaryKey).toEqual([
      'mouse_id',
      'visit_start',
      'person',
    ])
    expect(context.pipeline.ancestors('ephys.CuratedClustering').map(({ name }) => name)).toContain('our_mice.Mouse')
    expect(context.pipeline.tables.filter(({ name }) => name === 'session.Session' || name === 'scan.Scan')).toEqual([])
    expect(context.elements.some(({ demo }) => demo !== undefined)).toBe(false)
  })

  test('are shown on the board and on the page of a session', async () => {
    const visit = { mouse_id: 7, visit_start: '2024-05-06 07:08:09' }
    const key: Key = { mouse_id: 7, visit_start: '2024-05-06T07:08:09' }
    await insert('linked_session.session_experimenter', { ...visit, person: 'ann' })
    const board = await sessionBoard(context, { search: 'ann' }, actor)
    expect(board.rows).toMatchObject([{ session: key, experimenters: ['ann'] }])
    expect((await sessionBoard(context, {}, actor)).rows.map(({ session }) => session.visit_start)).toEqual([
      '2024-05-06T07:08:09',
      '2024-05-05T07:08:09',
    ])
    expect(await sessionPage(context, { key }, actor)).toMatchObject({
      session: { rig: 'left' },
      experimenters: ['ann'],
    })
  })

  test('were not altered', async () => expect(await shapes('our_mice', 'our_rig')).toEqual(before))

  test('must be there', async () => {
    const wrong = { ...config, assembly: { ...everything, links: { Session: 'our_rig.Visits' } } }
    await expect(open(wrong)).rejects.toThrow(
      'labbook.config.ts: links: session.Session: there is no table our_rig.Visits',
    )
  })
})

describe('the choice of elements', () => {
  test('leaves out what was not chosen', async () => {
    const { pipeline } = await open({ prefix: 'few_', assembly: { ...everything, elements: ['event', 'trial'] } })
    expect(pipeline.has('trial.Trial')).toBe(true)
    expect(pipeline.tables.filter(({ database }) => /^few_(ephys|scan)/.test(database))).toEqual([])
  })

  test.each([
    [
      ['event', 'ephis'],
      'labbook.config.ts: elements: there is no element "ephis"; choose among event, trial, probe, ephys',
    ],
    [['ephys'], 'there is no table probe.Probe'],
  ])('%j is refused in words', async (elements, sentence) => {
    await expect(open({ prefix: 'wrong_', assembly: { ...everything, elements } })).rejects.toThrow(sentence)
  })

  test('takes sessions by number', async () => {
    const { pipeline } = await open({ prefix: 'byid_', assembly: { ...everything, elements: [], session: 'id' } })
    expect(pipeline.table('session.SessionNote').primaryKey).toEqual(['subject', 'session_id'])
  })

  test('changes nothing where every table is as its definition says', async () => {
    await open({ prefix: 'plain_' })
    notes.length = 0
    const { yielded, leftOut, elements } = await assemble(db.database, readConfig({}, { prefix: 'plain_' }), log)
    expect({ notes, yielded: [...yielded], leftOut }).toEqual({ notes: [], yielded: [], leftOut: [] })
    expect(elements.some(({ demo }) => demo !== undefined)).toBe(true)
  })
})

describe.each([
  { variant: 'acute', tables: acuteTables, key: { curation_id: 1 } },
  { variant: 'chronic', tables: chronicTables, key: { curation_id: 1 } },
  { variant: 'no-curation', tables: noCurationTables, key: {} },
])('the $variant variant of the Elements, made by 0.14,', ({ variant, tables, key: curated }) => {
  const prefix = `${variant.replace('-', '')}_`
  const config: ConfigInput = { prefix, blobStyle: 'bare' }
  const databases = ['lab', 'subject', 'session', 'probe', 'ephys'].map((schema) => prefix + schema)
  const unitTable = 'ephys.CuratedClustering.Unit'
  const clustering = {
    subject: 'm1',
    session_datetime: '2024-01-02 03:04:05',
    insertion_number: 0,
    paramset_idx: 0,
    ...curated,
  } as Record<string, Value>
  const key: Key = { ...clustering, session_datetime: '2024-01-02T03:04:05' }
  let before: Record<string, string>
  let context: AppContext

  beforeAll(async () => {
    await run(tables(prefix))
    for (const [unit, times] of [
      [3, [0.5, 1, 2]],
      [8, [4]],
    ] as const)
      await insert(`${prefix}ephys._curated_clustering__unit`, {
        ...clustering,
        unit,
        electrode: 12,
        cluster_quality_label: 'good',
        spike_count: times.length,
        spike_times: spikes(...times),
      })
    before = await shapes(...databases)
    context = await open(config)
  })

  test('is shown as it is, and none of its tables was altered', async () => {
    const page = await fetchRows(context, { table: unitTable })
    expect(page.rows).toMatchObject([
      { ...key, unit: 3 },
      { ...key, unit: 8 },
    ])
    const after = await shapes(...databases)
    expect(Object.fromEntries(Object.keys(before).map((name) => [name, after[name]]))).toEqual(before)
  })

  test('draws the plots of its units from bare blobs', async () => {
    const plots = await listPlots(context, { table: unitTable }, actor)
    expect(plots.map(({ name }) => name)).toEqual(expect.arrayContaining(['ephys.units', 'ephys.raster', 'ephys.isi']))
    for (const { name } of plots.filter(({ name }) =>
      ['ephys.units', 'ephys.raster', 'ephys.firingRate', 'ephys.isi', 'ephys.autocorrelogram'].includes(name),
    )) {
      const { bytes } = await requestPlot(
        context,
        { plot: name, table: unitTable, key: { ...key, unit: 3 }, params: {} },
        actor,
      )
      expect(decodeFrame(bytes).arrays.length, name).toBeGreaterThan(0)
    }
    const { bytes } = await requestPlot(context, { plot: 'ephys.units', table: unitTable, key, params: {} }, actor)
    const frame = decodeFrame(bytes)
    expect([...frame.arrays.find(({ name }) => name === 'spikes')!.data]).toEqual([3, 1])
  })

  test('is populated by its own programs: LabBook makes nothing of tables in another form', () => {
    const makes = context.elements.flatMap(({ makes = [] }) => makes.map(({ table }) => table))
    expect(makes).not.toContain('ephys.CuratedClustering')
    expect(makes).toContain('scan.ScanInfo')
  })

  test('stands on the board with its sessions', async () => {
    const { rows, stages } = await sessionBoard(context, { experimenter: 'ann' }, actor)
    expect(rows).toEqual([])
    expect(stages.filter(({ madeElsewhere }) => madeElsewhere).map(({ table }) => table)).toEqual(
      expect.arrayContaining(['ephys.EphysRecording', 'ephys.Clustering', 'ephys.CuratedClustering']),
    )
    const board = await sessionBoard(context, {}, actor)
    expect(board.rows).toMatchObject([
      {
        session: { subject: 'm1' },
        note: '',
        experimenters: [],
        cells: { 'ephys.CuratedClustering': { state: 'done', done: 1, total: 1 } },
      },
    ])
  })
})
