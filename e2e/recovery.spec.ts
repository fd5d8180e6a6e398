import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { TableStatus } from '#app/views.ts'
import { apiClient } from './fixtures/apiClient.ts'
import { allGone, processOf, type Role } from './fixtures/processes.ts'
import { type RunningLabBook, startLabBook } from './fixtures/startLabBook.ts'
import { until } from './fixtures/until.ts'

/** The demo is populated while one part after the other is killed; it must end as if nothing had happened. */
test('kill -9 of worker, database and server in turn during populate: all rows come, each once, and no job stays reserved', async () => {
  test.setTimeout(600_000)
  expect(await populateDisturbed()).toEqual(await populateUndisturbed())
})

const started: RunningLabBook[] = []
const homes: string[] = []
test.afterEach(async () => {
  for (const labbook of started.splice(0)) await labbook.stop()
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true })
})

const newHome = (): string => {
  const home = mkdtempSync(join(tmpdir(), 'labbook-recovery-'))
  homes.push(home)
  return home
}

const start = async (home: string): Promise<RunningLabBook> => {
  const labbook = await startLabBook({ home })
  started.push(labbook)
  return labbook
}

const populateUndisturbed = async () => {
  const labbook = await start(newHome())
  await populated(labbook)
  return finish(labbook)
}

const populateDisturbed = async () => {
  const home = newHome()
  const labbook = await start(home)
  for (const role of ['worker', 'database'] as const) {
    await underWay(labbook)
    kill(home, role)
  }
  await underWay(labbook)
  kill(home, 'server')
  await allGone(home)
  const again = await start(home)
  await populated(again)
  return finish(again)
}

const kill = (home: string, role: Role) => process.kill(processOf(home, role)!.pid, 'SIGKILL')

/** Waits until a job is being computed; a fast machine may have done everything already. */
const underWay = (labbook: RunningLabBook) =>
  until('a job is being computed', async () => {
    const tables = await computedTables(labbook)
    const isReserved = tables.some(({ jobs }) => jobs?.reserved)
    return processOf(labbook.home, 'worker') && (isReserved || isPopulated(tables))
  })

const populated = (labbook: RunningLabBook) =>
  until('everything is populated', async () => isPopulated(await computedTables(labbook)))

const computed = ['EphysRecording', 'Clustering', 'CuratedClustering', 'WaveformSet'].map((name) => `ephys.${name}`)

/** Their status; none while the database is away. */
const computedTables = async ({ address }: RunningLabBook): Promise<readonly TableStatus[]> => {
  const tables = await apiClient(address)
    .pipeline.status.query()
    .catch(() => [])
  return tables.filter(({ table }) => computed.includes(table))
}

const isPopulated = (tables: readonly TableStatus[]): boolean => tables.length > 0 && tables.every(isDone)

/** Every key has its row; the demo has one sorting that cannot be loaded. */
const isDone = ({ rows, remaining, jobs }: TableStatus): boolean =>
  rows > 0 && jobs?.reserved === 0 && jobs.pending === 0 && remaining === jobs.error

/** Rows and unfinished jobs of each table that the demo fills. */
const finish = async (labbook: RunningLabBook) => {
  const status = await apiClient(labbook.address).pipeline.status.query()
  await labbook.stop()
  return status
    .filter(({ table }) => /^(subject|session|probe|ephys)\./.test(table))
    .map(({ table, rows, remaining, jobs }) => ({ table, rows, remaining, jobs }))
}
