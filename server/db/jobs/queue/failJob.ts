import type { Key, Table } from '#core/pipeline/table.ts'
import { packBlob } from '../../packBlob.ts'
import type { Session } from '../../port.ts'
import { errorMessage, errorStack, withPlainMessage } from '../errorText.ts'
import { jobTableReference, whereJob } from './jobStatement.ts'

/** Keeps message and stack for a person to find out why; a job that was taken from this session meanwhile is left alone. */
export const failJob = async (session: Session, table: Table, key: Key, error: unknown): Promise<void> => {
  const { text, params } = whereJob(table, key)
  const sql = `UPDATE ${jobTableReference(table)}
    SET status = 'error', completed_time = CURRENT_TIMESTAMP(3), error_message = ?, error_stack = ?
    WHERE ${text} AND status = 'reserved' AND connection_id = ?`
  const stack = packBlob(errorStack(error))
  await withPlainMessage(errorMessage(error), (message) =>
    session.execute(sql, [message, stack, ...params, session.connectionId]),
  )
}
