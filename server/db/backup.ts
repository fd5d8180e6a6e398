import { LabBookError } from '#core/errors.ts'
import { type DatabaseAddress, describeAddress } from './address.ts'
import { writeBackup } from './backup/writeBackup.ts'
import { createDatabase } from './database.ts'
import { openPool } from './pool.ts'
import type { Queryable } from './port.ts'

export { type Restored, type RestoreOptions, restore } from './backup/restore.ts'

export type BackupOptions = {
  /** Databases that begin with this; '' for all but the server's own. */
  readonly prefix: string
  readonly file: string
  /** Bytes written so far, now and then. */
  readonly onProgress?: (bytes: number) => void
}

/**
 * One consistent, exact copy of the databases in a gzipped SQL file, while others go on working. An existing file is never
 * replaced, and a file that is there is whole. @throws BACKUP_FAILED, DATABASE_UNREACHABLE, DATABASE_DENIED
 */
export const backup = async (
  address: DatabaseAddress,
  { prefix, file, onProgress }: BackupOptions,
): Promise<{ bytes: number; databases: readonly string[] }> => {
  const pool = await openPool(address, { poolSize: 1 })
  try {
    const database = createDatabase(pool, { address: describeAddress(address) })
    const databases = await databasesOf(database, prefix)
    if (databases.length === 0) throw nothingThere(file, prefix)
    return { bytes: await writeBackup(database, { databases, file, onProgress }), databases }
  } finally {
    await pool.end()
  }
}

const databasesOf = async (database: Queryable, prefix: string): Promise<string[]> => {
  const rows = await database.query(
    `SELECT schema_name AS name FROM information_schema.schemata
     WHERE schema_name NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys') ORDER BY schema_name`,
  )
  return rows.map(({ name }) => String(name)).filter((name) => name.startsWith(prefix))
}

const nothingThere = (file: string, prefix: string) =>
  new LabBookError('BACKUP_FAILED', {
    file,
    problem: `the server has no database that begins with "${prefix}".`,
    cure: 'Check LABBOOK_PREFIX, or start LabBook once.',
  })
