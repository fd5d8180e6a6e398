import { sessionRoles, startValue } from '#core/assembly/sessionRoles.ts'
import type { Queryable } from '#db/port.ts'
import type { AppContext } from './context.ts'
import { nextSessionNumber } from './nextSessionNumber.ts'
import type { RowInput } from './views.ts'

export type Known = { readonly subject: string | null; readonly startedAt: string | null }

/** What is known of the row of a new session, in the lab's own table: subject, start, and the next free number. */
export const newSessionRow = async (
  app: Pick<AppContext, 'pipeline' | 'peekPackedBlob'>,
  queryable: Queryable,
  { subject, startedAt }: Known,
): Promise<RowInput> => {
  const { subject: role, start, number } = sessionRoles(app.pipeline)
  const [named, ...others] = role?.columns ?? []
  const row = {
    ...(named && others.length === 0 && subject !== null && { [named.child]: subject }),
    ...(start && startedAt !== null && { [start.name]: startValue(start, startedAt) }),
  }
  const next = await nextSessionNumber(app, queryable, row)
  return number && next !== null ? { ...row, [number.name]: next } : row
}
