import { beforeAll, describe, expect, it } from 'vitest'
import { addPerson } from './addPerson.ts'
import { fetchRow } from './fetchRow.ts'
import { insertRow } from './insertRow.ts'
import { insertRows } from './insertRows.ts'
import { listAudit } from './listAudit.ts'
import { listPeople } from './listPeople.ts'
import { searchParents } from './searchParents.ts'
import { useTestContext } from './testing/testContext.ts'
import { updateRow } from './updateRow.ts'

const ann = { user: 'ann' }
const counting = {
  name: 'counting',
  tables: [
    {
      name: 'Entry',
      tier: 'manual' as const,
      definition: `# numbered by the database
        entry : int auto_increment
        ---
        noted_at = CURRENT_TIMESTAMP : timestamp
        weight = null : float  # g
        amount : decimal(6, 2)`,
    },
  ],
}
const test = useTestContext([counting])

const subject = (name: string, more = {}) => ({
  table: 'subject.Subject',
  row: { subject: name, sex: 'F', subject_birth_date: '2024-01-02', ...more },
})

beforeAll(async () => {
  await addPerson(test.context, { user: 'ann', fullName: 'Ann Ångström', email: 'ann@lab.org' }, ann)
  await addPerson(test.context, { user: 'bob' }, ann)
})

describe('inserting a row', () => {
  it('writes master and parts together and fills in defaults', async () => {
    const parts = { 'subject.Subject.User': [{ user: 'ann' }, { user: 'bob' }] }
    const { key } = await insertRow(test.context, { ...subject('M1'), parts }, ann)
    expect(key).toEqual({ subject: 'M1' })
    const { row, parts: stored } = await fetchRow(test.context, { table: 'subject.Subject', key })
    expect(row).toMatchObject({ subject: 'M1', sex: 'F', subject_birth_date: '2024-01-02', subject_nickname: '' })
    expect(stored['subject.Subject.User']).toEqual([
      { subject: 'M1', user: 'ann' },
      { subject: 'M1', user: 'bob' },
    ])
  })

  it('leaves nothing when a part row has no parent, and names the value', async () => {
    const parts = { 'subject.Subject.User': [{ user: 'nobody' }] }
    await expect(insertRow(test.context, { ...subject('M2'), parts }, ann)).rejects.toMatchObject({
      code: 'MISSING_PARENT',
      message: expect.stringContaining('user = nobody'),
    })
    await expect(fetchRow(test.context, { table: 'subject.Subject', key: { subject: 'M2' } })).rejects.toMatchObject({
      code: 'NO_SUCH_ROW',
    })
  })

  it('says which field of which part row is wrong', async () => {
    const parts = { 'subject.Subject.Lab': [{ lab: 'x'.repeat(25) }] }
    await expect(insertRow(test.context, { ...subject('M3'), parts }, ann)).rejects.toMatchObject({
      code: 'INVALID_ROW',
      data: { part: 'subject.Subject.Lab', index: 0, issues: [{ attribute: 'lab' }] },
    })
  })

  it('refuses a second row with the same key, a computed table, a part alone and the audit trail', async () => {
    const { context } = test
    await expect(insertRow(context, subject('m1'), ann)).rejects.toMatchObject({ code: 'DUPLICATE_ENTRY' })
    await expect(insertRow(context, { table: 'ephys.LFP', row: {} }, ann)).rejects.toMatchObject({
      code: 'NOT_WRITABLE',
    })
    const part = { table: 'subject.Subject.User', row: { subject: 'M1', user: 'ann' } }
    await expect(insertRow(context, part, ann)).rejects.toMatchObject({ code: 'PART_INTEGRITY' })
    await expect(insertRow(context, { table: 'app.Audit', row: {} }, ann)).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
  })

  it('answers the number that the database gave', async () => {
    const { key } = await insertRow(test.context, { table: 'counting.Entry', row: { amount: '1.50' } }, ann)
    expect(key).toEqual({ entry: 1 })
    const { row } = await fetchRow(test.context, { table: 'counting.Entry', key })
    expect(row).toMatchObject({ amount: '1.50', weight: null, noted_at: expect.stringMatching(/^20\d\d-/) })
  })
})

describe('updating a row', () => {
  const key = { subject: 'M1' }

  it('changes what differs and adds, changes and removes part rows', async () => {
    const parts = {
      'subject.Subject.User': [{ user: 'bob' }],
      'subject.Subject.Species': [{ species: 'Mus musculus' }],
    }
    await insertRows(test.context, { table: 'subject.Species', rows: [{ species: 'Mus musculus' }] }, ann).catch(
      () => {},
    )
    const after = await updateRow(
      test.context,
      { table: 'subject.Subject', key, row: { subject: 'M1', subject_nickname: 'Mimi' }, parts },
      ann,
    )
    expect(after.row.subject_nickname).toBe('Mimi')
    expect(after.row.sex).toBe('F')
    expect(after.parts['subject.Subject.User']).toEqual([{ subject: 'M1', user: 'bob' }])
    expect(after.parts['subject.Subject.Species']).toEqual([{ subject: 'M1', species: 'Mus musculus' }])
  })

  it('is refused when somebody changed the row since it was opened', async () => {
    const request = { table: 'subject.Subject', key, row: { sex: 'M' }, expected: { subject_nickname: '', sex: 'F' } }
    await expect(updateRow(test.context, request, ann)).rejects.toMatchObject({
      code: 'ROW_CHANGED',
      data: { attributes: 'subject_nickname' },
    })
  })

  it('finds the row as the database compares keys, and notes the key as it is', async () => {
    const request = { table: 'subject.Subject', key: { subject: 'l9' }, row: { subject_nickname: 'nine' } }
    await insertRow(test.context, subject('L9'), ann)
    expect((await updateRow(test.context, request, ann)).row.subject).toBe('L9')
    expect(await listAudit(test.context, { table: 'subject.Subject', key: { subject: 'L9' } })).toHaveLength(2)
  })

  it('never changes a primary key', async () => {
    const request = { table: 'subject.Subject', key, row: { subject: 'M9' } }
    await expect(updateRow(test.context, request, ann)).rejects.toMatchObject({ code: 'KEY_CHANGE' })
  })

  it('takes a row back as it was shown, floats, decimals and times included', async () => {
    const entry = { entry: 1 }
    await updateRow(test.context, { table: 'counting.Entry', key: entry, row: { weight: '21.3' } }, ann)
    const { row } = await fetchRow(test.context, { table: 'counting.Entry', key: entry })
    const shown = row as Record<string, string | number | null>
    const again = await updateRow(
      test.context,
      { table: 'counting.Entry', key: entry, row: shown, expected: shown },
      ann,
    )
    expect(again.row).toEqual(row)
  })
})

describe('the audit trail', () => {
  it('keeps who did what to a row, newest first, before and after', async () => {
    const entries = await listAudit(test.context, { table: 'subject.Subject', key: { subject: 'M1' } })
    expect(entries.map(({ action, user }) => [action, user])).toEqual([
      ['update', 'ann'],
      ['insert', 'ann'],
    ])
    expect(entries[0]).toMatchObject({
      key: { subject: 'M1' },
      before: { subject_nickname: '' },
      after: { subject_nickname: 'Mimi' },
    })
  })

  it('has nothing of what was rolled back', async () => {
    expect(await listAudit(test.context, { table: 'subject.Subject', key: { subject: 'M2' } })).toEqual([])
  })
})

describe('loading rows', () => {
  const rows = (...names: string[]) => names.map((subject) => ({ subject, sex: 'M', subject_birth_date: '2023-05-06' }))

  it('takes all of them, or tells which ones do not fit and takes none', async () => {
    const { context } = test
    const mixed = await insertRows(context, { table: 'subject.Subject', rows: rows('L1', 'M1', 'L2', 'l1') }, ann)
    expect(mixed.inserted).toBe(0)
    expect(mixed.problems.map(({ row }) => row)).toEqual([2, 4])
    const good = await insertRows(context, { table: 'subject.Subject', rows: rows('L1', 'L2') }, ann)
    expect(good).toMatchObject({ inserted: 2, problems: [] })
  })

  it('reads every row before it inserts any', async () => {
    const wrong = [{ subject: 'L3', sex: 'X', subject_birth_date: '2023-02-30' }]
    const result = await insertRows(test.context, { table: 'subject.Subject', rows: wrong }, ann)
    expect(result.problems[0]?.issues.map(({ attribute }) => attribute)).toEqual(['sex', 'subject_birth_date'])
  })

  it('leaves nothing after a dry run', async () => {
    const request = { table: 'subject.Subject', rows: rows('D1'), dryRun: true }
    expect(await insertRows(test.context, request, ann)).toMatchObject({ inserted: 0, problems: [] })
    expect(await listAudit(test.context, { table: 'subject.Subject', key: { subject: 'D1' } })).toEqual([])
  })
})

describe('people and parents', () => {
  it('are listed by short name', async () => {
    expect(await listPeople(test.context)).toEqual([
      { user: 'ann', fullName: 'Ann Ångström', email: 'ann@lab.org' },
      { user: 'bob', fullName: '', email: '' },
    ])
  })

  it('are found by any word of key or description', async () => {
    const found = await searchParents(test.context, { table: 'lab.User', search: 'ångström' })
    expect(found).toEqual([{ key: { user: 'ann' }, label: 'ann', detail: 'ann@lab.org' }])
    expect(await searchParents(test.context, { table: 'subject.Subject', key: { subject: 'L2' } })).toHaveLength(1)
  })
})
