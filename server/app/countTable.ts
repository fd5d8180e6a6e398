import { from, type Query } from '#core/algebra/query.ts'
import type { Table } from '#core/pipeline/table.ts'
import type { AppContext } from './context.ts'
import { rememberCount } from './countMemory.ts'
import { selectCount } from './selectRows.ts'
import { fetchTableFacts, type TableFacts } from './tableFacts.ts'

export type TableCount = { readonly total: number; readonly approximate: boolean }

/** InnoDB counts by reading: beyond this many rows its own guess has to do. */
export const countedRows = 100_000

/** All rows of a table: exact up to about a hundred thousand, else the server's guess. Remembered until the table changes. */
export const countTable = async (context: AppContext, table: Table): Promise<TableCount> => {
  const facts = (await fetchTableFacts(context, [table])).get(table.name)
  return facts ? countWithFacts(context, table, facts) : { total: 0, approximate: false }
}

export const countWithFacts = async (context: AppContext, table: Table, facts: TableFacts): Promise<TableCount> => {
  if (facts.estimate >= countedRows) return { total: facts.estimate, approximate: true }
  const count = () => selectCount(context.database, from(table))
  return { total: await rememberCount(context, `rows ${table.name}`, facts.version, count), approximate: false }
}

/** Rows of a query over a table, exact, remembered until the table changes, so that turning pages does not count again. */
export const countQuery = async (context: AppContext, table: Table, query: Query, id: string): Promise<TableCount> => {
  const facts = (await fetchTableFacts(context, [table])).get(table.name)
  const version = facts?.version ?? null
  const total = await rememberCount(context, `query ${table.name} ${id}`, version, () =>
    selectCount(context.database, query),
  )
  return { total, approximate: false }
}
