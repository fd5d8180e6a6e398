import { hash } from 'node:crypto'
import type { Key, Table } from '#core/pipeline/table.ts'

/** A key as JSON, in the order of the table's primary key: the same text for the same key. */
export const keyText = (table: Table, key: Key): string => {
  const ordered: Record<string, unknown> = {}
  for (const name of table.primaryKey) if (name in key) ordered[name] = key[name]
  return JSON.stringify(ordered)
}

/** MD5 of `keyText`, hexadecimal. */
export const keyHash = (table: Table, key: Key): string => hashOf(keyText(table, key))

export const hashOf = (text: string): string => hash('md5', text)
