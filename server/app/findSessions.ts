import { type Condition, or } from '#core/algebra/condition.ts'
import { from, type Query, restrict } from '#core/algebra/query.ts'
import type { Table } from '#core/pipeline/table.ts'
import type { AppContext } from './context.ts'
import { rowsQuery, searchConditions } from './rowsQuery.ts'
import { startAttribute, sessionTables as tables } from './sessionTables.ts'
import type { Filter } from './views.ts'

export type SessionSearch = { readonly filters?: readonly Filter[]; readonly search?: string }

/** What is entered about a session beside its own row, and is filtered and searched with it; a lab's own schema may lack it. */
const besidesOf = ({ pipeline }: AppContext): Table[] =>
  [tables.experimenter, tables.note, tables.directory].flatMap((name) =>
    pipeline.has(name) ? [pipeline.table(name)] : [],
  )

/**
 * Sessions for which all filters hold, on attributes of the session, its experimenters, note or folder, and in any of
 * which each word of the search is found. @throws UNKNOWN_ATTRIBUTE
 */
export const findSessions = (app: AppContext, { filters = [], search = '' }: SessionSearch): Query => {
  const session = app.pipeline.table(tables.session)
  const filtered = filters.reduce(
    (query, filter) => restrict(query, filterSessions(app, session, filter)),
    from(session),
  )
  const words = search.trim().split(/\s+/).filter(Boolean)
  return words.reduce((query, word) => restrict(query, searchSessions(app, session, word)), filtered)
}

const filterSessions = (app: AppContext, session: Table, filter: Filter): Condition => {
  const has = (table: Table) => table.attributes.some(({ name }) => name === filter.attribute)
  const table = has(session) ? session : (besidesOf(app).find(has) ?? session)
  return among(session, rowsQuery(table, { filters: [wholeDay(filter, startAttribute(session))] }))
}

/** A day means all of it where a moment is compared: from its first second, or to its last. */
const wholeDay = (filter: Filter, startedAt: string): Filter => {
  const { attribute, op, value } = filter
  if (attribute !== startedAt || typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return filter
  if (op === '=') return { attribute, op: 'startsWith', value }
  return { attribute, op, value: `${value}T${op === '>' || op === '<=' ? '23:59:59' : '00:00:00'}` }
}

const searchSessions = (app: AppContext, session: Table, word: string): Condition =>
  or(
    ...searchConditions(session, word),
    ...besidesOf(app).map((table) => among(session, searchConditions(table, word).reduce(restrict, from(table)))),
  )

const among = (session: Table, query: Query): Condition => ({
  is: 'inQuery',
  attributes: session.primaryKey,
  query,
})
