import { beforeAll, describe, expect, it } from 'vitest'
import { addPerson } from './addPerson.ts'
import { createSession } from './createSession.ts'
import { fetchRows } from './fetchRows.ts'
import { insertRow } from './insertRow.ts'
import { listAudit } from './listAudit.ts'
import { useTestContext } from './testing/testContext.ts'

const ann = { user: 'ann' }
const test = useTestContext()

const at = (time: string) => ({ subject: 'M1', session_datetime: `2024-03-04 ${time}` })
const rowsOf = async (table: string) => (await fetchRows(test.context, { table })).rows

beforeAll(async () => {
  await addPerson(test.context, { user: 'ann' }, ann)
  await addPerson(test.context, { user: 'bob' }, ann)
  const insert = (table: string, row: Record<string, string>) => insertRow(test.context, { table, row }, ann)
  await insert('subject.Subject', { subject: 'M1', sex: 'F', subject_birth_date: '2024-01-02' })
  await insert('project.Project', { project: 'maps', project_title: 'Maps', project_start_date: '2024-01-01' })
})

describe('entering a session', () => {
  it('writes who, what for and the note with it', async () => {
    const { key } = await createSession(
      test.context,
      { session: at('10:00:00'), experimenters: ['ann', 'bob', 'ann'], project: 'maps', note: ' calm \n' },
      ann,
    )
    expect(key).toEqual({ subject: 'M1', session_datetime: '2024-03-04T10:00:00' })
    expect(await rowsOf('session.SessionExperimenter')).toEqual([
      { ...key, user: 'ann' },
      { ...key, user: 'bob' },
    ])
    expect(await rowsOf('session.ProjectSession')).toEqual([{ project: 'maps', ...key }])
    expect(await rowsOf('session.SessionNote')).toEqual([{ ...key, session_note: 'calm' }])
    expect(await listAudit(test.context, { table: 'session.SessionNote' })).toMatchObject([
      { action: 'insert', user: 'ann', key },
    ])
  })

  it('needs neither people, project nor note', async () => {
    const { key } = await createSession(test.context, { session: at('11:00:00'), note: '  ' }, ann)
    expect(await rowsOf('session.SessionNote')).not.toContainEqual(expect.objectContaining(key))
  })

  it('leaves nothing when a person is unknown, and names them', async () => {
    const input = { session: at('12:00:00'), experimenters: ['ann', 'nobody'] }
    await expect(createSession(test.context, input, ann)).rejects.toMatchObject({
      code: 'MISSING_PARENT',
      message: expect.stringContaining('nobody'),
    })
    const sessions = await rowsOf('session.Session')
    expect(sessions.map((row) => row.session_datetime)).not.toContain('2024-03-04T12:00:00')
  })

  it('is refused twice at the same start', async () => {
    const again = createSession(test.context, { session: at('10:00:00') }, ann)
    await expect(again).rejects.toMatchObject({ code: 'DUPLICATE_ENTRY' })
  })

  it('says which value is wrong', async () => {
    const wrong = createSession(test.context, { session: at('25:00:00') }, ann)
    await expect(wrong).rejects.toMatchObject({
      code: 'INVALID_ROW',
      data: { issues: [{ attribute: 'session_datetime' }] },
    })
    const long = createSession(test.context, { session: at('13:00:00'), note: 'x'.repeat(1025) }, ann)
    await expect(long).rejects.toMatchObject({ data: { issues: [{ attribute: 'session_note' }] } })
  })
})
