import { tableReference } from '#core/sql/identifier.ts'
import type { Queryable } from '../port.ts'
import type { DraftTable } from './readTable.ts'

/** Of an attribute in the result of `readKnownLineage`. */
export const lineageId = (database: string, table: string, attribute: string): string =>
  `${database}/${table}/${attribute}`

/**
 * Origins as DataJoint 2.x wrote them down in `~lineage` (`database.table.attribute`), for databases where a foreign key leads
 * to a table that the account cannot see; elsewhere the foreign keys themselves tell.
 */
export const readKnownLineage = async (
  database: Queryable,
  drafts: readonly DraftTable[],
  isSeen: (database: string, sqlName: string) => boolean,
): Promise<ReadonlyMap<string, string>> => {
  const cut = drafts.filter(({ foreignKeys }) =>
    foreignKeys.some(({ parentDb, parentTable }) => !parentTable.startsWith('~') && !isSeen(parentDb, parentTable)),
  )
  const known = new Map<string, string>()
  for (const name of await withLineage(database, [...new Set(cut.map((draft) => draft.database))]))
    for (const row of await database.query(
      `SELECT table_name, attribute_name, lineage FROM ${tableReference({ database: name, sqlName: '~lineage' })}`,
    ))
      known.set(lineageId(name, String(row.table_name), String(row.attribute_name)), String(row.lineage))
  return known
}

const withLineage = async (database: Queryable, names: readonly string[]): Promise<string[]> => {
  if (names.length === 0) return []
  const rows = await database.query(
    `SELECT table_schema AS db FROM information_schema.tables WHERE table_name = '~lineage' AND table_schema IN (${names.map(() => '?').join(', ')})`,
    names,
  )
  return rows.map(({ db }) => String(db))
}
