import { againOnConflict } from '#core/againOnConflict.ts'
import { type ParseOptions, parseRow, type RowIssue } from '#core/definition/rowValues.ts'
import { LabBookError } from '#core/errors.ts'
import type { Row, Table } from '#core/pipeline/table.ts'
import type { Transaction } from '#db/port.ts'
import { assertWritable } from './assertWritable.ts'
import { recordChanges } from './audit.ts'
import type { Actor, AppContext } from './context.ts'
import { rowsWritten } from './rowsWritten.ts'
import type { ImportProblem, ImportResult, RowInput } from './views.ts'
import { type WriteOptions, writeImport, writeOne } from './writeImport.ts'

export type ImportRequest = {
  readonly table: string
  readonly rows: readonly RowInput[]
  /** Everything is tried, then taken back. */
  readonly dryRun?: boolean
  /** Leaves out what the table has no attribute for. */
  readonly ignoreExtra?: boolean
  /** `value` where empty text is one, as in JSON; in a CSV file it means the default. */
  readonly emptyText?: ParseOptions['emptyText']
} & WriteOptions

/**
 * Rows from a file: all of them in one transaction, or none with a verdict on each row that does not fit. Part rows may come
 * this way too, below masters that are there. @throws NOT_WRITABLE, UNKNOWN_TABLE
 */
export const insertRows = async (context: AppContext, request: ImportRequest, actor: Actor): Promise<ImportResult> => {
  const { rows, dryRun = false } = request
  const table = context.pipeline.table(request.table)
  assertWritable(table)
  const { parsed, problems } = parseAll(table, request.ignoreExtra ? rows.map(knownTo(table)) : rows, request)
  const nothing = problems.length > 0 || rows.length === 0
  const outcome = nothing ? { inserted: 0, problems } : await insertAll(context, table, parsed, request, actor)
  const inserted = dryRun ? 0 : outcome.inserted
  if (inserted > 0) rowsWritten(context)
  return { table: table.name, rows: rows.length, inserted, dryRun, problems: outcome.problems }
}

const knownTo = ({ attributes }: Table) => {
  const names = new Set(attributes.map(({ name }) => name))
  return (row: RowInput): RowInput => Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name)))
}

const parseAll = (table: Table, rows: readonly RowInput[], { emptyText = 'default' }: ParseOptions) => {
  const parsed: Row[] = []
  const problems: ImportProblem[] = []
  for (const [index, input] of rows.entries())
    try {
      parsed.push(parseRow(table, input, { emptyText }))
    } catch (error) {
      problems.push(problemOf(index, error))
    }
  return { parsed, problems }
}

/** Nothing to keep: thrown to take a transaction back. */
class TakeBack extends Error {}

type Outcome = { readonly inserted: number; readonly problems: readonly ImportProblem[] }

/** All at once; only when that fails are the rows tried one by one, to tell which are to blame. */
const insertAll = async (
  context: AppContext,
  table: Table,
  rows: readonly Row[],
  request: ImportRequest,
  actor: Actor,
): Promise<Outcome> => {
  let inserted = 0
  try {
    await takingBack(context, async (transaction) => {
      const written = await writeImport(context, transaction, table, rows, request)
      await recordChanges(context, transaction, actor, written.changes, written.details)
      inserted = written.inserted
      if (request.dryRun) throw new TakeBack()
    })
    return { inserted, problems: [] }
  } catch (error) {
    const problems = isRowError(error) ? await tryEach(context, table, rows, request) : []
    if (problems.length === 0) throw error
    return { inserted: 0, problems }
  }
}

const tryEach = async (
  context: AppContext,
  table: Table,
  rows: readonly Row[],
  { duplicates }: WriteOptions,
): Promise<ImportProblem[]> => {
  const problems: ImportProblem[] = []
  await takingBack(context, async (transaction) => {
    for (const [index, row] of rows.entries())
      await writeOne(context, transaction, table, row, duplicates).catch((error: unknown) => {
        problems.push(problemOf(index, error))
      })
    throw new TakeBack()
  })
  return problems
}

const takingBack = (context: AppContext, work: (transaction: Transaction) => Promise<void>): Promise<void> =>
  againOnConflict(() => context.database.transaction(work)).catch((error: unknown) => {
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
