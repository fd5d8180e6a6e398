import { createHash } from 'node:crypto'
import type { Table } from '#core/pipeline/table.ts'
import { compileColumns, compileCreateStore, type PhysicalColumn, type Store } from '#core/sql/compileTrash.ts'
import { externalStores } from '#core/sql/externalTable.ts'
import type { Queryable } from '#db/port.ts'
import type { AppContext } from '../context.ts'

export const trashTable = 'app.Trash'
export const stepTable = 'app.Trash.Step'

type Context = Pick<AppContext, 'pipeline' | 'database'>

/** Where the deleted rows of a table are kept as it is now. A table that is altered gets another store. */
export type TableStore = { readonly store: Store; readonly columns: readonly PhysicalColumn[] }

/**
 * The store of a table, created if need be. Not in a transaction of the caller's, which would be committed by that; one that
 * began before is told by DATABASE_CONFLICT to begin again. @throws UNKNOWN_TABLE when the table is gone
 */
export const openStore = async (context: Context, table: Table): Promise<TableStore> => {
  const columns = await physicalColumns(context.database, table)
  const store = storeNamed(context, storeName(table, columns))
  await context.database.execute(compileCreateStore(store, table, columns))
  return { store, columns }
}

export const storeNamed = ({ pipeline }: Context, sqlName: string): Store => ({
  database: pipeline.table(trashTable).database,
  sqlName,
})

export const physicalColumns = async (
  database: Queryable,
  table: Pick<Table, 'database' | 'sqlName'>,
): Promise<readonly PhysicalColumn[]> => {
  const { text, params } = compileColumns(table)
  return (await database.query(text, params)).map(({ name, type }) => ({ name: String(name), type: String(type) }))
}

/** The name begins with `~`, by which DataJoint's clients leave a table alone. */
const storeName = (table: Table, columns: readonly PhysicalColumn[]): string => {
  const { database, sqlName } = table
  const references = externalStores(table)
  const identity = JSON.stringify([database, sqlName, columns, ...(references.length ? [references] : [])])
  return `~trash_${createHash('sha256').update(identity).digest('hex').slice(0, 32)}`
}
