import type { BlobValue } from '#core/blob/value.ts'
import { attributeType } from '#core/definition/attributeType.ts'
import type { Attribute, Table, Value } from '#core/pipeline/table.ts'
import type { Queryable } from '#db/port.ts'
import type { AppContext } from '../context.ts'
import { readStored } from './readStored.ts'
import { storedAttributes } from './storedAttributes.ts'

type Reads = Pick<AppContext, 'stores' | 'unpackBlobAsync'>

/** What an attribute of a row means: a blob unpacked, a value of an external store read from there; all else as the row has it. */
export const readValue = async (
  app: Reads,
  database: Queryable,
  table: Table,
  { name, type }: Attribute,
  raw: Value,
): Promise<BlobValue> => {
  const column = storedAttributes(table).find(({ attribute }) => attribute.name === name)
  if (column) return readStored(app, database, table, column, raw)
  return attributeType(type).packs && raw instanceof Uint8Array ? app.unpackBlobAsync(raw) : raw
}
