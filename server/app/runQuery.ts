import { primaryKeyOf } from '#core/algebra/heading.ts'
import { parseQuery } from '#core/algebra/parseQuery.ts'
import { printPython } from '#core/algebra/printPython.ts'
import { printQuery } from '#core/algebra/printQuery.ts'
import type { Query } from '#core/algebra/query.ts'
import { tablesOf } from '#core/algebra/tablesOf.ts'
import { readQuery, type WireQuery, writeQuery } from '#core/algebra/wireQuery.ts'
import type { Attribute, Value } from '#core/pipeline/table.ts'
import { compileCountUpTo, compileQuery } from '#core/sql/compileQuery.ts'
import type { AppContext } from './context.ts'
import { rememberCount } from './countMemory.ts'
import { fetchPage, type Page, type PageRequest } from './fetchRows.ts'
import { fetchTableFacts } from './tableFacts.ts'

/** A query as someone typed it, or as JSON. */
export type QueryInput = { readonly query: string | WireQuery }

export type QueryPage = Page & {
  /** The query as text, the same however it came. */
  readonly text: string
  readonly heading: readonly Attribute[]
  readonly primaryKey: readonly string[]
}

/** One page of a query's rows. @throws QUERY_SYNTAX, UNKNOWN_TABLE, UNKNOWN_ATTRIBUTE, INCOMPATIBLE_ATTRIBUTES, BAD_REQUEST */
export const runQuery = async (context: AppContext, request: QueryInput & PageRequest): Promise<QueryPage> => {
  const query = understand(context, request)
  const page = await fetchPage(context, query, request)
  return { ...page, text: printQuery(query), heading: query.heading, primaryKey: primaryKeyOf(query) }
}

/** More rows than anybody pages through; beyond, the number is only said to be larger. */
const counted = 100_000

/** How many rows a query has, `approximate` from a hundred thousand on; remembered until one of its tables changes. */
export const countQueryRows = async (
  context: AppContext,
  request: QueryInput,
): Promise<{ readonly total: number; readonly approximate: boolean }> => {
  const query = understand(context, request)
  const facts = await fetchTableFacts(context, tablesOf(query))
  const versions = [...facts.values()].map(({ version }) => version)
  const version = versions.includes(null) ? null : versions.join(' ')
  const total = await rememberCount(context, `query ${printQuery(query)}`, version, () => countUpTo(context, query))
  return { total: Math.min(total, counted), approximate: total > counted }
}

const countUpTo = async ({ database }: AppContext, query: Query): Promise<number> => {
  const { text, params } = compileCountUpTo(query, counted + 1)
  const [row] = await database.query(text, params)
  return Number(row?.count ?? 0)
}

export type QueryExplanation = {
  readonly text: string
  readonly python: string
  readonly json: WireQuery
  readonly sql: { readonly text: string; readonly params: readonly Value[] }
  readonly heading: readonly Attribute[]
}

/** A query in all its forms, without running it. @throws as `runQuery` */
export const explainQuery = (context: AppContext, request: QueryInput): QueryExplanation => {
  const query = understand(context, request)
  const { text, params } = compileQuery(query)
  return {
    text: printQuery(query),
    python: printPython(query),
    json: writeQuery(query),
    sql: { text, params },
    heading: query.heading,
  }
}

const understand = ({ pipeline }: AppContext, { query }: QueryInput): Query =>
  typeof query === 'string' ? parseQuery(query, pipeline) : readQuery(query, pipeline)
