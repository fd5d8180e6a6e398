import { createHash } from 'node:crypto'
import { uuidText } from '#core/definition/types/uuid/uuid.ts'
import type { Table, Value } from '#core/pipeline/table.ts'
import { compileInsertExternal, type ExternalRow } from '#core/sql/externalTable.ts'
import type { Reference } from '#core/stores/reference.ts'
import type { Queryable } from '#db/port.ts'
import type { Content } from '#server/stores/objectStore.ts'
import type { AppContext } from '../context.ts'
import type { StoredAttribute } from './storedAttributes.ts'

/** What storing values needs. */
export type Writes = Pick<AppContext, 'stores' | 'packBlob' | 'now'>

/** The value of a column of 2.x. */
export const printed = (reference: Reference): string => JSON.stringify(reference)

/** The value of a column of 0.14, after its row in `~external_…`. */
export const note = async (
  database: Queryable,
  table: Table,
  { stored }: StoredAttribute,
  digest: Uint8Array,
  row: Omit<ExternalRow, 'hash'>,
): Promise<Value> => {
  const hash = String(uuidText(digest))
  const { text, params } = compileInsertExternal(table.database, stored.store, { hash, ...row })
  await database.execute(text, params)
  return hash
}

/** Of the definition; null is the default store. */
export const storeName = ({ stored }: StoredAttribute): string | null => stored.store || null

/** In constant memory. */
export const md5 = async (content: Content): Promise<Uint8Array> => {
  const hash = createHash('md5')
  for await (const chunk of content.open()) hash.update(chunk)
  return Uint8Array.from(hash.digest())
}

/** As Python prints a moment of UTC. */
export const now = ({ now: clock }: Pick<AppContext, 'now'>): string => clock().toISOString().replace('Z', '+00:00')
