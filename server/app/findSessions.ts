import { type Condition, constant, or } from '#core/algebra/condition.ts'
import { from, project, type Query, restrict } from '#core/algebra/query.ts'
import { type AboutRole, type Columns, type SessionRoles, sessionRoles } from '#core/assembly/sessionRoles.ts'
import { attributeType } from '#core/definition/attributeType.ts'
import type { Table } from '#core/pipeline/table.ts'
import type { AppContext } from './context.ts'
import { rowsQuery, searchConditions } from './rowsQuery.ts'
import type { Filter } from './views.ts'

export type SessionSearch = {
  readonly filters?: readonly Filter[]
  readonly search?: string
  /** Short name of somebody who ran them, whatever the lab's attribute for that is called; nobody where it has none. */
  readonly experimenter?: string
  /** Name of the subject, likewise. */
  readonly subject?: string
}

/**
 * Sessions for which all filters hold, on attributes of the session, its experimenters, note or folder, and in any of
 * which each word of the search is found. @throws UNKNOWN_ATTRIBUTE
 */
export const findSessions = ({ pipeline }: AppContext, search: SessionSearch): Query => {
  const roles = sessionRoles(pipeline)
  const words = (search.search ?? '').trim().split(/\s+/).filter(Boolean)
  const nobody = search.experimenter !== undefined && !roles.experimenter
  return [
    ...(nobody ? [constant(false)] : []),
    ...filtersOf(roles, search).map((filter) => filterSessions(roles, filter)),
    ...words.map((word) => searchSessions(roles, word)),
  ].reduce(restrict, from(roles.session))
}

const filtersOf = (roles: SessionRoles, { filters = [], experimenter, subject }: SessionSearch): Filter[] => {
  const equal = (attribute: string | undefined, value: string | undefined): Filter[] =>
    attribute === undefined || value === undefined ? [] : [{ attribute, op: '=', value }]
  return [
    ...filters,
    ...equal(roles.experimenter?.attribute.name, experimenter),
    ...equal(roles.subject?.columns[0]?.child, subject),
  ]
}

/** What is entered about a session beside its own row, and is filtered and searched with it; a lab's own schema may lack it. */
const besidesOf = ({ session, experimenter, note, directory }: SessionRoles): AboutRole[] =>
  [experimenter, note, directory].filter((role) => role !== undefined).filter(({ table }) => table !== session)

const filterSessions = (roles: SessionRoles, filter: Filter): Condition => {
  const { session, start } = roles
  const has = (table: Table) => table.attributes.some(({ name }) => name === filter.attribute)
  const asked = start && attributeType(start.type).family === 'datetime' ? wholeDay(filter, start.name) : filter
  const beside = has(session) ? undefined : besidesOf(roles).find(({ table }) => has(table))
  if (!beside) return among(session, rowsQuery(session, { filters: [asked] }))
  return among(session, sessionsOf(beside, rowsQuery(beside.table, { filters: [asked] })))
}

/** A day means all of it where a moment is compared: from its first second, or to its last. */
const wholeDay = (filter: Filter, startedAt: string): Filter => {
  const { attribute, op, value } = filter
  if (attribute !== startedAt || typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return filter
  if (op === '=') return { attribute, op: 'startsWith', value }
  return { attribute, op, value: `${value}T${op === '>' || op === '<=' ? '23:59:59' : '00:00:00'}` }
}

const searchSessions = (roles: SessionRoles, word: string): Condition =>
  or(
    ...searchConditions(roles.session, word),
    ...besidesOf(roles).map((role) => {
      const found = searchConditions(role.table, word).reduce(restrict, from(role.table))
      return among(roles.session, sessionsOf(role, found))
    }),
  )

/** The keys of the sessions that rows are about, under the session's own names. */
const sessionsOf = ({ columns }: AboutRole, query: Query): Query => {
  const isRenamed = ({ child, parent }: Columns[number]) => child !== parent
  const kept = columns.filter((column) => !isRenamed(column)).map(({ child }) => child)
  const renames = columns.filter(isRenamed).map(({ child, parent }) => [parent, child])
  return project(query, kept, Object.fromEntries(renames))
}

const among = (session: Table, query: Query): Condition => ({
  is: 'inQuery',
  attributes: session.primaryKey,
  query,
})
