import { inKeys } from '#core/algebra/condition.ts'
import { from, type Query, restrict } from '#core/algebra/query.ts'
import {
  type AboutRole,
  type SessionRoles,
  sessionOf,
  sessionRoles,
  sessionValues,
} from '#core/assembly/sessionRoles.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key, Row } from '#core/pipeline/table.ts'
import type { Actor, AppContext } from './context.ts'
import { countStages } from './countStages.ts'
import { findSessions, type SessionSearch } from './findSessions.ts'
import { keyText } from './keyText.ts'
import { keyOf } from './readRows.ts'
import { selectCount, selectRows } from './selectRows.ts'
import { type Stage, stagesInUse } from './stages.ts'
import type { Board, BoardRow, Filter } from './views.ts'

export type BoardRequest = SessionSearch & { readonly offset?: number; readonly limit?: number }

/** Sessions per page at most. */
const pageLimit = 200
/** Filter on the state of a session's cells: `state` of any stage, `state:<table>` of one. */
const stateFilter = /^state(?::(.+))?$/

/**
 * Sessions × stages, newest session first. A page costs a fixed number of statements, however many sessions it shows;
 * with a filter on states the cells of all sessions that the other filters leave are counted first.
 */
export const sessionBoard = async (app: AppContext, request: BoardRequest, _actor: Actor): Promise<Board> => {
  const { filters = [], offset = 0, limit = 50 } = request
  const stateFilters = filters.filter((filter) => stateFilter.test(filter.attribute))
  const query = findSessions(app, { ...request, filters: filters.filter((filter) => !stateFilters.includes(filter)) })
  const stages = await stagesInUse(app)
  const page = { offset, limit: Math.min(limit, pageLimit) }
  const { rows, total } =
    stateFilters.length === 0
      ? await pageOfSessions(app, query, stages, page)
      : await pageOfStates(app, query, stages, page, stateFilters)
  return { stages: stages.map(viewOf), rows, total }
}

const viewOf = ({ table, title, kind }: Stage): Board['stages'][number] => ({
  table: table.name,
  title,
  ...(kind === 'elsewhere' && { madeElsewhere: true }),
})

type Page = { readonly offset: number; readonly limit: number }
type Found = { readonly rows: readonly BoardRow[]; readonly total: number }

const pageOfSessions = async (app: AppContext, query: Query, stages: Stage[], page: Page): Promise<Found> => {
  const total = await selectCount(app.database, query)
  return { rows: await boardRows(app, await selectSessions(app, query, page), stages), total }
}

const pageOfStates = async (
  app: AppContext,
  query: Query,
  stages: Stage[],
  { offset, limit }: Page,
  filters: readonly Filter[],
): Promise<Found> => {
  const { session } = sessionRoles(app.pipeline)
  const rows = await selectSessions(app, query)
  const keys = rows.map((row) => keyOf(session, row))
  const cells = await countStages(app, stages, keys)
  const fits = (row: Row) => filters.every((filter) => hasState(cells.get(keyText(session, row)) ?? {}, filter))
  const found = rows.filter(fits)
  return { rows: await boardRows(app, found.slice(offset, offset + limit), stages), total: found.length }
}

const hasState = (cells: BoardRow['cells'], { attribute, op, value }: Filter): boolean => {
  const table = stateFilter.exec(attribute)?.[1]
  const wanted = Array.isArray(value) ? value : [value]
  const considered = Object.entries(cells).filter(([name]) => !table || name === table)
  const found = considered.some(([, { state }]) => wanted.includes(state))
  if (op === '=' || op === 'in') return found
  if (op === '!=') return !found
  throw new LabBookError('BAD_REQUEST', { problem: `The state of a session is filtered by =, != or in, not by ${op}.` })
}

/** Keys with the start, the latest first; without a start, and among equal ones, in the order of the key from its end. */
const selectSessions = async (app: AppContext, query: Query, page?: Page): Promise<Row[]> => {
  const { session, start } = sessionRoles(app.pipeline)
  const names = [...new Set([...(start ? [start.name] : []), ...session.primaryKey])]
  const order = names.map((attribute) => ({ attribute, direction: 'desc' as const }))
  return selectRows(app, app.database, session, query, { attributes: names, order, ...page })
}

const boardRows = async (app: AppContext, found: readonly Row[], stages: Stage[]): Promise<BoardRow[]> => {
  if (found.length === 0) return []
  const roles = sessionRoles(app.pipeline)
  const { session, start } = roles
  const sessions = found.map((row) => keyOf(session, row))
  const [cells, experimenters, notes, directories] = await Promise.all([
    countStages(app, stages, sessions),
    saidOf(app, roles, sessions, roles.experimenter),
    saidOf(app, roles, sessions, roles.note),
    saidOf(app, roles, sessions, roles.directory),
  ])
  return found.map((row, index) => {
    const text = keyText(session, row)
    return {
      session: sessions[index]!,
      startedAt: start ? ((row[start.name] as string | null) ?? null) : null,
      experimenters: experimenters.get(text) ?? [],
      note: notes.get(text)?.[0] ?? '',
      directory: directories.get(text)?.[0] ?? null,
      cells: cells.get(text) ?? {},
    }
  })
}

/** What one role says of each session, by session; nothing where the lab has no table for it. */
const saidOf = async (
  app: AppContext,
  { session }: SessionRoles,
  sessions: readonly Key[],
  role: AboutRole | undefined,
): Promise<ReadonlyMap<string, string[]>> => {
  const said = new Map<string, string[]>()
  if (!role) return said
  const keys = sessions.map((key) => sessionValues(role, key))
  for (const row of await selectRows(app, app.database, role.table, restrict(from(role.table), inKeys(keys)))) {
    const value = row[role.attribute.name] ?? null
    if (value === null) continue
    const text = keyText(session, sessionOf(session, role, row))
    said.set(text, [...(said.get(text) ?? []), String(value)])
  }
  return said
}
