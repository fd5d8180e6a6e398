import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { apiClient } from './fixtures/apiClient.ts'
import { allGone, processesOf, processOf } from './fixtures/processes.ts'
import { startLabBook } from './fixtures/startLabBook.ts'
import { until } from './fixtures/until.ts'

/** What must hold however the program ends: nothing stays behind, and the next start finds everything that was committed. */
test.describe('the life of the server', () => {
  let home: string
  test.beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'labbook-life-'))
  })
  test.afterEach(() => rmSync(home, { recursive: true, force: true }))

  const start = (viaNpm = false) => startLabBook({ home, viaNpm, flags: ['--no-demo'] })

  test('SIGTERM to npm ends the server, the worker and the database', async () => {
    const labbook = await start(true)
    expect(processesOf(home).length).toBeGreaterThanOrEqual(3)
    labbook.process.kill('SIGTERM')
    await allGone(home)
  })

  test('kill -9 of npm leaves no process behind', async () => {
    const labbook = await start(true)
    labbook.process.kill('SIGKILL')
    await allGone(home)
  })

  test('kill -9 of the server leaves no process behind, and what was committed is there at the next start', async () => {
    const labbook = await start()
    const row = { subject: 'kept', sex: 'F', subject_birth_date: '2026-01-02' }
    await apiClient(labbook.address).table.insert.mutate({ table: 'subject.Subject', row })
    labbook.process.kill('SIGKILL')
    await allGone(home)

    const again = await start()
    const { rows } = await apiClient(again.address).table.rows.query({ table: 'subject.Subject' })
    expect(rows).toEqual([expect.objectContaining(row)])
    await again.stop()
    await allGone(home)
  })

  test('kill -9 of the database is survived: it comes back by itself', async () => {
    const labbook = await start()
    const api = apiClient(labbook.address)
    const database = processOf(home, 'database')!
    process.kill(database.pid, 'SIGKILL')
    await until('the database answers again', async () => {
      const again = processOf(home, 'database')
      return again && again.pid !== database.pid && api.table.rows.query({ table: 'lab.User' }).catch(() => null)
    })
    await labbook.stop()
    await allGone(home)
  })

  test('kill -9 of the worker is survived: another one is started', async () => {
    const labbook = await start()
    const worker = await until('there is a worker', async () => processOf(home, 'worker'))
    process.kill(worker.pid, 'SIGKILL')
    await until('there is another worker', async () => {
      const again = processOf(home, 'worker')
      return again && again.pid !== worker.pid
    })
    await labbook.stop()
    await allGone(home)
  })

  test('Ctrl-C in the terminal ends everything', async () => {
    const labbook = await start(true)
    for (const { pid, command } of processesOf(home)) if (/npm|start\.mjs/.test(command)) process.kill(pid, 'SIGINT')
    await allGone(home)
    expect(labbook.output()).not.toMatch(/\n\s+at /)
  })

  test('a second start on the same folder says who has it, without a stack trace', async () => {
    const labbook = await start()
    const second = await startLabBook({ home, flags: ['--no-demo'] }).catch((error: Error) => error.message)
    expect(second).toContain(`process ${labbook.process.pid}`)
    expect(second).not.toMatch(/\n\s+at /)
    expect((await fetch(`${labbook.address}/healthz`)).ok).toBe(true)
    await labbook.stop()
  })

  test('the command line shares the running database, and starts one for its own time otherwise', async () => {
    const labbook = await start()
    await apiClient(labbook.address).table.insert.mutate({
      table: 'subject.Subject',
      row: { subject: 'shared', sex: 'U', subject_birth_date: '2026-01-02' },
    })
    const query = () => labbook.command('query', 'Subject & "subject=\'shared\'"', '--format', 'json')
    expect(JSON.parse(await query())).toEqual([expect.objectContaining({ subject: 'shared', sex: 'U' })])
    await labbook.stop()
    expect(JSON.parse(await query())).toHaveLength(1)
    await allGone(home)
  })

  test('a backup brings everything back', async () => {
    const labbook = await start()
    const api = apiClient(labbook.address)
    const row = { subject: 'dumped', sex: 'M', subject_birth_date: '2026-01-02', subject_description: 'naïve — 20 µm' }
    await api.table.insert.mutate({ table: 'subject.Subject', row })
    const file = join(home, 'backup.sql.gz')
    await labbook.command('backup', file)
    const preview = await api.table.previewDelete.query({ table: 'subject.Subject', key: { subject: 'dumped' } })
    await api.table.delete.mutate({ table: 'subject.Subject', key: { subject: 'dumped' }, token: preview.token })
    await labbook.command('restore', file, '--overwrite')
    const { rows } = await api.table.rows.query({ table: 'subject.Subject' })
    expect(rows).toEqual([expect.objectContaining(row)])
    await labbook.stop()
  })
})
