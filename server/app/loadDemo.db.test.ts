import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Demo } from '#elements/contract.ts'
import type { AppContext } from './context.ts'
import { loadDemo } from './loadDemo.ts'
import { toyFinding } from './testing/toyElement.ts'
import { toySession, useToyPipeline } from './testing/useToyPipeline.ts'

const toy = useToyPipeline()

let home: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'labbook-home-'))
})
afterEach(() => rmSync(home, { recursive: true }))

const demo: Demo = {
  inserts: [
    { table: 'lab.User', rows: [{ user: 'ada' }] },
    { table: 'project.Project', rows: [{ project: 'p', project_title: 'P', project_start_date: '2024-01-01' }] },
    { table: 'subject.Subject', rows: [{ subject: 'M1', sex: 'U', subject_birth_date: '2023-01-01' }] },
  ],
  sessions: [
    {
      subject: 'M1',
      session_datetime: String(toySession.session_datetime),
      directory: 'M1/a',
      experimenter: 'ada',
      project: 'p',
      note: 'calm',
    },
  ],
  async write(folder) {
    mkdirSync(join(folder, 'M1/a'), { recursive: true })
    writeFileSync(join(folder, 'M1/a/file'), 'x')
  },
}

const app = (changed: Partial<Demo> = {}): AppContext => {
  const context = toy.app({ findings: [toyFinding] })
  const elements = context.elements.map((element) => ({ ...element, demo: { ...demo, ...changed } }))
  return { ...context, elements, config: { ...context.config, home } }
}

test('a fresh database gets the demo, as entered by "demo"', async () => {
  await loadDemo(app())
  expect(await toy.rows('session.SessionDirectory')).toEqual([{ ...toySession, session_dir: 'M1/a' }])
  expect(await toy.rows('session.ProjectSession')).toHaveLength(1)
  expect(await toy.rows('toy.Summed')).toHaveLength(1)
  const writers = await toy.db.database.query(`SELECT DISTINCT changed_by FROM ${toy.db.prefix}app.audit`)
  expect(writers).toEqual([{ changed_by: 'demo' }])
})

test('rows below its sessions come after them', async () => {
  const belowSessions = [{ table: 'event.BehaviorRecording', rows: [toySession] }]
  await loadDemo(app({ belowSessions }))
  expect(await toy.rows('event.BehaviorRecording')).toMatchObject([toySession])
})

test('it comes once: what somebody deleted does not come back', async () => {
  await loadDemo(app())
  await toy.db.database.execute(`DELETE FROM ${toy.db.prefix}session.session_note`)
  await loadDemo(app())
  expect(await toy.rows('session.SessionNote')).toEqual([])
})

test('a database with subjects is left alone, now and later', async () => {
  await toy.insert('subject.Subject', [{ subject: 'X', sex: 'U', subject_birth_date: '2024-01-01' }])
  await loadDemo(app())
  await toy.db.database.execute(`DELETE FROM ${toy.db.prefix}subject.subject`)
  await loadDemo(app())
  expect(await toy.rows('subject.Subject')).toEqual([])
})

test('an interrupted demo is completed by the next start', async () => {
  const sessions = [{ ...demo.sessions[0]!, directory: 'M1/missing' }]
  await loadDemo(app({ sessions }))
  expect(await toy.rows('subject.Subject')).toHaveLength(1)
  expect(await toy.rows('session.Session')).toEqual([])
  await loadDemo(app())
  expect(await toy.rows('session.Session')).toHaveLength(1)
})
