import { createHash } from 'node:crypto'
import type { Key, Table, Value } from '#core/pipeline/table.ts'
import { hashedText, packedKey } from '#core/populate/pythonKey.ts'
import { jobKey } from '#core/sql/createJobTable.ts'
import { tableReference } from '#core/sql/identifier.ts'
import { packBlob } from '../../packBlob.ts'

/** `` `lab_ephys`.`~jobs` `` */
export const jobsReference = ({ database }: Pick<Table, 'database'>): string =>
  tableReference({ database, sqlName: '~jobs' })

/** DataJoint's name for a key of the table: MD5 of its values. */
export const keyHash = (table: Table, key: Key): string =>
  createHash('md5')
    .update(hashedText(table, jobKey(table), key))
    .digest('hex')

/** The one job of this key. */
export const whereJob = (table: Table, key: Key): { text: string; params: readonly Value[] } => ({
  text: 'table_name = ? AND key_hash = ?',
  params: [table.sqlName, keyHash(table, key)],
})

/** The key as Python packs it. */
export const packKey = (table: Table, key: Key): Uint8Array => packBlob(packedKey(table, jobKey(table), key))
