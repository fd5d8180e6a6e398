import { LabBookError } from '#core/errors.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import { packBlob } from '../packBlob.ts'
import type { Queryable } from '../port.ts'
import { jobTableReference, whereJob } from './jobStatement.ts'

/**
 * Marks the job as failed, with the message (`TypeError: text`, as Python writes it) and the stack that a person needs to
 * find out why; it stays so until it is retried.
 */
export const failJob = async (database: Queryable, table: Table, key: Key, error: unknown): Promise<void> => {
  const { text, params } = whereJob(table, key)
  const write = (shown: string) =>
    database.execute(
      `UPDATE ${jobTableReference(table)}
       SET status = 'error', completed_time = CURRENT_TIMESTAMP(3), error_message = ?, error_stack = ?
       WHERE ${text}`,
      [shown, packBlob(stackOf(error)), ...params],
    )
  const message = truncated(messageOf(error))
  await write(message).catch((refused: unknown) => {
    // The table of a lab whose server speaks latin1 cannot hold every character; a message without them beats none.
    if (!(refused instanceof LabBookError && refused.code === 'INVALID_VALUE')) throw refused
    return write(message.replace(/[^\x20-\x7e\n]/gu, '?'))
  })
}

const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return `${error instanceof LabBookError ? error.code : error.name}: ${error.message}`
}

/** The error's own stack and those of its causes. */
const stackOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const own = error.stack ?? messageOf(error)
  return error.cause === undefined ? own : `${own}\nCaused by: ${stackOf(error.cause)}`
}

const longest = 2047
const suffix = '...truncated'

const truncated = (message: string): string => {
  const characters = [...message]
  return characters.length <= longest ? message : characters.slice(0, longest - suffix.length).join('') + suffix
}
