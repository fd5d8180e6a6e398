import type { Row } from '#core/pipeline/table.ts'
import { quoteIdentifier, tableReference } from '#core/sql/identifier.ts'
import type { Queryable } from '../port.ts'
import { printHeader, trailer } from './format.ts'
import { printBytes, printLiteral } from './literal.ts'

/** Bytes of SQL in one INSERT, about; far below any server's max_allowed_packet. */
const statementSize = 2 ** 20
/** Longer blobs are brought back piece by piece. */
const pieceSize = 4 * 2 ** 20

/** Run before the first SELECT: TIMESTAMP is written and read in UTC, whatever the zone of either server. */
export const sessionSettings = "SET time_zone = '+00:00'"

/** The lines of a backup. `snapshot` is a transaction, so that all tables are of one moment. */
export async function* dumpDatabases(
  snapshot: Queryable,
  databases: readonly string[],
  created: Date,
): AsyncGenerator<string> {
  yield `${printHeader({ format: 1, databases, created: created.toISOString() })}\n`
  yield 'SET NAMES utf8mb4;\n'
  yield `${sessionSettings}, foreign_key_checks = 0, unique_checks = 0, sql_mode = 'NO_AUTO_VALUE_ON_ZERO,STRICT_ALL_TABLES';\n`
  for (const database of databases) yield* dumpStructure(snapshot, database)
  for (const database of databases)
    for (const table of await tablesOf(snapshot, database)) yield* dumpRows(snapshot, database, table)
  yield `${trailer}\n`
}

async function* dumpStructure(snapshot: Queryable, database: string): AsyncGenerator<string> {
  const [made] = await snapshot.query(`SHOW CREATE DATABASE ${quoteIdentifier(database)}`)
  yield `${String(made!['Create Database']).replace('CREATE DATABASE', 'CREATE DATABASE IF NOT EXISTS')};\n`
  yield `USE ${quoteIdentifier(database)};\n`
  for (const sqlName of await tablesOf(snapshot, database)) {
    const [table] = await snapshot.query(`SHOW CREATE TABLE ${tableReference({ database, sqlName })}`)
    // Line breaks stand between the lines of the statement only: inside literals the server escapes them.
    yield `${String(table!['Create Table']).replaceAll('\n', ' ')};\n`
  }
}

const tablesOf = async (snapshot: Queryable, database: string): Promise<string[]> => {
  const rows = await snapshot.query(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = ? AND table_type = 'BASE TABLE' ORDER BY table_name`,
    [database],
  )
  return rows.map(({ name }) => String(name))
}

async function* dumpRows(snapshot: Queryable, database: string, sqlName: string): AsyncGenerator<string> {
  const table = tableReference({ database, sqlName })
  const columns = await storedColumns(snapshot, database, sqlName)
  const names = columns.map(quoteIdentifier).join(',')
  const head = `INSERT INTO ${table} (${names}) VALUES `
  let tuples: string[] = []
  let size = 0
  for await (const row of snapshot.stream(`SELECT ${names} FROM ${table}`)) {
    const tuple = printTuple(row)
    const long = longBlobs(row)
    tuples.push(tuple)
    size += tuple.length
    if (size < statementSize && long.length === 0) continue
    yield `${head}${tuples.join(',')};\n`
    if (long.length > 0) yield* dumpLongBlobs(table, await keyOf(snapshot, database, sqlName), row, long)
    tuples = []
    size = 0
  }
  if (tuples.length > 0) yield `${head}${tuples.join(',')};\n`
}

/** Generated columns are not inserted. */
const storedColumns = async (snapshot: Queryable, database: string, table: string): Promise<string[]> => {
  const rows = await snapshot.query(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = ? AND table_name = ? AND COALESCE(generation_expression, '') = '' ORDER BY ordinal_position`,
    [database, table],
  )
  return rows.map(({ name }) => String(name))
}

const printTuple = (row: Row): string =>
  `(${Object.values(row)
    .map((value) => (isLong(value) ? printBytes(value.subarray(0, pieceSize)) : printLiteral(value)))
    .join(',')})`

const isLong = (value: unknown): value is Uint8Array => value instanceof Uint8Array && value.length > pieceSize

const longBlobs = (row: Row): [string, Uint8Array][] =>
  Object.entries(row).filter((entry): entry is [string, Uint8Array] => isLong(entry[1]))

const keyOf = async (snapshot: Queryable, database: string, table: string): Promise<string[]> => {
  const rows = await snapshot.query(
    `SELECT column_name AS name FROM information_schema.key_column_usage
     WHERE table_schema = ? AND table_name = ? AND constraint_name = 'PRIMARY'`,
    [database, table],
  )
  return rows.map(({ name }) => String(name))
}

/** The rest of the row's long blobs, appended to what its INSERT brought. */
function* dumpLongBlobs(
  table: string,
  key: readonly string[],
  row: Row,
  long: readonly [string, Uint8Array][],
): Generator<string> {
  // Without a key every column that is short serves to find the row again.
  const names = key.length > 0 ? key : Object.keys(row).filter((name) => !isLong(row[name]))
  const where = names.map((name) => `${quoteIdentifier(name)} <=> ${printLiteral(row[name]!)}`).join(' AND ')
  for (const [name, bytes] of long)
    for (let at = pieceSize; at < bytes.length; at += pieceSize) {
      const piece = printBytes(bytes.subarray(at, at + pieceSize))
      yield `UPDATE ${table} SET ${quoteIdentifier(name)} = CONCAT(${quoteIdentifier(name)}, ${piece}) WHERE ${where};\n`
    }
}
