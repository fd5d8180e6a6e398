import { type ErrorCode, type ErrorData, LabBookError } from '#core/errors.ts'
import type { Table } from '#core/pipeline/table.ts'

export type ErrorContext = {
  /** The server, without its password. */
  readonly address: string
  /** The table with this physical name, so that messages speak of `session.Session`; none when nobody knows it. */
  readonly names?: (database: string, sqlName: string) => Table | undefined
}

/** What the driver tells about a failed statement. */
type SqlFailure = { errno: number; sqlMessage: string; code: string; fatal: boolean; sqlState: string; cause: unknown }

/**
 * The catalogue's error for one of MySQL, MariaDB or the driver; anything else is returned as it is. Numbers: MariaDB and
 * MySQL error references; 45xxx are the driver's own.
 */
export const mapError = (error: unknown, context: ErrorContext, sql = ''): unknown => {
  if (error instanceof LabBookError || !(error instanceof Error)) return error
  const { errno, sqlMessage } = error as Error & Partial<SqlFailure>
  if (errno === poolTimeout && error.cause instanceof Error) return mapError(error.cause, context, sql)
  if (errno === poolTimeout || isConnectionLost(error)) return unreachable(error, context)
  const map = errno === undefined ? undefined : byNumber[errno]
  if (!map) return error
  const [code, data] = map(new Failure(sqlMessage ?? error.message, sql, context))
  return new LabBookError(code, data, { cause: error })
}

/** The server is gone, restarting, full, never was there, or cannot prove who it is. */
const isConnectionLost = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false
  const { errno = 0, code, sqlState } = error as Error & Partial<SqlFailure>
  if (/CERT|^ERR_(TLS|SSL)/.test(code ?? '')) return true
  return lostNumbers.has(Math.abs(errno)) || lostCodes.has(code ?? '') || (sqlState ?? '').startsWith('08')
}

/** No connection became free, or none could be made; then its cause tells why. */
const poolTimeout = 45028

const lostNumbers = new Set([1040, 1047, 1053, 1077, 1079, 1152, 1158, 1159, 1160, 1161, 1203, 1927, 2002, 2003, 2006])
for (const number of [2013, 4031, 45009, 45012, 45013, 45026]) lostNumbers.add(number)
const lostCodes = new Set(['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND'])

const unreachable = (error: Error, { address }: ErrorContext) => {
  const { sqlMessage } = error as Error & Partial<SqlFailure>
  const problem = rootCause(error)?.message ?? sqlMessage ?? error.message
  return new LabBookError('DATABASE_UNREACHABLE', { address, problem }, { cause: error })
}

const rootCause = (error: Error): Error | undefined =>
  error.cause instanceof Error ? (rootCause(error.cause) ?? error.cause) : undefined

type Mapping = (failure: Failure) => readonly [ErrorCode, ErrorData]

const byNumber: Readonly<Record<number, Mapping>> = {
  1062: (failure) => ['DUPLICATE_ENTRY', failure.duplicate()],
  1217: (failure) => ['STILL_REFERENCED', { table: failure.table(), key: 'this key', child: 'another table' }],
  1451: (failure) => ['STILL_REFERENCED', failure.reference()],
  1452: (failure) => ['MISSING_PARENT', failure.reference()],
  1216: (failure) => ['MISSING_PARENT', { table: failure.table(), parent: 'another table', key: 'this key' }],
  1364: (failure) => ['MISSING_VALUE', failure.attribute()],
  1048: (failure) => ['MISSING_VALUE', failure.attribute()],
  1406: (failure) => ['INVALID_VALUE', { ...failure.attribute(), problem: 'the value is too long.' }],
  1264: (failure) => ['INVALID_VALUE', { ...failure.attribute(), problem: 'the value is out of range.' }],
  1265: (failure) => ['INVALID_VALUE', { ...failure.attribute(), problem: 'the value is not one of those allowed.' }],
  1292: (failure) => ['INVALID_VALUE', { ...failure.attribute(), problem: failure.incorrectValue() }],
  1366: (failure) => ['INVALID_VALUE', { ...failure.attribute(), problem: failure.incorrectValue() }],
  3140: (failure) => ['INVALID_VALUE', { ...failure.attribute(), problem: 'the value is not valid JSON.' }],
  4025: (failure) => ['INVALID_VALUE', { ...failure.checked(), problem: 'the value is not valid JSON.' }],
  1153: (failure) => ['INVALID_VALUE', { ...failure.attribute(), problem: 'the value is too large for the server.' }],
  1146: (failure) => ['UNKNOWN_TABLE', { table: failure.missingTable(), candidates: 'It may have been dropped.' }],
  1044: (failure) => ['DATABASE_DENIED', { action: failure.deniedAction() }],
  1045: (failure) => ['DATABASE_DENIED', { action: `log in (${failure.context.address})` }],
  1142: (failure) => ['DATABASE_DENIED', { action: failure.deniedAction() }],
  1143: (failure) => ['DATABASE_DENIED', { action: failure.deniedAction() }],
  1227: (failure) => ['DATABASE_DENIED', { action: failure.deniedAction() }],
  1290: (failure) => ['DATABASE_DENIED', { action: `write (${failure.message})` }],
  1005: (failure) => ['DEFINITION_SYNTAX', failure.refusedTable()],
  1215: (failure) => ['DEFINITION_SYNTAX', failure.refusedTable()],
  3780: (failure) => ['DEFINITION_SYNTAX', failure.refusedTable()],
  6125: (failure) => ['DEFINITION_SYNTAX', failure.refusedTable()],
  1267: (failure) => ['COLLATIONS_DIFFER', failure.collations()],
  1271: (failure) => ['COLLATIONS_DIFFER', failure.collations()],
  1412: () => ['DATABASE_CONFLICT', { problem: 'a table was changed meanwhile' }],
  1205: () => ['DATABASE_CONFLICT', { problem: 'waited too long for a lock' }],
  1213: () => ['DATABASE_CONFLICT', { problem: 'deadlock' }],
}

/** A server's message, taken apart. */
class Failure {
  readonly message: string
  readonly sql: string
  readonly context: ErrorContext

  constructor(message: string, sql: string, context: ErrorContext) {
    this.message = message
    this.sql = sql
    this.context = context
  }

  /** The table that the statement writes; the server's own message often leaves it out. */
  table(): string {
    const found = /(?:INTO|UPDATE|FROM)\s+`([^`]+)`\.`([^`]+)`/i.exec(this.sql)
    return found ? this.logicalName(found[1]!, found[2]!) : 'the table'
  }

  /** "Field 'x' doesn't have …", "Column 'x' cannot be null", "… for column `db`.`t`.`x` at row 1", "… for column 't.x'." */
  attribute(): ErrorData {
    const found = /(?:Field|column) (?:`[^`]*`\.){0,2}[`'"](?:[^`'".]+\.)?([^`'".]+)[`'"]/i.exec(this.message)
    return { table: this.table(), attribute: found?.[1] ?? '?' }
  }

  /** "CONSTRAINT `t.j` failed for `db`.`t`" */
  checked(): ErrorData {
    const found = /CONSTRAINT `(?:[^`]*\.)?([^`.]+)` failed/.exec(this.message)
    return { table: this.table(), attribute: found?.[1] ?? '?' }
  }

  /** "Incorrect integer value: 'abc' for column …" */
  incorrectValue(): string {
    const found = /^(?:Incorrect|Truncated incorrect) (\S+) value: '(.*?)'(?: for column|$)/s.exec(this.message)
    return found ? `"${found[2]}" is not a valid ${found[1]}.` : `${this.message}.`
  }

  /** "Duplicate entry 'M1-2' for key 'PRIMARY'" (MySQL 8: 'table.PRIMARY') */
  duplicate(): ErrorData {
    const found = /Duplicate entry '(.*)' for key '(?:[^'.]*\.)?([^']+)'/s.exec(this.message)
    const attributes = this.keyAttributes(found?.[2] ?? 'PRIMARY')
    const key = attributes.length > 0 ? `${attributes.join(', ')} = ${found?.[1]}` : `the key ${found?.[1]}`
    return { table: this.table(), key, attributes, ...(attributes.length === 1 ? { attribute: attributes[0] } : {}) }
  }

  private keyAttributes(index: string): readonly string[] {
    const found = /(?:INTO|UPDATE)\s+`([^`]+)`\.`([^`]+)`/i.exec(this.sql)
    const table = found && this.context.names?.(found[1]!, found[2]!)
    if (!table) return []
    if (index === 'PRIMARY') return table.primaryKey
    // The server names an index after its first column, with _2, _3 … for more of them.
    const first = index.replace(/_\d+$/, '')
    const unique = table.indexes.find((candidate) => candidate.unique && candidate.attributes[0] === first)
    return unique?.attributes ?? table.attributes.filter(({ name }) => name === first).map(({ name }) => name)
  }

  /** "(`db`.`child`, CONSTRAINT `c` FOREIGN KEY (`a`, `b`) REFERENCES `db`.`parent` (`a`, `b`) ON …)" */
  reference(): ErrorData {
    const found = referencePattern.exec(this.message)
    if (!found) return { table: this.table(), parent: 'its parent', child: 'another table', key: 'this key' }
    const [, database, child, columns, parentDatabase, parent, parentColumns] = found as unknown as string[]
    const childName = this.logicalName(database!, child!)
    const parentName = this.logicalName(parentDatabase ?? database!, parent!)
    const deleting = /parent row/.test(this.message)
    const attributes = unquoted(columns!)
    return deleting
      ? { table: parentName, child: childName, key: `this ${unquoted(parentColumns!).join(', ')}` }
      : {
          table: childName,
          parent: parentName,
          attributes,
          attribute: attributes.at(-1),
          key: `this ${attributes.join(', ')}`,
        }
  }

  /** "Can't create table `db`.`t` (errno: 150 "Foreign key constraint is incorrectly formed")"; MySQL names the columns */
  refusedTable(): ErrorData {
    const found = /CREATE TABLE IF NOT EXISTS `([^`]+)`\.`([^`]+)`/.exec(this.sql)
    const where = found ? this.logicalName(found[1]!, found[2]!) : 'the table'
    const reason = 'a foreign key and what it refers to differ in type, charset or collation, or it refers to no key'
    return {
      where,
      problem: /foreign key|errno: 150/i.test(this.message) ? `${reason} (${this.message}).` : `${this.message}.`,
    }
  }

  /** "Illegal mix of collations (latin1_swedish_ci,IMPLICIT) and (…) for operation '='" */
  collations(): ErrorData {
    const names = [...this.message.matchAll(/\(([a-z0-9_]+),[A-Z]+\)/g)].map((match) => match[1]!)
    return { collations: names.join(' and ') || this.message }
  }

  /** "Table 'db.t' doesn't exist" */
  missingTable(): string {
    const found = /Table '([^'.]+)\.([^']+)'/.exec(this.message)
    return found ? this.logicalName(found[1]!, found[2]!) : 'that'
  }

  /** "INSERT command denied to user 'u'@'h' for table `db`.`t`", "Access denied for user … to database 'x'" */
  deniedAction(): string {
    const command = /^(.+?) command denied to user .* for (?:table|column) (.+)$/s.exec(this.message)
    if (command) return `run ${command[1]} on ${command[2]}`
    const database = /to database '(.+)'/.exec(this.message)
    if (database) return `use the database ${database[1]}`
    const right = /need \(at least one of\) the (.+) privilege/.exec(this.message)
    return right ? `do this: it needs the privilege ${right[1]}` : 'do this'
  }

  private logicalName(database: string, sqlName: string): string {
    return this.context.names?.(database, sqlName)?.name ?? `${database}.${sqlName}`
  }
}

const referencePattern =
  /\(`([^`]+)`\.`([^`]+)`, CONSTRAINT `[^`]*` FOREIGN KEY \(([^)]*)\) REFERENCES (?:`([^`]+)`\.)?`([^`]+)` \(([^)]*)\)/

const unquoted = (columns: string): string[] => [...columns.matchAll(/`([^`]+)`/g)].map((match) => match[1]!)
