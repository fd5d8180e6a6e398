import { attributeType } from '#core/definition/attributeType.ts'
import type { Key, Table, Value } from '#core/pipeline/table.ts'
import { jobKey } from '#core/sql/createJobTable.ts'

/**
 * Whether the job of `key` surely lies after that of `other` in the queue's primary key. Texts that differ are not compared: their
 * order is the collation's, which only the server knows.
 */
export const comesAfter = (table: Table, key: Key, other: Key): boolean => {
  const name = jobKey(table).find((one) => key[one] !== other[one])
  if (name === undefined) return false
  const type = table.attributes.find((attribute) => attribute.name === name)?.type ?? ''
  return isGreater(key[name] ?? null, other[name] ?? null, attributeType(type).family)
}

/** Dates are texts of one form, of which the later is the greater. */
const isGreater = (one: Value, other: Value, family: string): boolean => {
  if (typeof one === 'number' && typeof other === 'number') return one > other
  return typeof one === 'string' && typeof other === 'string' && dates.has(family) && one > other
}

const dates = new Set(['date', 'datetime'])
