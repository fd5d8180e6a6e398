import { keyEquals } from '#core/algebra/condition.ts'
import { from, restrict } from '#core/algebra/query.ts'
import { sessionRoles } from '#core/assembly/sessionRoles.ts'
import type { Key } from '#core/pipeline/table.ts'
import type { Queryable } from '#db/port.ts'
import type { AppContext } from './context.ts'
import { parseKey } from './parseKey.ts'
import { selectRows } from './selectRows.ts'
import type { RowInput } from './views.ts'

/**
 * The number after the highest among the sessions that agree with `row` in the rest of their key: of this subject, of this
 * animal on this day. Null where sessions are not numbered, or the rest is not known yet. @throws INVALID_ROW
 */
export const nextSessionNumber = async (
  app: Pick<AppContext, 'pipeline' | 'peekPackedBlob'>,
  queryable: Queryable,
  row: RowInput,
): Promise<number | null> => {
  const { session, number } = sessionRoles(app.pipeline)
  if (!number) return null
  const others = session.primaryKey.filter((name) => name !== number.name)
  if (others.some((name) => (row[name] ?? '') === '')) return null
  const key: Key = parseKey(session, Object.fromEntries(others.map((name) => [name, row[name]])))
  const query = others.length === 0 ? from(session) : restrict(from(session), keyEquals(key))
  const order = [{ attribute: number.name, direction: 'desc' as const }]
  const [last] = await selectRows(app, queryable, session, query, { attributes: session.primaryKey, order, limit: 1 })
  return last ? Number(last[number.name]) + 1 : 1
}
