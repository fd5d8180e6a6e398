import { attributeType } from '#core/definition/attributeType.ts'
import type { Table } from '#core/pipeline/table.ts'
import type { PlainKey } from './labels.ts'

/** The attributes `names` of a table as keys carry them, out of what forms hold: `'7'` of an integer is 7. Null when one is empty. */
export const typedKey = (
  table: Table,
  texts: Readonly<Record<string, unknown>>,
  names: readonly string[] = table.primaryKey,
): PlainKey | null => {
  const entries = names.map((name) => [name, typedValue(table, name, texts[name])] as const)
  return entries.some(([, value]) => value === null) ? null : Object.fromEntries(entries)
}

const typedValue = (table: Table, name: string, text: unknown): string | number | null => {
  const attribute = table.attributes.find((one) => one.name === name)
  if (text === undefined || text === null || text === '') return null
  const parsed = attribute ? attributeType(attribute.type).parse(text) : { value: String(text) }
  const value = 'value' in parsed ? parsed.value : String(text)
  return typeof value === 'number' ? value : String(value)
}
