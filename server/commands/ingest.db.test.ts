import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { elements } from '#elements/index.ts'
import { useCommandLine } from './testing/useCommandLine.ts'

const { run } = useCommandLine()
const root = realpathSync(mkdtempSync(join(tmpdir(), 'labbook-ingest-')))
const folder = join(root, 'ann', 'first')
afterAll(() => rmSync(root, { recursive: true, force: true }))

beforeAll(async () => {
  const demo = elements.find(({ demo }) => demo)!.demo!
  await demo.write(join(root, 'demo'))
  mkdirSync(join(root, 'empty'))
  cpSync(join(root, 'demo', demo.sessions[0]!.directory), folder, { recursive: true })
  rmSync(join(root, 'demo'), { recursive: true })
  vi.stubEnv('LABBOOK_DATA_ROOTS', root)
  const subjects = join(root, 'subjects.csv')
  writeFileSync(subjects, 'subject,sex,subject_birth_date\nM1,F,2024-01-02\n')
  await run('insert', 'Subject', '--csv', subjects)
}, 120_000)

const sessions = async (): Promise<unknown[]> =>
  JSON.parse((await run('query', 'session.SessionDirectory', '--format', 'json')).stdout)

test('a dry run says what a folder holds before anybody says whose it is', async () => {
  const text = await run('ingest', folder, '--dry-run')
  expect(text).toMatchObject({ code: 0, stdout: expect.stringMatching(/Sampling rate: 30000 Hz[\s\S]*Clusters: \d+/) })
  expect(text.stderr).toContain('give --subject to see what would be registered')
  const { code, stdout } = await run('ingest', folder, '--dry-run', '--format', 'json')
  expect(code).toBe(0)
  const { proposal, result } = JSON.parse(stdout)
  expect(proposal).toMatchObject({ root, directory: 'ann/first', session: { key: null, exists: false, subject: null } })
  expect(proposal.findings.map(({ kind }: { kind: string }) => kind)).toEqual(['recording', 'sorting'])
  expect(result).toBeNull()
})

test('with a subject, the dry run says what would be registered and keeps nothing', async () => {
  const { code, stdout } = await run('ingest', folder, '--dry-run', '--subject', 'M1')
  expect(code).toBe(0)
  expect(stdout).toMatch(/session {"subject":"M1",.*}\n {2}session.Session: 1 row\n[\s\S]*Nothing was registered/)
  expect(await sessions()).toEqual([])
})

test.each([
  ['a subject that is not there', ['--subject', 'M9'], 'needs a row of subject.Subject with subject = M9'],
  ['no subject', [], 'The path names no subject that is there: give --subject.'],
  [
    'a session that is not there',
    ['--session', '{"subject":"M1","session_datetime":"2020-01-01T00:00:00"}'],
    'session.Session has no row',
  ],
])('what cannot be registered is a sentence, and nothing is left behind: %s', async (_, options, sentence) => {
  const { code, stderr } = await run('ingest', folder, ...options)
  expect(code).toBe(1)
  expect(stderr).toContain(sentence)
  expect(await sessions()).toEqual([])
})

test.each([
  ['a folder outside the data roots', () => tmpdir(), 'is not below a data root. Add its folder'],
  ['a folder that is not there', () => join(root, 'nowhere'), 'There is no folder'],
  ['a file', () => join(root, 'subjects.csv'), 'is a file, not a folder'],
  ['a folder with nothing in it', () => join(root, 'empty'), 'holds no recording or sorting'],
])('what is no session folder is a sentence: %s', async (_, path, sentence) => {
  const { code, stdout, stderr } = await run('ingest', path(), '--subject', 'M1', '--format', 'json')
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toContain(sentence)
})

test('a folder is registered through a link, and registering it again changes nothing', async () => {
  const link = join(tmpdir(), `labbook-link-${process.pid}`)
  symlinkSync(folder, link)
  const first = await run('ingest', `${link}/`, '--subject', 'M1', '--format', 'json').finally(() => rmSync(link))
  expect(first.code).toBe(0)
  const { result } = JSON.parse(first.stdout)
  expect(result.inserted).toContainEqual({ table: 'ephys.ClusteringTask', rows: 1 })
  expect(await sessions()).toEqual([{ ...result.session, session_dir: 'ann/first' }])

  const again = await run('ingest', folder)
  expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('there is nothing new') })
  const named = await run('ingest', folder, '--session', JSON.stringify(result.session), '--format', 'json')
  expect(JSON.parse(named.stdout).result.inserted).toEqual([])
  expect(await sessions()).toHaveLength(1)
})
