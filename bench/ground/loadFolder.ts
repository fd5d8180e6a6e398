import { join } from 'node:path'
import { apiClient } from '../../e2e/fixtures/apiClient.ts'
import type { RunningLabBook } from '../../e2e/fixtures/startLabBook.ts'
import type { Measurement } from '../figure.ts'
import { diskUsage } from './diskUsage.ts'
import type { Ground } from './ground.ts'
import { dataFolder } from './labbook.ts'
import { type Measured, runMeasured } from './runMeasured.ts'

export type Loaded = {
  readonly ingest: Measured
  readonly populate: Measured
  /** Bytes by which the database grew on the disk. */
  readonly databaseBytes: number
}

/** Registers a folder below the data root for a new subject and populates these tables, as a person would by hand. */
export const loadFolder = async (
  ground: Ground,
  folder: string,
  subject: string,
  tables: readonly string[],
): Promise<Loaded> => {
  const labbook = await ground.labbook()
  await apiClient(labbook.address).table.insert.mutate({
    table: 'subject.Subject',
    row: { subject, sex: 'U', subject_birth_date: '2025-01-01' },
  })
  const environment = { LABBOOK_HOME: labbook.home, LABBOOK_DATA_ROOTS: dataFolder(ground.folder) }
  const before = await databaseBytes(labbook)
  const ingest = await runMeasured(['ingest', folder, '--subject', subject], environment)
  const populate = await runMeasured(
    ['worker', '--once', '--concurrency', '1', '--tables', tables.join(',')],
    environment,
  )
  await assertLoaded(labbook)
  return { ingest, populate, databaseBytes: (await databaseBytes(labbook)) - before }
}

const databaseBytes = ({ home }: RunningLabBook): Promise<number> => diskUsage(join(home, 'database'))

/** A job that failed would make everything look fast. */
const assertLoaded = async ({ address }: RunningLabBook): Promise<void> => {
  const failed = await apiClient(address).job.list.query({ status: 'error' })
  if (failed.length > 0) throw new Error(`${failed[0]!.table}: ${failed[0]!.errorMessage}`)
}

/** What loading took, as rows of the table. */
export const loadingTimes = (
  what: string,
  { ingest, populate, databaseBytes: bytes }: Loaded,
  fileBytes: number,
): Measurement[] => [
  { what: `ingest ${what}`, unit: 's', ours: ingest.seconds },
  { what: `populate ${what}`, unit: 's', ours: populate.seconds },
  {
    what: `peak memory of the worker, ${what}`,
    unit: 'MB',
    ours: Math.max(ingest.peakBytes, populate.peakBytes) / 1e6,
    target: { value: 2000 },
  },
  {
    what: `disk of the database, ${what}`,
    unit: 'MB',
    ours: bytes / 1e6,
    other: { name: 'the files', value: fileBytes / 1e6 },
  },
]
