import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browseFolder } from './browseFolder.ts'
import { addDataRoot, listDataRoots, removeDataRoot } from './dataRoots.ts'
import { deleteCascade } from './deleteCascade.ts'
import { exportCsv } from './exportCsv.ts'
import { fetchRows } from './fetchRows.ts'
import { insertRow } from './insertRow.ts'
import { insertRows } from './insertRows.ts'
import { listAudit } from './listAudit.ts'
import { pipelineStatus } from './pipelineStatus.ts'
import { previewDelete } from './previewDelete.ts'
import { resolveBelowRoots } from './resolveBelowRoots.ts'
import { useTestContext } from './testing/testContext.ts'
import { watchPipeline } from './watchPipeline.ts'
import { insertRows as insertValues } from './writeRows.ts'

const ann = { user: 'ann' }
const scans = {
  name: 'scans',
  tables: [
    {
      name: 'Scan',
      tier: 'imported' as const,
      definition: '-> session.Session\n---\nframes : int\ntrace = null : <blob>  # µV',
    },
    { name: 'Scan.Field', definition: '-> master\nfield : int' },
  ],
}
const test = useTestContext([scans])
const session = (subject: string, day: number) => ({
  subject,
  session_datetime: `2024-03-0${day}T10:00:00`,
  session_id: String(day),
})

beforeAll(async () => {
  const { context } = test
  const subjects = ['A1', 'A2', '=1+1'].map((subject) => ({
    subject,
    sex: 'U',
    subject_birth_date: '2024-01-01',
    subject_description: subject === 'A2' ? 'quotes "here", and\na second line' : '',
  }))
  await insertRows(context, { table: 'subject.Subject', rows: subjects }, ann)
  const sessions = [session('A1', 1), session('A1', 2), session('A2', 3)]
  await insertRows(context, { table: 'session.Session', rows: sessions }, ann)
  const scan = { subject: 'A1', session_datetime: '2024-03-01T10:00:00' }
  const trace = { kind: 'ndarray' as const, dtype: 'float64' as const, shape: [5], data: new Float64Array(5) }
  await insertValues(context, context.database, context.pipeline.table('scans.Scan'), [{ ...scan, frames: 7, trace }])
  const fields = [1, 2].map((field) => ({ ...scan, field }))
  await insertValues(context, context.database, context.pipeline.table('scans.Scan.Field'), fields)
})

describe('a page of rows', () => {
  it('comes filtered, sorted and counted', async () => {
    const page = await fetchRows(test.context, {
      table: 'session.Session',
      filters: [
        { attribute: 'session_datetime', op: '>=', value: '2024-03-02 00:00:00' },
        { attribute: 'subject', op: 'in', value: ['A1', 'A2'] },
      ],
      order: [{ attribute: 'session_datetime', direction: 'desc' }],
      limit: 1,
    })
    expect(page).toEqual({
      rows: [{ subject: 'A2', session_datetime: '2024-03-03T10:00:00', session_id: 3 }],
      next: { subject: 'A2', session_datetime: '2024-03-03T10:00:00' },
      total: 2,
      approximate: false,
    })
  })

  it('sums a blob up', async () => {
    const { rows } = await fetchRows(test.context, { table: 'scans.Scan' })
    expect(rows[0]?.trace).toMatch(/^float64 \[5\]/)
  })

  it('is searched for every word in any readable attribute', async () => {
    const { rows, total } = await fetchRows(test.context, { table: 'subject.Subject', search: 'SECOND a2' })
    expect([rows.map(({ subject }) => subject), total]).toEqual([['A2'], 1])
  })

  it('refuses what is not there, and a value that does not fit', async () => {
    const wrong = { table: 'session.Session', filters: [{ attribute: 'weight', op: '=' as const, value: 1 }] }
    await expect(fetchRows(test.context, wrong)).rejects.toMatchObject({ code: 'UNKNOWN_ATTRIBUTE' })
    const text = { table: 'session.Session', filters: [{ attribute: 'session_id', op: '=' as const, value: 'x' }] }
    await expect(fetchRows(test.context, text)).rejects.toMatchObject({ code: 'INVALID_VALUE' })
    await expect(fetchRows(test.context, { table: 'nope.Nope' })).rejects.toMatchObject({ code: 'UNKNOWN_TABLE' })
  })
})

describe('CSV', () => {
  it('keeps values as they are, quotes what needs it, and tells NULL from empty text', async () => {
    const chunks: string[] = []
    for await (const chunk of exportCsv(test.context, { table: 'subject.Subject' })) chunks.push(chunk)
    expect(chunks.join('')).toBe(
      'subject,subject_nickname,sex,subject_birth_date,subject_description\r\n' +
        '=1+1,"",U,2024-01-01,""\r\nA1,"",U,2024-01-01,""\r\n' +
        'A2,"",U,2024-01-01,"quotes ""here"", and\na second line"\r\n',
    )
  })
})

describe('the status of the pipeline', () => {
  const statusOf = async (table: string) => (await pipelineStatus(test.context)).find((one) => one.table === table)

  it('counts rows, jobs and what is left to do, and tells what LabBook cannot make', async () => {
    expect(await statusOf('session.Session')).toEqual({ table: 'session.Session', rows: 3, approximate: false })
    expect(await statusOf('scans.Scan')).toEqual({
      table: 'scans.Scan',
      rows: 1,
      approximate: false,
      jobs: { pending: 0, reserved: 0, error: 0, ignore: 0 },
      remaining: 2,
      madeElsewhere: true,
    })
  })

  it('is sent whole to who watches, then as it changes', async () => {
    const ending = new AbortController()
    const watch = watchPipeline(test.context, ending.signal)
    const first = await watch.next()
    expect(first.value).toHaveLength(test.context.pipeline.tables.length)
    const next = watch.next()
    await insertRow(test.context, { table: 'session.Session', row: session('A2', 4) }, ann)
    const changed = (await next).value ?? []
    expect(changed.map(({ table, rows }) => [table, rows])).toContainEqual(['session.Session', 4])
    expect(changed.length).toBeLessThan(10)
    ending.abort()
    expect((await watch.next()).done).toBe(true)
  })
})

describe('deleting a row', () => {
  const request = { table: 'subject.Subject', key: { subject: 'A1' } }

  it('shows first what goes with it', async () => {
    const { counts, total } = await previewDelete(test.context, request)
    expect(counts).toEqual([
      { table: 'subject.Subject', rows: 1, tier: 'manual' },
      { table: 'session.Session', rows: 2, tier: 'manual' },
      { table: 'scans.Scan', rows: 1, tier: 'imported' },
      { table: 'scans.Scan.Field', rows: 2, tier: 'imported' },
    ])
    expect(total).toBe(6)
  })

  it('is refused when rows came or went since', async () => {
    const { token } = await previewDelete(test.context, request)
    await insertRow(test.context, { table: 'session.Session', row: session('A1', 5) }, ann)
    await expect(deleteCascade(test.context, { ...request, token }, ann)).rejects.toMatchObject({
      code: 'CASCADE_CHANGED',
      data: { preview: { total: 7 } },
    })
  })

  it('takes all of it along and keeps what people entered in the audit trail', async () => {
    const { token } = await previewDelete(test.context, request)
    const deleted = await deleteCascade(test.context, { ...request, token }, { user: 'bob' })
    expect(deleted.total).toBe(7)
    expect((await fetchRows(test.context, { table: 'scans.Scan.Field' })).total).toBe(0)
    await expect(previewDelete(test.context, request)).rejects.toMatchObject({ code: 'NO_SUCH_ROW' })
    const [last] = await listAudit(test.context, request)
    expect(last).toMatchObject({ action: 'delete', user: 'bob', before: { subject: 'A1', sex: 'U' }, after: null })
  })

  it('is refused for a part, and where part rows would lose their place', async () => {
    const { context } = test
    const part = { table: 'scans.Scan.Field', key: { subject: 'A1', session_datetime: '2024-03-01', field: 1 } }
    await expect(previewDelete(context, part)).rejects.toMatchObject({ code: 'PART_INTEGRITY' })
    await insertRow(context, { table: 'lab.User', row: { user: 'cat' } }, ann)
    const row = { subject: 'A3', sex: 'M', subject_birth_date: '2024-01-01' }
    await insertRow(
      context,
      { table: 'subject.Subject', row, parts: { 'subject.Subject.User': [{ user: 'cat' }] } },
      ann,
    )
    await expect(previewDelete(context, { table: 'lab.User', key: { user: 'cat' } })).rejects.toMatchObject({
      code: 'PART_INTEGRITY',
      message: expect.stringContaining('subject.Subject'),
    })
  })
})

describe('data roots', () => {
  const folder = mkdtempSync(join(tmpdir(), 'labbook-roots-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  beforeAll(() => {
    for (const name of ['raw/g10', 'raw/g2', 'raw/.hidden', 'secret'])
      mkdirSync(join(folder, name), { recursive: true })
    writeFileSync(join(folder, 'raw/a.bin'), 'four')
    writeFileSync(join(folder, 'secret/keys.txt'), 'x')
    symlinkSync(join(folder, 'secret'), join(folder, 'raw/out'))
    symlinkSync(join(folder, 'raw/g2'), join(folder, 'raw/inside'))
  })
  const root = join(folder, 'raw')

  it('are added on the page, once, and only where a folder is', async () => {
    const { context } = test
    await addDataRoot(context, { path: `${root}/` }, ann)
    const roots = await addDataRoot(context, { path: root }, ann)
    expect(roots).toEqual([{ path: root, source: 'page', exists: true }])
    await expect(addDataRoot(context, { path: '/' }, ann)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(addDataRoot(context, { path: 'raw' }, ann)).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(addDataRoot(context, { path: join(folder, 'none') }, ann)).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
  })

  it('are browsed without hidden entries or links that lead out', async () => {
    const { entries } = await browseFolder(test.context, { root, path: '' })
    expect(entries).toEqual([
      { name: 'g2', path: 'g2', kind: 'folder' },
      { name: 'g10', path: 'g10', kind: 'folder' },
      { name: 'inside', path: 'inside', kind: 'folder' },
      { name: 'a.bin', path: 'a.bin', kind: 'file', bytes: 4 },
    ])
  })

  it('are never left', async () => {
    const { context } = test
    await expect(browseFolder(context, { root, path: 'out' })).rejects.toMatchObject({ code: 'OUTSIDE_ROOTS' })
    await expect(browseFolder(context, { root: folder, path: '' })).rejects.toMatchObject({ code: 'OUTSIDE_ROOTS' })
    expect((await browseFolder(context, { root, path: '../../..' })).path).toBe('')
    await expect(resolveBelowRoots(context, '../secret/keys.txt')).rejects.toMatchObject({ code: 'OUTSIDE_ROOTS' })
    expect(await resolveBelowRoots(context, 'a.bin')).toBe(join(root, 'a.bin'))
  })

  it('are removed again', async () => {
    await removeDataRoot(test.context, { path: root }, ann)
    expect(await listDataRoots(test.context)).toEqual([])
  })
})
