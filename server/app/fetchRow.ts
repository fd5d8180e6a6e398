import { LabBookError } from '#core/errors.ts'
import type { Key, Row, Table } from '#core/pipeline/table.ts'
import type { Queryable } from '#db/port.ts'
import type { AppContext } from './context.ts'
import { parsePrimaryKey } from './parseKey.ts'
import { restrictedTo } from './readRows.ts'
import { selectRows } from './selectRows.ts'
import type { RowWithParts } from './views.ts'

/** Rows shown of one part; a page of the part's own grid has the rest. */
export const shownPartRows = 1000

/** A row with the rows of its parts. @throws UNKNOWN_TABLE, NO_SUCH_ROW */
export const fetchRow = async (
  context: AppContext,
  { table: name, key }: { readonly table: string; readonly key: Key },
): Promise<RowWithParts> => {
  const table = context.pipeline.table(name)
  return readRowWithParts(context, context.database, table, parsePrimaryKey(table, key))
}

export const readRowWithParts = async (
  context: AppContext,
  queryable: Queryable,
  table: Table,
  key: Key,
): Promise<RowWithParts> => {
  const row = await readShownRow(context, queryable, table, key)
  const parts: Record<string, readonly Row[]> = {}
  for (const part of context.pipeline.parts(table.name))
    parts[part.name] = await selectRows(context, queryable, part, restrictedTo(part, key), { limit: shownPartRows })
  return { row, parts }
}

/** The row as people see it, blobs summed up. @throws NO_SUCH_ROW */
export const readShownRow = async (
  context: Pick<AppContext, 'peekPackedBlob'>,
  queryable: Queryable,
  table: Table,
  key: Key,
): Promise<Row> => {
  const [row] = await selectRows(context, queryable, table, restrictedTo(table, key), { limit: 1 })
  if (!row) throw new LabBookError('NO_SUCH_ROW', { table: table.name, key })
  return row
}
