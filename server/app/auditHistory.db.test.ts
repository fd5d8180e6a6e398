import { beforeEach, describe, expect, it } from 'vitest'
import { tableReference } from '#core/sql/identifier.ts'
import { declareTables } from '#db/declareTables.ts'
import { deleteCascade } from './deleteCascade.ts'
import { createIngestWriter } from './ingestWriter.ts'
import { insertRow } from './insertRow.ts'
import { insertRows } from './insertRows.ts'
import { type AuditRequest, listAudit } from './listAudit.ts'
import { previewDelete } from './previewDelete.ts'
import { useTestContext } from './testing/testContext.ts'
import { listTrash } from './trash/listTrash.ts'
import { restoreTrash } from './trash/restoreTrash.ts'
import { updateRow } from './updateRow.ts'

const ann = { user: 'ann' }
const bob = { user: 'bob' }
const lab = useTestContext([
  {
    name: 'cells',
    tables: [
      {
        name: 'Cell',
        tier: 'manual',
        definition: "day : date\ncell : int\n---\ndepth : decimal(6, 1)\nnote = '' : varchar(40)\nmask = null : int",
      },
      { name: 'Dish', tier: 'manual', definition: 'dish : int' },
      { name: 'Dish.Well', tier: 'manual', definition: '-> master\nwell : int' },
    ],
  },
])
const table = 'cells.Cell'
const reference = (name: string) => tableReference(lab.context.pipeline.table(name))
const execute = (sql: string) => lab.db.database.execute(sql)

const ingest = (inserted: ReturnType<typeof rows>) =>
  lab.db.database.transaction(async (transaction) => {
    const writer = createIngestWriter(lab.context, transaction, ann)
    await writer.insert(table, inserted)
    await writer.audit()
  })

beforeEach(async () => {
  for (const name of [table, 'app.Audit']) await execute(`DELETE FROM ${reference(name)}`)
})

const rowOf = (cell: number) => ({ day: '2025-01-02', cell, depth: '1.5', note: `cell "${cell}"`, mask: null })
const keyOf = (cell: number) => ({ day: '2025-01-02', cell })
const rows = (count: number) => Array.from({ length: count }, (_, cell) => rowOf(cell))
const history = (request: AuditRequest = {}) => listAudit(lab.context, { table, ...request })
const told = async (request: AuditRequest) =>
  (await history(request)).map(({ id: _id, at, ...entry }) => ({ ...entry, at: at.replace(/\d/g, '0') }))
const storedRows = async () => {
  const [row] = await lab.db.database.query(`SELECT COUNT(*) AS stored FROM ${reference('app.Audit')}`)
  return row!.stored
}

describe('the history of one row', () => {
  it.each([
    ['by form', 1, () => insertRow(lab.context, { table, row: rowOf(0) }, ann)],
    ['from a short file', 3, () => insertRows(lab.context, { table, rows: rows(3) }, ann)],
    ['from a file of thousands', 3, () => insertRows(lab.context, { table, rows: rows(2300) }, ann)],
    ['skipping none', 4, () => insertRows(lab.context, { table, rows: rows(2300), duplicates: 'skip' }, ann)],
    ['by an ingest', 2, () => ingest(rows(120))],
    ['more than ten thousand at once', 12, () => insertRows(lab.context, { table, rows: rows(10_001) }, ann)],
  ])('tells who inserted it, when and what, %s', async (_how, stored, insert) => {
    await insert()
    const common = { user: 'ann', at: '0000-00-00T00:00:00.000', table }
    expect(await told({ key: keyOf(0) })).toEqual([
      { ...common, action: 'insert', key: keyOf(0), before: null, after: rowOf(0) },
    ])
    expect(await storedRows()).toBe(stored)
    const last = await lab.db.database.query(`SELECT MAX(cell) AS cell FROM ${reference(table)}`)
    const cell = Number(last[0]!.cell)
    expect(await told({ key: keyOf(cell) })).toMatchObject([{ key: keyOf(cell), after: rowOf(cell) }])
    expect(await told({ key: keyOf(20_000) })).toEqual([])
    expect(await told({ key: keyOf(0), user: 'bob' })).toEqual([])
  })

  it.each(['refuse', 'skip'] as const)('tells of a row in bulk who inserted it and when (%s)', async (duplicates) => {
    await insertRows(lab.context, { table, rows: rows(800), bulk: true, duplicates }, ann)
    const entry = { user: 'ann', at: '0000-00-00T00:00:00.000', table, action: 'insert', before: null }
    expect(await told({ key: keyOf(799) })).toEqual([{ ...entry, key: keyOf(799), after: keyOf(799) }])
    expect(await storedRows()).toBe(2)
  })

  it('goes on with updates, deletes and what is brought back', async () => {
    await insertRows(lab.context, { table, rows: rows(120) }, ann)
    await updateRow(lab.context, { table, key: keyOf(7), row: { note: 'seen' } }, bob)
    const { token } = await previewDelete(lab.context, { table, key: keyOf(7) })
    await deleteCascade(lab.context, { table, key: keyOf(7), token }, bob)
    const [entry] = await listTrash(lab.context, {}, ann)
    await restoreTrash(lab.context, { id: entry!.id }, ann)
    const changes = (await told({ key: keyOf(7) })).map(({ action, user, before, after }) => [
      action,
      user,
      before?.note,
      after?.note,
    ])
    expect(changes).toEqual([
      ['insert', 'ann', undefined, 'seen'],
      ['delete', 'bob', 'seen', undefined],
      ['update', 'bob', 'cell "7"', 'seen'],
      ['insert', 'ann', undefined, 'cell "7"'],
    ])
  })

  it('of rows that went with a master and came back, by the hundred, tells of both', async () => {
    await insertRow(lab.context, { table: 'cells.Dish', row: { dish: 1 } }, ann)
    const wells = Array.from({ length: 200 }, (_, well) => ({ dish: 1, well }))
    await insertRows(lab.context, { table: 'cells.Dish.Well', rows: wells }, ann)
    const request = { table: 'cells.Dish', key: { dish: 1 } }
    const { token } = await previewDelete(lab.context, request)
    await deleteCascade(lab.context, { ...request, token }, bob)
    const [entry] = await listTrash(lab.context, {}, ann)
    await restoreTrash(lab.context, { id: entry!.id }, ann)
    const changes = await told({ table: 'cells.Dish.Well', key: { dish: 1, well: 150 } })
    const row = { dish: 1, well: 150 }
    expect(changes.map(({ action, user, before, after }) => [action, user, before, after])).toEqual([
      ['insert', 'ann', null, row],
      ['delete', 'bob', row, null],
      ['insert', 'ann', null, row],
    ])
  })

  it('tells of each row of a replaced file what it was', async () => {
    await insertRows(lab.context, { table, rows: rows(90) }, ann)
    const again = rows(90).map((row) => ({ ...row, note: 'new' }))
    await insertRows(lab.context, { table, rows: again, duplicates: 'replace' }, bob)
    expect(await told({ key: keyOf(60) })).toMatchObject([
      { action: 'update', user: 'bob', before: rowOf(60), after: { ...rowOf(60), note: 'new' } },
      { action: 'insert', user: 'ann', after: rowOf(60) },
    ])
  })
})

describe('the list of all writes', () => {
  it('names each row of a file, newest first, page by page without a gap', async () => {
    await insertRows(lab.context, { table, rows: rows(1240) }, ann)
    await insertRow(lab.context, { table, row: rowOf(5000) }, bob)
    const seen: unknown[] = []
    for (let page = await history({ limit: 300 }); page.length > 0; ) {
      seen.push(...page.map(({ key }) => key.cell))
      page = await history({ limit: 300, before: page.at(-1)!.id })
    }
    expect(seen).toEqual([5000, ...Array.from({ length: 1240 }, (_, i) => 1239 - i)])
  })

  it('has one entry for rows in bulk', async () => {
    await insertRows(lab.context, { table, rows: rows(300), bulk: true }, ann)
    expect(await told({})).toMatchObject([{ key: {}, before: null, after: { rows: 300 } }])
  })
})

describe('the trail of an older LabBook', () => {
  const older = `CREATE TABLE AUDIT (
    audit_id bigint NOT NULL AUTO_INCREMENT, changed_at datetime(3) NOT NULL, changed_by varchar(64) NOT NULL,
    action enum('insert','update','delete') NOT NULL, table_name varchar(160) NOT NULL, key_hash char(32) NOT NULL,
    row_key varchar(2000) NOT NULL, before_row longtext, after_row longtext, batch varchar(36) NOT NULL DEFAULT '',
    PRIMARY KEY (audit_id), KEY (table_name, key_hash), KEY (changed_at))`

  it('gets what it lacks at the next start, keeps its entries and goes on', async () => {
    await insertRow(lab.context, { table, row: rowOf(1) }, ann)
    const [before] = await history()
    const audit = reference('app.Audit')
    const columns =
      'audit_id, changed_at, changed_by, action, table_name, key_hash, row_key, before_row, after_row, batch'
    await execute(`ALTER TABLE ${audit} RENAME TO ${audit.replace('audit', 'kept')}`)
    await execute(older.replace('AUDIT', audit))
    await execute(`INSERT INTO ${audit} SELECT ${columns} FROM ${audit.replace('audit', 'kept')}`)
    await execute(`DROP TABLE ${audit.replace('audit', 'kept')}`)

    await declareTables(lab.db.database, lab.context.pipeline)

    expect(await history({ key: keyOf(1) })).toEqual([before])
    await insertRows(lab.context, { table, rows: rows(90).slice(2) }, bob)
    expect(await told({ key: keyOf(50) })).toMatchObject([{ user: 'bob', after: rowOf(50) }])
    expect(await history()).toHaveLength(89)
  })
})
