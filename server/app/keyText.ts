import { createHash } from 'node:crypto'
import type { Key, Table } from '#core/pipeline/table.ts'

/** A key as JSON, in the order of the table's primary key: the same text for the same key. */
export const keyText = (table: Table, key: Key): string =>
  JSON.stringify(Object.fromEntries(table.primaryKey.filter((name) => name in key).map((name) => [name, key[name]])))

/** MD5 of `keyText`, hexadecimal. */
export const keyHash = (table: Table, key: Key): string => createHash('md5').update(keyText(table, key)).digest('hex')
