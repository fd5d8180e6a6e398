import { hostname } from 'node:os'
import type { Key, Table } from '#core/pipeline/table.ts'
import type { Session } from '../port.ts'
import { nextJobs } from './nextJobs.ts'
import { reserveKey, type WorkerIdentity } from './reserveKey.ts'

/** More than one, since other workers look at the same head of the queue. */
const candidates = 20

/**
 * Takes the most urgent pending job of the table that nobody else takes first. @returns its key, or null when nothing is
 * pending @throws UNKNOWN_TABLE when there is no job table yet
 */
export const reserveJob = async (
  session: Session,
  table: Table,
  identity: WorkerIdentity = thisProcess,
): Promise<Key | null> => {
  for (;;) {
    const keys = await nextJobs(session, table, candidates)
    for (const key of keys) if (await reserveKey(session, table, key, identity)) return key
    if (keys.length < candidates) return null
  }
}

const thisProcess: WorkerIdentity = { host: hostname(), pid: process.pid, version: 'LabBook' }
