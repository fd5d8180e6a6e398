import type { Key } from '#core/pipeline/table.ts'
import type { PlainKey } from '#web/lib/labels.ts'
import { apiClient } from '../../e2e/fixtures/apiClient.ts'
import type { RunningLabBook } from '../../e2e/fixtures/startLabBook.ts'

/** The result of a subject's one session, as its page names it: a table and a key without the ROI or unit. */
export const resultOf = async ({ address }: RunningLabBook, subject: string, table: string): Promise<Key> => {
  const api = apiClient(address)
  const { rows } = await api.session.board.query({ search: subject })
  const session = rows[0]?.session
  if (!session) throw new Error(`There is no session of ${subject}`)
  const { results } = await api.session.page.query({ key: session as PlainKey })
  const result = results.find((each) => each.table === table)
  if (!result) throw new Error(`The session of ${subject} has no ${table}`)
  return result.key
}
