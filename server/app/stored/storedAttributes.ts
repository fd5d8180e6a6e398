import { LabBookError } from '#core/errors.ts'
import type { Attribute, Table } from '#core/pipeline/table.ts'
import { type StoredType, storedType } from '#core/stores/storedType.ts'
import type { OpenStore } from '#server/stores/openStores.ts'
import type { AppContext } from '../context.ts'

export type StoredAttribute = { readonly attribute: Attribute; readonly stored: StoredType }

type Heading = Pick<Table, 'attributes'>

/** The attributes of a table whose values lie in external stores; remembered, since each row asks. */
export const storedAttributes = (table: Heading): readonly StoredAttribute[] => {
  const remembered = known.get(table)
  if (remembered) return remembered
  const found = table.attributes.flatMap((attribute) => {
    const stored = storedType(attribute.type)
    return stored ? [{ attribute, stored }] : []
  })
  known.set(table, found)
  return found
}

const known = new WeakMap<Heading, readonly StoredAttribute[]>()

/** The store of an attribute; `name` overrides what the definition says, since a reference may name another. @throws STORE_UNKNOWN */
export const storeOf = (
  { stores }: Pick<AppContext, 'stores'>,
  table: Pick<Table, 'name'>,
  { attribute, stored }: StoredAttribute,
  name = stored.store,
): OpenStore => {
  const place = `${table.name}.${attribute.name}`
  if (!stores) throw new LabBookError('STORE_UNKNOWN', { store: name || 'default', attribute: place })
  return stored.kind === 'filepath' ? stores.openForFilepath(name, place) : stores.open(name, place)
}
