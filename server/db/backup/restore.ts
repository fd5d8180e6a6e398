import { LabBookError } from '#core/errors.ts'
import { quoteIdentifier } from '#core/sql/identifier.ts'
import { type DatabaseAddress, describeAddress } from '../address.ts'
import { createDatabase } from '../database.ts'
import { openPool } from '../pool.ts'
import type { Queryable } from '../port.ts'
import { parseHeader, trailer } from './format.ts'
import { readLines } from './readLines.ts'
import { writeBackup } from './writeBackup.ts'

export type RestoreOptions = {
  readonly file: string
  /** Replace databases that hold tables; what they held is saved beside the file first. */
  readonly overwrite?: boolean
  /** Bytes of the file that are read, now and then. */
  readonly onProgress?: (bytes: number) => void
}

export type Restored = {
  readonly databases: readonly string[]
  /** A backup of what was overwritten. */
  readonly saved: string | null
}

/**
 * Brings the databases of a backup back. The whole file is checked before anything is touched; if a statement fails all the
 * same, the databases that it began are dropped again. @throws BACKUP_FAILED, DATABASE_DENIED, DATABASE_UNREACHABLE
 */
export const restore = async (
  address: DatabaseAddress,
  { file, overwrite = false, onProgress }: RestoreOptions,
): Promise<Restored> => {
  const databases = await checkedDatabases(file)
  const pool = await openPool(address, { poolSize: 2 })
  try {
    const database = createDatabase(pool, { address: describeAddress(address) })
    return await database.session(async (session) => {
      const occupied = await occupiedDatabases(session, databases)
      if (occupied.length > 0 && !overwrite) throw wouldOverwrite(file, occupied)
      const saved = occupied.length > 0 ? savedName(file) : null
      if (saved) await writeBackup(database, { databases: occupied, file: saved })
      await dropAll(session, databases)
      await runStatements(session, file, databases, saved, onProgress)
      return { databases, saved }
    })
  } finally {
    await pool.end()
  }
}

/** Reads the file to its end: gzip's checksum and the last line tell whether it is whole. */
const checkedDatabases = async (file: string): Promise<readonly string[]> => {
  let first: string | undefined
  let last = ''
  try {
    for await (const line of readLines(file)) {
      first ??= line
      last = line
    }
  } catch (error) {
    throw damaged(file, `it cannot be read to its end (${(error as Error).message}).`)
  }
  const header = parseHeader(first ?? '')
  if (!header) throw damaged(file, 'it is not a backup of LabBook.')
  if (last !== trailer) throw damaged(file, 'it is not complete: its last line is missing.')
  return header.databases
}

const occupiedDatabases = async (session: Queryable, databases: readonly string[]): Promise<string[]> => {
  const rows = await session.query(
    `SELECT DISTINCT table_schema AS name FROM information_schema.tables
     WHERE table_schema IN (${databases.map(() => '?').join(', ')}) ORDER BY table_schema`,
    databases,
  )
  return rows.map(({ name }) => String(name))
}

const dropAll = async (session: Queryable, databases: readonly string[]): Promise<void> => {
  await session.execute('SET foreign_key_checks = 0')
  for (const name of databases) await session.execute(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)}`)
}

const runStatements = async (
  session: Queryable,
  file: string,
  databases: readonly string[],
  saved: string | null,
  onProgress?: (bytes: number) => void,
): Promise<void> => {
  let number = 0
  try {
    for await (const line of readLines(file, onProgress)) {
      number++
      if (line !== '' && !line.startsWith('--')) await runStatement(session, line.replace(/;$/, ''))
    }
  } catch (error) {
    await dropAll(session, databases).catch(() => {})
    const kept = saved ? ` What was there before is in ${saved}.` : ''
    throw new LabBookError(
      'BACKUP_FAILED',
      { file, problem: `line ${number}: ${(error as Error).message}`, cure: `Nothing of it was kept.${kept}` },
      { cause: error },
    )
  }
}

/**
 * The databases were dropped a moment ago, but a worker that goes on may have made its job table or its row again: what the
 * backup says takes their place.
 */
const runStatement = async (session: Queryable, statement: string): Promise<void> => {
  const [, table] = /^CREATE TABLE (`(?:[^`]|``)+`)/.exec(statement) ?? []
  if (table) await session.execute(`DROP TABLE IF EXISTS ${table}`)
  await session.execute(statement.replace(/^INSERT INTO /, 'REPLACE INTO '))
}

const savedName = (file: string): string =>
  `${file.replace(/(\.sql)?\.gz$/, '')}-replaced-${new Date().toISOString().replace(/[:.]/g, '-')}.sql.gz`

const wouldOverwrite = (file: string, occupied: readonly string[]) =>
  new LabBookError('BACKUP_FAILED', {
    file,
    problem: `the server already has tables in ${occupied.join(', ')}.`,
    cure: 'Restore into an empty server, or repeat with --overwrite, which saves them to a file first.',
  })

const damaged = (file: string, problem: string) =>
  new LabBookError('BACKUP_FAILED', { file, problem, cure: 'Nothing was changed. Use another backup.' })
