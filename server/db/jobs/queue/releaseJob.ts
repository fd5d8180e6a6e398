import type { Key, Table } from '#core/pipeline/table.ts'
import type { Session } from '../../port.ts'
import { whereJob } from './jobStatement.ts'
import { setPending } from './retryJob.ts'

/** Gives back a job that this session reserved and did not do, e.g. because the worker is asked to stop. */
export const releaseJob = async (session: Session, table: Table, key: Key): Promise<boolean> => {
  const { text, params } = whereJob(table, key)
  const condition = `${text} AND status = 'reserved' AND connection_id = ?`
  return (await setPending(session, table, condition, [...params, session.connectionId])) === 1
}
