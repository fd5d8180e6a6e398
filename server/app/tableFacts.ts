import type { Row, Table } from '#core/pipeline/table.ts'
import { compileStatistics } from '#core/sql/compileStatistics.ts'
import type { AppContext } from './context.ts'

/** What information_schema tells about a table without reading it. */
export type TableFacts = {
  /** InnoDB's guess, off by up to half. */
  readonly estimate: number
  /** Changes with every write; null while a write of the last two seconds could hide a later one. */
  readonly version: string | null
}

/** Facts of the given tables, by logical name: one short statement per database. Tables that are not there are left out. */
export const fetchTableFacts = async (
  { database, now }: AppContext,
  tables: readonly Table[],
): Promise<ReadonlyMap<string, TableFacts>> => {
  const facts = new Map<string, TableFacts>()
  for (const [name, members] of byDatabase(tables)) {
    const { text, params } = compileStatistics(name, members.length === 1 ? members[0]?.sqlName : undefined)
    const rows = new Map((await database.query(text, params)).map((row) => [String(row.name), row]))
    for (const table of members) {
      const row = rows.get(table.sqlName)
      if (row) facts.set(table.name, readFacts(row, now()))
    }
  }
  return facts
}

const readFacts = ({ estimate, changed, settled }: Row, now: Date): TableFacts => ({
  estimate: Number(estimate ?? 0),
  version: Number(settled) === 1 ? String(changed ?? unchanged(now)) : null,
})

/** A restart of the server forgets the last write, so "none since the start" is believed for a minute only. */
const unchanged = (now: Date): string => `none by minute ${Math.floor(now.getTime() / 60_000)}`

const byDatabase = (tables: readonly Table[]): Map<string, Table[]> => {
  const groups = new Map<string, Table[]>()
  for (const table of tables) groups.set(table.database, [...(groups.get(table.database) ?? []), table])
  return groups
}
