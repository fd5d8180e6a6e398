import { inKeys } from '#core/algebra/condition.ts'
import { from, type Query, restrict } from '#core/algebra/query.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key, Row, Table } from '#core/pipeline/table.ts'
import type { Actor, AppContext } from './context.ts'
import { countStages } from './countStages.ts'
import { findSessions, type SessionSearch } from './findSessions.ts'
import { keyText } from './keyText.ts'
import { keyOf } from './readRows.ts'
import { selectCount, selectRows } from './selectRows.ts'
import {
  sessionAttributes as attributes,
  experimenterAttribute,
  startAttribute,
  sessionTables as tables,
} from './sessionTables.ts'
import { type Stage, stagesOf } from './stages.ts'
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
  const stages = stagesOf(app)
  const page = { offset, limit: Math.min(limit, pageLimit) }
  const { rows, total } =
    stateFilters.length === 0
      ? await pageOfSessions(app, query, stages, page)
      : await pageOfStates(app, query, stages, page, stateFilters)
  return { stages: stages.map(({ table, title }) => ({ table: table.name, title })), rows, total }
}

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
  const session = app.pipeline.table(tables.session)
  const keys = await selectSessions(app, query)
  const cells = await countStages(app, stages, keys)
  const fits = (key: Key) => filters.every((filter) => hasState(cells.get(keyText(session, key)) ?? {}, filter))
  const found = keys.filter(fits)
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

const selectSessions = async (app: AppContext, query: Query, page?: Page): Promise<Key[]> => {
  const session = app.pipeline.table(tables.session)
  const order = [{ attribute: startAttribute(session), direction: 'desc' as const }]
  const rows = await selectRows(app, app.database, session, query, { attributes: session.primaryKey, order, ...page })
  return rows.map((row) => keyOf(session, row))
}

const boardRows = async (app: AppContext, sessions: readonly Key[], stages: Stage[]): Promise<BoardRow[]> => {
  if (sessions.length === 0) return []
  const session = app.pipeline.table(tables.session)
  const [cells, experimenters, notes, directories] = await Promise.all([
    countStages(app, stages, sessions),
    besides(app, session, sessions, tables.experimenter),
    besides(app, session, sessions, tables.note),
    besides(app, session, sessions, tables.directory),
  ])
  const experimenter = experimenterAttribute(app.pipeline)
  return sessions.map((key) => {
    const text = keyText(session, key)
    const first = (rows: ReadonlyMap<string, Row[]>, name: string) => rows.get(text)?.[0]?.[name]
    return {
      session: key,
      experimenters: (experimenters.get(text) ?? []).map((row) => String(row[experimenter])),
      note: String(first(notes, attributes.note) ?? ''),
      directory: (first(directories, attributes.directory) as string | undefined) ?? null,
      cells: cells.get(text) ?? {},
    }
  })
}

/** Rows of a table beside the session's, by session; none where a lab's own schema lacks the table. */
const besides = async (app: AppContext, session: Table, sessions: readonly Key[], name: string) => {
  if (!app.pipeline.has(name)) return new Map<string, Row[]>() as ReadonlyMap<string, Row[]>
  const table = app.pipeline.table(name)
  const rows = await selectRows(app, app.database, table, restrict(from(table), inKeys(sessions)))
  const bySession = new Map<string, Row[]>()
  for (const row of rows) {
    const text = keyText(session, keyOf(session, row))
    bySession.set(text, [...(bySession.get(text) ?? []), row])
  }
  return bySession as ReadonlyMap<string, Row[]>
}
