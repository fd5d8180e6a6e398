import { parseRow, type RowIssue } from '#core/definition/rowValues.ts'
import { LabBookError } from '#core/errors.ts'
import type { Row, Table } from '#core/pipeline/table.ts'
import { compileInserts } from '#core/sql/compileWrites.ts'
import type { Transaction } from '#db/port.ts'
import { assertWritable } from './assertWritable.ts'
import { type Change, recordChanges } from './audit.ts'
import type { Actor, AppContext } from './context.ts'
import { insertOne } from './insertOne.ts'
import { keyOf } from './readRows.ts'
import { rowsWritten } from './rowsWritten.ts'
import type { ImportProblem, ImportResult, RowInput } from './views.ts'

export type ImportRequest = {
  readonly table: string
  readonly rows: readonly RowInput[]
  /** Everything is tried, then taken back. */
  readonly dryRun?: boolean
}

/**
 * Rows from a file: all of them in one transaction, or none with a verdict on each row that does not fit. Part rows may come
 * this way too, below masters that are there. @throws NOT_WRITABLE, UNKNOWN_TABLE
 */
export const insertRows = async (
  context: AppContext,
  { table: name, rows, dryRun = false }: ImportRequest,
  actor: Actor,
): Promise<ImportResult> => {
  const table = context.pipeline.table(name)
  assertWritable(table)
  const { parsed, problems } = parseAll(table, rows)
  const found =
    problems.length > 0 || rows.length === 0 ? problems : await insertAll(context, table, parsed, actor, dryRun)
  const inserted = found.length > 0 || dryRun ? 0 : parsed.length
  if (inserted > 0) rowsWritten(context)
  return { table: table.name, rows: rows.length, inserted, dryRun, problems: found }
}

const parseAll = (table: Table, rows: readonly RowInput[]) => {
  const parsed: Row[] = []
  const problems: ImportProblem[] = []
  for (const [index, input] of rows.entries())
    try {
      parsed.push(parseRow(table, input))
    } catch (error) {
      problems.push(problemOf(index, error))
    }
  return { parsed, problems }
}

/** Nothing to keep: thrown to take a transaction back. */
class TakeBack extends Error {}

/** All at once; only when that fails are the rows tried one by one, to tell which are to blame. */
const insertAll = async (
  context: AppContext,
  table: Table,
  rows: readonly Row[],
  actor: Actor,
  dryRun: boolean,
): Promise<readonly ImportProblem[]> => {
  try {
    await takingBack(context, async (transaction) => {
      for (const { text, params } of compileInserts(table, rows)) await transaction.execute(text, params)
      await recordChanges(context, transaction, actor, rows.map(changeOf(table)))
      if (dryRun) throw new TakeBack()
    })
    return []
  } catch (error) {
    const problems = isRowError(error) ? await tryEach(context, table, rows) : []
    if (problems.length === 0) throw error
    return problems
  }
}

const changeOf =
  (table: Table) =>
  (row: Row): Change => ({ action: 'insert', table, key: keyOf(table, row), before: null, after: row })

const tryEach = async (context: AppContext, table: Table, rows: readonly Row[]): Promise<ImportProblem[]> => {
  const problems: ImportProblem[] = []
  await takingBack(context, async (transaction) => {
    for (const [index, row] of rows.entries())
      await insertOne(context, transaction, table, row).catch((error: unknown) => {
        problems.push(problemOf(index, error))
      })
    throw new TakeBack()
  })
  return problems
}

const takingBack = (context: AppContext, work: (transaction: Transaction) => Promise<void>): Promise<void> =>
  context.database.transaction(work).catch((error: unknown) => {
    if (!(error instanceof TakeBack)) throw error
  })

/** What the row itself is to blame for; a lost connection or a deadlock ends the whole import. */
const rowErrors = new Set(['INVALID_ROW', 'INVALID_VALUE', 'MISSING_VALUE', 'DUPLICATE_ENTRY', 'MISSING_PARENT'])

const isRowError = (error: unknown): error is LabBookError => error instanceof LabBookError && rowErrors.has(error.code)

const problemOf = (index: number, error: unknown): ImportProblem => {
  if (!isRowError(error)) throw error
  return { row: index + 1, message: error.message, issues: issuesOf(error) }
}

const issuesOf = ({ data, message }: LabBookError): readonly RowIssue[] => {
  if (Array.isArray(data.issues)) return data.issues as RowIssue[]
  return typeof data.attribute === 'string' ? [{ attribute: data.attribute, message }] : []
}
