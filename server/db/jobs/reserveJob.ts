import { hostname } from 'node:os'
import { LabBookError } from '#core/errors.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import type { Session } from '../port.ts'
import type { WorkerIdentity } from './jobProtocol.ts'
import { protocolOf } from './protocolOf.ts'

/** Keys that are looked up together, so that most jobs are reserved without asking first. */
const batch = 50
/** Batches in a row that others may take away entirely before this worker leaves the table to them for a while. */
const patience = 5

/**
 * Takes the most urgent key of the table that nobody else takes first, out of `candidates`, which is filled again when it is
 * empty. @returns null when nothing waits @throws UNKNOWN_TABLE before the first refresh
 */
export const reserveJob = async (
  session: Session,
  table: Table,
  pipeline: Pipeline,
  candidates: Key[] = [],
  identity: WorkerIdentity = thisProcess,
): Promise<Key | null> => {
  const protocol = await protocolOf(session, table)
  for (let attempt = 0; attempt < patience; attempt++) {
    if (candidates.length === 0) candidates.push(...(await protocol.next(session, table, pipeline, { limit: batch })))
    if (candidates.length === 0) return null
    for (let key = candidates.shift(); key; key = candidates.shift())
      if (await protocol.reserve(session, table, key, identity).catch(lost)) return key
  }
  return null
}

/** Who meets another in the queue, or on a cluster is a moment later than another node, has lost that key: there are others. */
const lost = (error: unknown): false => {
  if (error instanceof LabBookError && error.code === 'DATABASE_CONFLICT') return false
  throw error
}

/**
 * Takes the first of `candidates` within the transaction of `session` that completed the job of `done`, as its last statement: one
 * commit ends the one and begins the other, and a rollback undoes both. @returns null when `reserveJob` had better look, after it
 */
export const reserveNext = async (
  session: Session,
  table: Table,
  done: Key,
  candidates: Key[],
  identity: WorkerIdentity = thisProcess,
): Promise<Key | null> => {
  const [key] = candidates
  const protocol = await protocolOf(session, table)
  if (!key || !protocol.mayFollow(table, key, done)) return null
  candidates.shift()
  return (await protocol.reserve(session, table, key, identity)) ? key : null
}

const thisProcess: WorkerIdentity = { host: hostname(), pid: process.pid, version: 'LabBook' }
