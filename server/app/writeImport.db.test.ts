import { beforeEach, describe, expect, it } from 'vitest'
import { LabBookError } from '#core/errors.ts'
import { tableReference } from '#core/sql/identifier.ts'
import type { Database } from '#db/port.ts'
import { type ImportRequest, insertRows } from './insertRows.ts'
import { listAudit } from './listAudit.ts'
import { useTestContext } from './testing/testContext.ts'
import type { RowInput } from './views.ts'

const ann = { user: 'ann' }
const lab = useTestContext([
  {
    name: 'keep',
    tables: [
      {
        name: 'Item',
        tier: 'manual',
        definition: 'item : varchar(8)\n---\nweight = 1 : int\ncode = null : int\nunique index (code)',
      },
      { name: 'Below', tier: 'manual', definition: '-> Item\n---' },
    ],
  },
])
const item = () => tableReference(lab.context.pipeline.table('keep.Item'))
const below = () => tableReference(lab.context.pipeline.table('keep.Below'))

beforeEach(async () => {
  for (const table of [below(), item()]) await lab.db.database.execute(`DELETE FROM ${table}`)
  await lab.db.database.execute(`DELETE FROM ${tableReference(lab.context.pipeline.table('app.Audit'))}`)
  await lab.db.database.execute(`INSERT INTO ${item()} VALUES ('A', 5, 50)`)
})

const insert = (rows: ImportRequest['rows'], more: Partial<ImportRequest> = {}) =>
  insertRows(lab.context, { table: 'keep.Item', rows, ...more }, ann)
const stored = () => lab.db.database.query(`SELECT item, weight FROM ${item()} ORDER BY item`)
const trail = async () =>
  (await listAudit(lab.context, { table: 'keep.Item' })).map(({ action, key, before, after }) => ({
    ...{ action, key, before: before?.weight, after: after?.weight ?? after },
  }))

describe('rows whose key is there already', () => {
  it('are left as they are when duplicates are skipped, also by another spelling, and only what is new is audited', async () => {
    const rows: RowInput[] = [{ item: 'a', weight: 9 }, { item: 'B' }, { item: 'b', weight: 3 }]
    expect(await insert(rows, { duplicates: 'skip' })).toMatchObject({ rows: 3, inserted: 1, problems: [] })
    expect(await stored()).toEqual([
      { item: 'A', weight: 5 },
      { item: 'B', weight: 1 },
    ])
    expect(await trail()).toEqual([{ action: 'insert', key: { item: 'B' }, before: undefined, after: 1 }])
  })

  it('are replaced when that is asked for, with the row as it was in the audit trail', async () => {
    const rows: RowInput[] = [{ item: 'A', weight: 9 }, { item: 'B' }]
    expect(await insert(rows, { duplicates: 'replace' })).toMatchObject({ inserted: 2 })
    expect(await stored()).toEqual([
      { item: 'A', weight: 9 },
      { item: 'B', weight: 1 },
    ])
    expect(await trail()).toEqual([
      { action: 'insert', key: { item: 'B' }, before: undefined, after: 1 },
      { action: 'update', key: { item: 'A' }, before: 5, after: 9 },
    ])
  })

  it('are not replaced while rows below need them, and nothing else is written', async () => {
    await lab.db.database.execute(`INSERT INTO ${below()} VALUES ('A')`)
    await expect(insert([{ item: 'B' }, { item: 'A' }], { duplicates: 'replace' })).rejects.toMatchObject({
      code: 'STILL_REFERENCED',
    })
    expect(await stored()).toHaveLength(1)
  })

  it('of a missing parent are refused all the same when duplicates are skipped', async () => {
    const request = { table: 'keep.Below', rows: [{ item: 'A' }, { item: 'Z' }], duplicates: 'skip' } as const
    expect(await insertRows(lab.context, request, ann)).toMatchObject({ inserted: 0, problems: [{ row: 2 }] })
  })
})

describe('attributes that the table has not', () => {
  it('are refused, or left out on request', async () => {
    const rows = [{ item: 'C', colour: 'red' }]
    expect((await insert(rows)).problems[0]).toMatchObject({ row: 1, message: expect.stringContaining('colour') })
    expect(await insert(rows, { ignoreExtra: true })).toMatchObject({ inserted: 1 })
  })
})

describe('rows in bulk', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => ({ item: `n${index}` }))

  it('have one entry in the list of all writes: their number, the first and the last key', async () => {
    await insert(many(3), { bulk: true })
    expect(await trail()).toEqual([
      {
        action: 'insert',
        key: {},
        before: undefined,
        after: { rows: 3, first: '{"item":"n0"}', last: '{"item":"n2"}' },
      },
    ])
  })

  it('are counted as they were inserted when duplicates are skipped', async () => {
    await insert(many(2))
    expect(await insert([{ item: 'A' }, ...many(1500)], { duplicates: 'skip' })).toMatchObject({ inserted: 1498 })
    expect((await listAudit(lab.context, { table: 'keep.Item' }))[0]?.after).toMatchObject({ rows: 1498 })
  })

  it('of more than ten thousand have one entry without being asked', async () => {
    expect(await insert(many(10_001))).toMatchObject({ inserted: 10_001 })
    expect(await trail()).toHaveLength(1)
  })
})

it('a write that a cluster refuses at its commit is run again, whole, and told once in the audit trail', async () => {
  const { database } = lab.db
  let refusals = 2
  const refusing: Database = {
    ...database,
    transaction: (work) =>
      database.transaction(async (transaction) => {
        const result = await work(transaction)
        if (refusals-- > 0) throw new LabBookError('DATABASE_CONFLICT', { problem: 'deadlock' })
        return result
      }),
  }
  const request = { table: 'keep.Item', rows: [{ item: 'B' }, { item: 'C' }] }
  expect(await insertRows({ ...lab.context, database: refusing }, request, ann)).toMatchObject({ inserted: 2 })
  expect(await stored()).toHaveLength(3)
  expect(await trail()).toHaveLength(2)
})
