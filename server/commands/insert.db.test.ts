import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useCommandLine } from './testing/useCommandLine.ts'

const { run } = useCommandLine()
const folder = mkdtempSync(join(tmpdir(), 'labbook-insert-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

beforeAll(async () => {
  await run('declare', new URL('./testing/lab.txt', import.meta.url).pathname)
})

const file = (content: string | Uint8Array): string => {
  const path = join(folder, 'rows')
  writeFileSync(path, content)
  return path
}
const csv = (table: string, content: string | Uint8Array, ...more: readonly string[]) =>
  run('insert', table, '--csv', file(content), ...more)
const rows = async (expression: string): Promise<Record<string, unknown>[]> =>
  JSON.parse((await run('query', expression, '--format', 'json')).stdout)

test('rows of a spreadsheet arrive whatever its mark, its line ends and the order of its columns', async () => {
  const text =
    '\uFEFFsex,subject,subject_birth_date,subject_description\r\nF,Mäuschen 鼠,2026-01-02,"one, ""two"""\r\nM,M2,2026-01-03,\r\n'
  expect(await csv('Subject', text)).toEqual({ code: 0, stdout: '2 rows inserted into subject.Subject\n', stderr: '' })
  const heading = "subject.Subject.proj('sex', 'subject_description')"
  expect(await rows(`${heading} & "sex in ('F', 'M')"`)).toEqual(
    expect.arrayContaining([
      { subject: 'Mäuschen 鼠', sex: 'F', subject_description: 'one, "two"' },
      { subject: 'M2', sex: 'M', subject_description: '' },
    ]),
  )
})

test('a dry run checks every row and keeps none', async () => {
  const text = 'subject,sex,subject_birth_date\nM3,U,2026-01-02\n'
  expect(await csv('Subject', text, '--dry-run')).toMatchObject({
    code: 0,
    stdout: '1 row would be inserted into subject.Subject\n',
  })
  expect(await rows('Subject & \'subject = "M3"\'')).toEqual([])
})

test('each row that does not fit is told with its line, and then none is inserted', async () => {
  const text = 'subject,sex,subject_birth_date\nM4,F,2026-01-02\nM4,F,2026-01-02\nM2,F,2026-01-02\nM5,X,2026-13-02\n'
  const wrong = await csv('Subject', text)
  expect(wrong).toMatchObject({ code: 1, stdout: '' })
  expect(wrong.stderr).toMatch(
    /^line 5: .*sex: .*subject_birth_date: .*\n1 row of 4 cannot be inserted, so none was.\n$/,
  )
  const twice = await csv('Subject', text.split('\n').slice(0, 4).join('\n'))
  expect(twice.stderr).toMatch(/^line 3: .*already has a row.*\nline 4: .*already has a row.*\n2 rows of 3/)
  expect(await rows('Subject & \'subject = "M4"\'')).toEqual([])
})

test('a missing parent is named with the value that misses it', async () => {
  const { code, stderr } = await csv(
    'Session',
    'subject,session_datetime\nM2,2026-01-02 03:04:05\nM9,2026-01-02 03:04:05\n',
  )
  expect(code).toBe(1)
  expect(stderr).toContain(
    'line 3: session.Session needs a row of subject.Subject with subject = M9, and there is none.',
  )
  expect(await rows('Session')).toEqual([])
})

test('rows of a part go below masters that are there', async () => {
  await csv('lab.Lab', 'lab,lab_name,address,time_zone\nx,X lab,here,UTC+1\n')
  await csv('lab.Organization', 'organization,org_name\nuni,University\n')
  const { code } = await csv('lab.Lab.Organization', 'lab,organization\nx,uni\n')
  expect(code).toBe(0)
})

test.each([
  [
    'a column that is no attribute',
    'subject,sxe\nM6,F\n',
    'line 1: subject.Subject has no attribute "sxe"; its attributes are subject,',
  ],
  ['a column that is missing', 'sex\nF\n', 'line 1: there is no column "subject"'],
  ['a column that stands there twice', 'subject,subject\na,b\n', 'line 1: "subject" stands there twice'],
  ['semicolons', 'subject;sex\nM6;F\n', 'separated by ";"; use commas'],
  ['a short line', 'subject,sex,subject_birth_date\nM6\n', 'line 2: Invalid Record Length'],
  ['an open quote', 'subject,sex\n"M6,F\n', 'line 2: Quote Not Closed'],
  ['no line at all', '', 'line 1: the file is empty'],
])('a file that is wrong as a whole is told once: %s', async (_, text, sentence) => {
  const { code, stdout, stderr } = await csv('Subject', text)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain(sentence)
})

test('a file in another encoding is refused before a name is spoilt', async () => {
  const { code, stderr } = await csv('Subject', Buffer.from('subject\nM\u00fc\n', 'latin1'))
  expect(code).toBe(1)
  expect(stderr).toContain('is not UTF-8')
})

test('what query prints as JSON can be inserted again, blobs included', async () => {
  const row = {
    reading: 7,
    big: '9007199254740993',
    mass: '1.500',
    rate: 0.1,
    day: '2026-01-02',
    clock: '03:04:05',
    at: '2026-01-02T03:04:05',
    id: '00010203-0405-0607-0809-0a0b0c0d0e0f',
    nothing: null,
    trace: { $: 'ndarray', dtype: '<f4', shape: [2], data: [1.5, 'NaN'] },
    note: 'again',
  }
  const inserted = await run('insert', 'Reading', '--json', file(JSON.stringify([row])))
  expect(inserted).toMatchObject({ code: 0, stderr: '' })
  expect(await rows('Reading & "reading = 7"')).toEqual([row])
})

test.each([
  ['{"reading": 1}', 'it is not an array of objects'],
  ['[1]', 'row 1: it is not an object'],
  ['[', 'JSON: '],
])('JSON that holds no rows is a sentence: %s', async (text, sentence) => {
  const { code, stderr } = await run('insert', 'Reading', '--json', file(text))
  expect(code).toBe(1)
  expect(stderr).toContain(sentence)
})

test('empty text in JSON is a value, and an empty field of a CSV file the default', async () => {
  const json = JSON.stringify([{ project: 'q', project_title: '', project_start_date: '2026-01-02' }])
  expect(await run('insert', 'project.Project', '--json', file(json))).toMatchObject({ code: 0 })
  expect(await rows("project.Project.proj('project_title') & \"project = 'q'\"")).toEqual([
    { project: 'q', project_title: '' },
  ])
  expect(await csv('project.Project', 'project,project_title,project_start_date\nr,,2026-01-02\n')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('project_title: This needs a value.'),
  })
})

test('rows that populate makes are not inserted by hand', async () => {
  const { code, stderr } = await csv('ephys.CuratedClustering', 'subject\nM2\n')
  expect(code).toBe(1)
  expect(stderr).toContain('ephys.CuratedClustering is imported: its rows are made by populate')
})

test('fifty thousand rows take seconds', async () => {
  const lines = Array.from({ length: 50_000 }, (_, index) => `S${index},U,2026-01-02`)
  const { code, stdout } = await csv('Subject', `subject,sex,subject_birth_date\n${lines.join('\n')}\n`)
  expect({ code, stdout }).toEqual({ code: 0, stdout: '50000 rows inserted into subject.Subject\n' })
})

test('the CSV files of trials and events fill their tables, one after the other', async () => {
  const session = 'M9,2026-02-03 10:00:00'
  const files: readonly (readonly [table: string, text: string])[] = [
    ['Subject', 'subject,sex,subject_birth_date\nM9,F,2026-01-02\n'],
    ['session.Session', `subject,session_datetime\n${session}\n`],
    ['event.BehaviorRecording', `subject,session_datetime,recording_duration\n${session},60\n`],
    ['event.EventType', 'event_type\ncue\n'],
    ['trial.TrialType', 'trial_type\ngo\n'],
    ['event.Event', `subject,session_datetime,event_type,event_start_time\n${session},cue,2.5\n`],
    [
      'trial.Trial',
      `subject,session_datetime,trial_id,trial_type,trial_start_time,trial_stop_time\n${session},1,go,2,6.5\n${session},2,,7,9\n`,
    ],
    ['trial.TrialEvent', `subject,session_datetime,trial_id,event_type,event_start_time\n${session},1,cue,2.5\n`],
  ]
  for (const [table, text] of files) expect(await csv(table, text)).toMatchObject({ code: 0, stderr: '' })
  expect(await rows('trial.Trial * trial.TrialEvent')).toMatchObject([
    { trial_id: 1, trial_type: 'go', trial_start_time: 2, event_start_time: '2.5000' },
  ])
  expect(await rows('trial.Trial & {"trial_id": 2}')).toMatchObject([{ trial_type: null, trial_stop_time: 9 }])
})

test('rows that are there already are skipped or replaced, and columns that nobody knows left out, on request', async () => {
  const text = 'subject,sex,subject_birth_date,colour\nTwin1,F,2026-01-02,red\n'
  expect(await csv('subject.Subject', text, '--ignore-extra-fields')).toMatchObject({ code: 0, stderr: '' })
  const again = 'subject,sex,subject_birth_date\nTwin1,M,2026-01-02\nTwin2,M,2026-01-02\n'
  expect(await csv('subject.Subject', again, '--skip-duplicates')).toMatchObject({
    stdout: '1 row inserted into subject.Subject, 1 row there already\n',
  })
  expect(await rows('subject.Subject.proj("sex") & \'subject = "Twin1"\'')).toEqual([{ subject: 'Twin1', sex: 'F' }])
  await csv('subject.Subject', again, '--replace')
  expect(await rows('subject.Subject.proj("sex") & \'subject = "Twin1"\'')).toEqual([{ subject: 'Twin1', sex: 'M' }])
  expect(await csv('subject.Subject', again, '--replace', '--skip-duplicates')).toMatchObject({ code: 2 })
})
