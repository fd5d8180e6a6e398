import { beforeAll, describe, expect, it } from 'vitest'
import type { Row } from '#core/pipeline/table.ts'
import { fetchRows } from './fetchRows.ts'
import { insertRows } from './insertRows.ts'
import { countQueryRows, explainQuery, runQuery } from './runQuery.ts'
import { useTestContext } from './testing/testContext.ts'

const test = useTestContext([])
const ann = { user: 'ann' }

beforeAll(async () => {
  const subjects = Array.from({ length: 25 }, (_, number) => ({
    subject: `S${String(number).padStart(2, '0')}`,
    sex: ['M', 'F', 'U'][number % 3]!,
    subject_birth_date: `2024-01-${String(1 + (number % 4)).padStart(2, '0')}`,
    subject_description: '',
  }))
  await insertRows(test.context, { table: 'subject.Subject', rows: subjects }, ann)
  const sessions = subjects.flatMap(({ subject }, number) =>
    Array.from({ length: number % 3 }, (_, day) => ({
      subject,
      session_datetime: `2024-03-0${1 + day}T10:00:00`,
      session_id: day === 0 ? null : day,
    })),
  )
  await insertRows(test.context, { table: 'session.Session', rows: sessions }, ann)
})

type Fetch = (after?: Row) => Promise<{ rows: readonly Row[]; next: Row | null }>
const allPages = async (fetch: Fetch): Promise<Row[]> => {
  const rows: Row[] = []
  for (let after: Row | null | undefined; after !== null; ) {
    const page: { rows: readonly Row[]; next: Row | null } = await fetch(after)
    rows.push(...page.rows)
    after = page.next
  }
  return rows
}

describe('pages behind a row', () => {
  it.each([
    [[]],
    [[{ attribute: 'sex', direction: 'asc' as const }]],
    [
      [
        { attribute: 'sex', direction: 'desc' as const },
        { attribute: 'subject_birth_date', direction: 'asc' as const },
      ],
    ],
  ])('of a table are all of its rows, once and in order: %j', async (order) => {
    const table = 'subject.Subject'
    const whole = await fetchRows(test.context, { table, order })
    const paged = await allPages((after) => fetchRows(test.context, { table, order, limit: 4, after }))
    expect(paged).toEqual(whole.rows)
    expect(paged).toHaveLength(25)
  })

  it.each(['asc', 'desc'] as const)('go on over empty values, %s', async (direction) => {
    const order = [{ attribute: 'session_id', direction }]
    const query = 'Session'
    const whole = await runQuery(test.context, { query, order })
    expect(await allPages((after) => runQuery(test.context, { query, order, limit: 3, after }))).toEqual(whole.rows)
  })

  it('of groups are in the order of what was computed', async () => {
    const query = `Subject.aggr(Session, n='COUNT(session_datetime)')`
    const order = [{ attribute: 'n', direction: 'desc' as const }]
    const rows = await allPages((after) => runQuery(test.context, { query, order, limit: 7, after }))
    expect(rows.map(({ n }) => n)).toEqual([...Array(8).fill(2), ...Array(8).fill(1), ...Array(9).fill(0)])
  })

  it('have the attributes that were asked for and no other', async () => {
    const page = await fetchRows(test.context, {
      table: 'subject.Subject',
      attributes: ['sex'],
      order: [{ attribute: 'subject_birth_date', direction: 'asc' }],
      limit: 1,
    })
    expect(page).toMatchObject({
      rows: [{ sex: 'M' }],
      next: { subject: 'S00', subject_birth_date: '2024-01-01' },
      total: 25,
    })
    expect(Object.keys(page.rows[0]!)).toEqual(['sex'])
  })
})

describe('a query of a person', () => {
  it('comes with its heading, its key and its own text, typed or as JSON', async () => {
    const typed = await runQuery(test.context, { query: `dj.U('sex').aggr(Subject,n='count(*)')` })
    expect(typed).toMatchObject({
      text: `dj.U('sex').aggr(subject.Subject, n='COUNT(*)')`,
      primaryKey: ['sex'],
      heading: [{ name: 'sex' }, { name: 'n', type: 'bigint' }],
      rows: [
        { sex: 'M', n: 9 },
        { sex: 'F', n: 8 },
        { sex: 'U', n: 8 },
      ],
      next: null,
    })
    const { json } = explainQuery(test.context, { query: typed.text })
    expect(await runQuery(test.context, { query: json })).toEqual(typed)
  })

  it('is counted, and explained without being run', async () => {
    expect(await countQueryRows(test.context, { query: 'Session * Subject' })).toEqual({
      total: 24,
      approximate: false,
    })
    const explained = explainQuery(test.context, { query: `Subject & "sex = 'F'"` })
    expect(explained.sql).toMatchObject({ text: expect.stringContaining('WHERE (`t0`.`sex` = ?)'), params: ['F'] })
    expect(explained.python).toContain('query = subject.Subject() & "`sex` = \'F\'"')
  })
})
