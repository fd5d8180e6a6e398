import { describe, expect, test } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { declareTables } from '#db/declareTables.ts'
import { openDatabase } from '#db/openDatabase.ts'
import { parseDatabaseUrl } from '#db/parseDatabaseUrl.ts'
import type { Database } from '#db/port.ts'
import { testServerUrl } from '#db/testing/testServer.ts'
import type { AppContext } from './context.ts'
import { insertRow } from './insertRow.ts'
import { listAudit } from './listAudit.ts'
import { listJobs } from './listJobs.ts'
import { readRows } from './readRows.ts'
import { source, useToyPipeline } from './testing/useToyPipeline.ts'
import { updateRow } from './updateRow.ts'
import { type WorkerEvent, workerLoop } from './workerLoop.ts'

/** A second node of the Galera cluster whose first one is LABBOOK_TEST_DATABASE. */
const secondNode = process.env.LABBOOK_TEST_SECOND_NODE
const actor = { user: 'tester' }

describe.skipIf(!testServerUrl || !secondNode)('two nodes of a Galera cluster', () => {
  const toy = useToyPipeline()

  /** Runs `work` with the context of either node. @returns how often the nodes were in each other's way */
  const onBothNodes = async (work: (nodes: readonly [AppContext, AppContext]) => Promise<void>): Promise<number> => {
    const first = toy.app()
    const { database, close } = await openDatabase(parseDatabaseUrl(secondNode!), {
      prefix: toy.db.prefix,
      poolSize: 8,
    })
    const conflicts = async () => (await conflictsOf(first.database)) + (await conflictsOf(database))
    try {
      const before = await conflicts()
      await work([first, { ...toy.app(), database }])
      return (await conflicts()) - before
    } finally {
      await close()
    }
  }

  test('enter the same rows at the same time: each row is there once, the other is told', async () => {
    const outcomes: string[] = []
    await onBothNodes(async (nodes) => {
      const enter = (place: number, node: AppContext) =>
        insertRow(node, { table: 'toy.Elsewhere', row: { place } }, actor).then(
          () => outcomes.push('entered'),
          (error: { code: string }) => outcomes.push(error.code),
        )
      for (let place = 0; place < 20; place++) await Promise.all(nodes.map((node) => enter(place, node)))
    })
    const places = (await toy.rows('toy.Elsewhere')).map(({ place }) => place)
    expect(places).toEqual(Array.from({ length: 20 }, (_, place) => place))
    expect(outcomes.sort()).toEqual([...Array(20).fill('DUPLICATE_ENTRY'), ...Array(20).fill('entered')])
    expect(await listAudit(toy.app(), { table: 'toy.Elsewhere' })).toHaveLength(20)
  })

  test('change one row at the same time: every change follows another, and is in the audit trail once', async () => {
    await toy.enterSources(1)
    const amounts = Array.from({ length: 24 }, (_, index) => 100 + index)
    const conflicts = await onBothNodes(async (nodes) => {
      const change = (amount: number) =>
        updateRow(nodes[amount % 2]!, { table: 'toy.Source', key: source(1), row: { amount } }, actor)
      for (let start = 0; start < amounts.length; start += 2)
        await Promise.all(amounts.slice(start, start + 2).map(change))
    })
    expect(conflicts).toBeGreaterThan(0)
    const entries = await listAudit(toy.app(), { table: 'toy.Source', key: source(1) })
    const updates = entries.filter(({ action }) => action === 'update')
    const [row] = await toy.rows('toy.Source')
    const after = updates.map((entry) => Number(entry.after?.amount))
    const before = updates.map((entry) => Number(entry.before?.amount))
    expect(after.toSorted()).toEqual(amounts)
    expect([...before, Number(row!.amount)].toSorted()).toEqual([1, ...amounts].toSorted())
  })

  test('make each key once, with two workers each, and nothing fails or waits', async () => {
    await toy.enterSources(60)
    const events: WorkerEvent[] = []
    const onEvent = (event: WorkerEvent) => events.push(event)
    await onBothNodes(async (nodes) => {
      await Promise.all(nodes.map((node) => workerLoop(node, { once: true, concurrency: 2, onEvent })))
      for (const node of nodes) expect(await listJobs(node, {}, actor)).toEqual([])
    })
    expect(events.filter(({ kind }) => kind === 'waiting')).toEqual([])
    const ended = events.filter((event) => event.kind === 'ended').map(({ outcome }) => outcome.outcome)
    expect(ended).toEqual(Array(120).fill('made'))
    expect(await toy.rows('toy.Summed')).toHaveLength(60)
    expect(await toy.rows('toy.Doubled.Sample')).toHaveLength(60)
  })

  test('show at once what was written through the other', async () => {
    await onBothNodes(async ([first, second]) => {
      for (let place = 0; place < 40; place++) {
        await insertRow(first, { table: 'toy.Elsewhere', row: { place } }, actor)
        expect(await readRows(second, second.database, second.pipeline.table('toy.Elsewhere'), {})).toHaveLength(
          place + 1,
        )
      }
    })
  })

  test('declare the same tables at the same time', async () => {
    const tables = [
      {
        name: 'Kind',
        tier: 'lookup' as const,
        definition: 'kind : varchar(8)',
        contents: [{ kind: 'a' }, { kind: 'b' }],
      },
      { name: 'Thing', definition: 'thing : int\n---\n-> Kind' },
      { name: 'Made', tier: 'computed' as const, definition: '-> Thing\n---\nvalue : int' },
    ]
    const pipeline = compilePipeline([{ name: 'both', tables }], { prefix: toy.db.prefix, blobStyle: 'codec' })
    await onBothNodes(async (nodes) => {
      await Promise.all(nodes.map(({ database }) => declareTables(database, pipeline)))
      for (const { database } of nodes)
        expect(await database.query(`SELECT kind FROM \`${toy.db.prefix}both\`.\`#kind\` ORDER BY kind`)).toEqual([
          { kind: 'a' },
          { kind: 'b' },
        ])
    })
  })

  test('have a primary key in every table, which Galera needs to delete rows', async () => {
    const rows = await toy.db.database.query(
      `SELECT CONCAT(one.table_schema, '.', one.table_name) AS name FROM information_schema.tables AS one
       LEFT JOIN information_schema.table_constraints AS has
         ON has.table_schema = one.table_schema AND has.table_name = one.table_name AND has.constraint_type = 'PRIMARY KEY'
       WHERE one.table_type = 'BASE TABLE' AND one.table_schema LIKE CONCAT(?, '%') AND has.table_name IS NULL`,
      [toy.db.prefix],
    )
    expect(rows).toEqual([])
  })
})

const conflictsOf = async (database: Database): Promise<number> => {
  const names = "'wsrep_local_cert_failures', 'wsrep_local_bf_aborts'"
  const rows = await database.query(`SHOW STATUS WHERE Variable_name IN (${names})`)
  return rows.reduce((sum, { Value }) => sum + Number(Value), 0)
}
