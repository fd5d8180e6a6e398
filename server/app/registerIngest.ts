import { againOnConflict } from '#core/againOnConflict.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key } from '#core/pipeline/table.ts'
import type { Database, Transaction } from '#db/port.ts'
import type { Finding } from '#elements/contract.ts'
import type { Actor, AppContext } from './context.ts'
import { type DetectedFolder, type Detection, detectFolder, findingsOf } from './detectFolder.ts'
import { enterSession } from './enterSession.ts'
import type { IngestWatch } from './ingestRuns.ts'
import { createIngestWriter, type IngestWriter } from './ingestWriter.ts'
import { readRows } from './readRows.ts'
import { rowsWritten } from './rowsWritten.ts'
import type { IngestRequest, IngestResult } from './views.ts'

/**
 * Registers a folder in one transaction: the session if it is new, its directory, experimenter and note, then the steps
 * that the elements plan for the accepted findings. The folder is read again here; what the browser saw is not trusted.
 * Registering the same folder again changes nothing. With `dryRun` everything is done and rolled back.
 * `watch` hears how far it is and may end it until it is committed.
 * @throws NOTHING_FOUND, INGEST_CONFLICT, OUTSIDE_ROOTS, BAD_REQUEST, the reason of an abort; after any error nothing is left
 * behind
 */
export const registerIngest = async (
  app: AppContext,
  request: IngestRequest,
  actor: Actor,
  watch: IngestWatch = {},
): Promise<IngestResult> => {
  const folder = await detectFolder(app, request)
  const accepted = acceptFindings(folder, request.accept)
  const { writer, result } = await transact(app.database, request.dryRun ?? false, async (transaction) => {
    const writer = createIngestWriter(app, transaction, actor, watch)
    const result = await register(writer, request, folder, accepted)
    watch.signal?.throwIfAborted()
    return { writer, result }
  })
  if (request.dryRun) return result
  await writer.recordWarnings()
  rowsWritten(app)
  return result
}

const register = async (
  writer: IngestWriter,
  request: IngestRequest,
  folder: DetectedFolder,
  accepted: ReadonlySet<string>,
): Promise<IngestResult> => {
  const session = await enterSession(writer, request, folder.directory)
  for (const detection of folder.detections) await registerFindings(writer, detection, accepted, session, folder)
  await writer.audit()
  return writer.result(session)
}

const registerFindings = async (
  writer: IngestWriter,
  { ingest, findings }: Detection,
  accepted: ReadonlySet<string>,
  session: Key,
  folder: DetectedFolder,
): Promise<void> => {
  const chosen = findings.filter((finding) => accepted.has(finding.id))
  if (chosen.length === 0) return
  for (const { message } of chosen.flatMap((finding) => finding.problems)) writer.warn(message)
  const { app, transaction } = writer
  const steps = await ingest.plan(chosen, {
    session,
    directory: folder.directory,
    absoluteDirectory: folder.absolute,
    fetch: (table, key, attributes) => readRows(app, transaction, app.pipeline.table(table), key, attributes),
    attributesOf: (name) =>
      app.pipeline.has(name) ? app.pipeline.table(name).attributes.map((attribute) => attribute.name) : [],
  })
  for (const [index, step] of steps.entries()) await writer.take(step, { done: index, of: steps.length })
}

/** Ids of the findings to register: those asked for, or all that have no error. */
const acceptFindings = (folder: DetectedFolder, accept: readonly string[] | undefined): ReadonlySet<string> => {
  const findings = findingsOf(folder)
  if (!accept) return nonEmpty(folder, new Set(findings.filter(isSound).map((finding) => finding.id)))
  for (const id of accept) assertAcceptable(id, findings, folder.directory)
  return nonEmpty(folder, new Set(accept))
}

const assertAcceptable = (id: string, findings: readonly Finding[], directory: string): void => {
  const finding = findings.find((candidate) => candidate.id === id)
  if (!finding) throw new LabBookError('BAD_REQUEST', { problem: `${directory} has no finding "${id}" (any more).` })
  const error = finding.problems.find((problem) => problem.level === 'error')
  if (error)
    throw new LabBookError('FILE_INVALID', { file: finding.path, field: finding.title, problem: error.message })
}

const nonEmpty = (folder: DetectedFolder, ids: Set<string>): ReadonlySet<string> => {
  if (ids.size > 0) return ids
  const errors = [...folder.problems, ...findingsOf(folder).flatMap((finding) => finding.problems)]
  if (errors.length === 0) throw new LabBookError('NOTHING_FOUND', { path: folder.directory })
  const problem = `nothing in it can be registered: ${errors.map((error) => error.message).join(' ')}`
  throw new LabBookError('FILE_INVALID', { file: folder.directory, field: 'folder', problem })
}

const isSound = (finding: Finding): boolean => finding.problems.every((problem) => problem.level !== 'error')

/** Carries the result of a dry run out of the transaction that it rolls back. */
class DryRun extends Error {
  readonly result: unknown
  constructor(result: unknown) {
    super('dry run')
    this.result = result
  }
}

const transact = async <T>(
  database: Database,
  dryRun: boolean,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> => {
  try {
    return await againOnConflict(() =>
      database.transaction(async (transaction) => {
        const result = await work(transaction)
        if (dryRun) throw new DryRun(result)
        return result
      }),
    )
  } catch (error) {
    if (error instanceof DryRun) return error.result as T
    throw error
  }
}
