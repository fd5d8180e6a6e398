import { beforeAll, describe, expect, it } from 'vitest'
import { examplePipeline } from '#core/algebra/algebraExample.ts'
import { and, compare, contains, inKeys, keyEquals, startsWith } from '#core/algebra/condition.ts'
import { parseQuery } from '#core/algebra/parseQuery.ts'
import { from, type Query, restrict } from '#core/algebra/query.ts'
import { decodeRow } from '#core/definition/rowValues.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Row } from '#core/pipeline/table.ts'
import { todo } from '#core/populate/keySource.ts'
import { compileCount, compileExists, compileQuery, type SelectOptions } from '#core/sql/compileQuery.ts'
import { compileDelete, compileInsert, compileUpdate } from '#core/sql/compileWrites.ts'
import { declareTables } from './declareTables.ts'
import { packBlob, peekPackedBlob, unpackBlob } from './packBlob.ts'
import { useTestDatabase } from './testing/testDatabase.ts'

const server = useTestDatabase()
let pipeline: Pipeline

const token = '0f8fad5b-d9cb-469f-a165-70867728950e'
const notes = packBlob({ kind: 'ndarray', dtype: 'float64', shape: [1000], data: new Float64Array(1000) })
const hostile = "x'; DROP TABLE subject; -- \\"

const insert = (table: string, ...rows: Row[]) => {
  const { text, params } = compileInsert(pipeline.table(table), rows)
  return server.database.execute(text, params)
}
const select = async (query: Query | string, options?: SelectOptions): Promise<Row[]> => {
  const { text, params } = compileQuery(typeof query === 'string' ? parseQuery(query, pipeline) : query, options)
  return server.database.query(text, params)
}
/** Rows as words, sorted, since a query has no order of its own. */
const rows = async (query: Query | string) => (await select(query)).map((row) => Object.values(row).join(' ')).sort()

beforeAll(async () => {
  pipeline = examplePipeline(server.prefix)
  await declareTables(server.database, pipeline)
  await insert(
    'Subject',
    { subject: 'anna', sex: 'F', birth: '2024-01-02', weight: '20.50' },
    { subject: 'bert', sex: 'M' },
  )
  await insert('Subject', { subject: hostile, sex: 'U' }, { subject: '100%', sex: 'U' })
  await insert(
    'Session',
    { subject: 'anna', session_id: 1, started: '2024-03-01T10:00:00.250', rig: 'left', token, notes },
    { subject: 'anna', session_id: 2, started: '2024-03-02T10:00:00', rig: null, token: null, notes: null },
    { subject: 'bert', session_id: 1, started: '2024-03-03T10:00:00', rig: 'left', token: null, notes: null },
  )
  await insert('Pair', { subject: 'anna', partner: 'bert', minutes: 2.5 })
  await insert('Rig', { rig_number: 1 }, { rig_number: 2 })
  await insert('Spikes', { subject: 'anna', session_id: 1, rig_number: 1, n_units: 3 })
})

describe('queries on the server', () => {
  it.each([
    [`(Subject & "sex in ('F', 'M')").proj()`, ['anna', 'bert']],
    [`Subject.proj() & Session`, ['anna', 'bert']],
    [`(Subject & "sex <> 'U'").proj() - (Session & {'session_id': 2})`, ['bert']],
    [`Session.proj('rig') * Subject.proj('sex') & "rig = 'left'"`, ['anna 1 left F', 'bert 1 left M']],
    [`Subject.proj(partner='subject') & Pair`, ['bert']],
    [`Pair * Session.proj(partner='subject', partner_session='session_id')`, ['anna bert 1 2.5']],
    [`Session.proj() & Rig`, ['anna 1', 'anna 2', 'bert 1']],
    [`Session.proj() - Rig`, []],
    [`Session.proj() & ['session_id = 2', {'subject': 'bert'}]`, ['anna 2', 'bert 1']],
    [`(Session & "token = '${token}' or started between '2024-03-03' and '2024-03-04'").proj()`, ['anna 1', 'bert 1']],
    [`Subject.proj('weight') & 'weight = 20.5'`, ['anna 20.50']],
    [`Subject.proj() & "subject like '100\\%'"`, ['100%']],
    [`(Session & 'notes is not null' & True).proj()`, ['anna 1']],
    [`Session.proj() & False`, []],
    [`Spikes * Session.proj('rig') * Rig.proj('rig_label')`, ['anna 1 1 3 left ']],
  ])('%s', async (text, expected) => {
    expect(await rows(text)).toEqual(expected)
  })

  it('find keys, texts with wildcards, and what would be an injection', async () => {
    const subject = from(pipeline.table('Subject'))
    expect(await select(restrict(subject, keyEquals({ subject: hostile })))).toMatchObject([{ subject: hostile }])
    expect(await select(restrict(subject, contains('subject', '0%')))).toMatchObject([{ subject: '100%' }])
    expect(await select(restrict(subject, startsWith('subject', 'AN')))).toMatchObject([{ subject: 'anna' }])
    const keys = [
      { subject: 'anna', session_id: 2 },
      { subject: 'bert', session_id: 1 },
    ]
    expect(await select(restrict(from(pipeline.table('Session')), inKeys(keys)))).toHaveLength(2)
  })

  it('page, count and look for rows', async () => {
    const session = from(pipeline.table('Session'))
    const order = [{ attribute: 'rig', direction: 'desc' as const }]
    const pages = [0, 1, 2, 3].map((offset) => select(session, { attributes: ['session_id'], order, limit: 1, offset }))
    expect((await Promise.all(pages)).flat()).toEqual([{ session_id: 1 }, { session_id: 1 }, { session_id: 2 }])
    expect(await select(session, { attributes: ['session_id'], offset: 2 })).toHaveLength(1)
    const { text, params } = compileCount(session)
    expect(await server.database.query(text, params)).toEqual([{ count: 3 }])
    const exists = compileExists(restrict(session, compare('rig', '=', 'right')))
    expect(await server.database.query(exists.text, exists.params)).toEqual([{ present: 0 }])
  })

  it('bring values back as they were written, and blobs in full or as a glance', async () => {
    const table = pipeline.table('Session')
    const first = restrict(from(table), keyEquals({ subject: 'anna', session_id: 1 }))
    const [row] = await select(first, { attributes: ['started', 'token', 'notes'] })
    const decoded = decodeRow(table, row!)
    expect(decoded).toMatchObject({ started: '2024-03-01T10:00:00.250', token })
    expect(unpackBlob(decoded.notes as Uint8Array)).toMatchObject({ dtype: 'float64', shape: [1000] })
    const [glance] = await select(first, { attributes: ['notes'], blobs: 'peek' })
    expect(peekPackedBlob(glance!.notes as Uint8Array, glance!['notes:bytes'] as number)).toBe('float64 [1000], 8.0 kB')
  })

  it('tell which keys are left to make', async () => {
    const spikes = pipeline.table('Spikes')
    expect(await rows(todo(spikes, pipeline))).toEqual(['anna 1 2', 'anna 2 1', 'anna 2 2', 'bert 1 1', 'bert 1 2'])
    expect(await rows(todo(spikes, pipeline, compare('subject', '=', 'bert')))).toEqual(['bert 1 1', 'bert 1 2'])
    expect(await rows(todo(pipeline.table('Social'), pipeline))).toHaveLength(9)
  })
})

describe('writes on the server', () => {
  const rig = () => pipeline.table('Rig')
  const execute = ({ text, params }: ReturnType<typeof compileInsert>) => server.database.execute(text, params)

  it('skip, replace, change and delete rows', async () => {
    await execute(compileInsert(rig(), [{ rig_number: 7, rig_label: 'seven' }]))
    await execute(compileInsert(rig(), [{ rig_number: 7, rig_label: 'no' }], { skipDuplicates: true }))
    expect(await rows(`Rig & 'rig_number = 7'`)).toEqual(['7 seven'])
    await execute(compileInsert(rig(), [{ rig_number: 7, rig_label: 'new' }], { replace: true }))
    expect(await rows(`Rig & 'rig_number = 7'`)).toEqual(['7 new'])
    await execute(compileUpdate(rig(), { rig_number: 7 }, { rig_label: null }))
    expect(await rows(`Rig & 'rig_number = 7'`)).toEqual(['7 '])
    await execute(compileDelete(rig(), and(compare('rig_number', '>', 6), compare('rig_label', '=', ''))))
    expect(await rows(`Rig & 'rig_number = 7'`)).toEqual([])
  })
})
