import { beforeEach, expect, test } from 'vitest'
import type { AppContext } from './context.ts'
import { insertRows as importRows } from './insertRows.ts'
import { listAudit } from './listAudit.ts'
import { pipelineStatus } from './pipelineStatus.ts'
import { readRows } from './readRows.ts'
import { useTestContext } from './testing/testContext.ts'
import { insertRows } from './writeRows.ts'

const made = useTestContext()
const actor = { user: 'ada' }
const session = { subject: 'M1', session_datetime: '2024-01-02T03:04:05' }

let app: AppContext
beforeEach(async () => {
  app = made.context
  const insert = (table: string, rows: Parameters<typeof insertRows>[3]) =>
    insertRows(app, app.database, app.pipeline.table(table), rows, { skipDuplicates: true })
  await insert('subject.Subject', [{ subject: 'M1', sex: 'U', subject_birth_date: '2023-01-01' }])
  await insert('session.Session', [session])
  await insert('event.BehaviorRecording', [session])
  await insert('event.EventType', [{ event_type: 'reward' }])
})

const rows = (table: string) => readRows(app, app.database, app.pipeline.table(table), {})

test('trials and events come from a CSV though their tables are Imported, and are audited', async () => {
  const trials = [1, 2].map((trial_id) => ({
    ...session,
    trial_id: String(trial_id),
    trial_start_time: `${trial_id * 10}`,
    trial_stop_time: `${trial_id * 10 + 4.5}`,
  }))
  expect(await importRows(app, { table: 'trial.Trial', rows: trials }, actor)).toMatchObject({
    inserted: 2,
    problems: [],
  })
  const facts = [{ ...session, trial_id: '1', attribute_name: 'side', attribute_value: 'left' }]
  expect(await importRows(app, { table: 'trial.Trial.Attribute', rows: facts }, actor)).toMatchObject({ inserted: 1 })
  const events = [{ ...session, event_type: 'reward', event_start_time: '12.3456' }]
  expect(await importRows(app, { table: 'event.Event', rows: events }, actor)).toMatchObject({ inserted: 1 })
  const links = [{ ...session, trial_id: '1', event_type: 'reward', event_start_time: '12.3456' }]
  expect(await importRows(app, { table: 'trial.TrialEvent', rows: links }, actor)).toMatchObject({ inserted: 1 })
  expect(await rows('trial.TrialEvent')).toMatchObject([{ event_start_time: '12.3456' }])
  const audited = await listAudit(app, { table: 'trial.Trial' })
  expect(audited.filter(({ user, action }) => user === 'ada' && action === 'insert')).toHaveLength(2)
})

test('what populate makes is still refused', async () => {
  const made = importRows(app, { table: 'imaging.Segmentation', rows: [] }, actor)
  await expect(made).rejects.toMatchObject({ code: 'NOT_WRITABLE' })
})

test('tables of direct inserts have no jobs and nothing that remains to be made', async () => {
  const status = await pipelineStatus(app)
  const trial = status.find(({ table }) => table === 'trial.Trial')
  expect(trial).not.toHaveProperty('jobs')
  expect(trial).not.toHaveProperty('remaining')
})
