import type { Key } from '#core/pipeline/table.ts'
import type { Finding } from '#elements/contract.ts'
import type { Actor, AppContext } from './context.ts'
import { detectFolder, findingsOf } from './detectFolder.ts'
import { readRows } from './readRows.ts'
import { sessionAttributes as attributes, sessionTables as tables } from './sessionTables.ts'
import type { IngestProposal } from './views.ts'

/**
 * What a folder below a data root holds and which session it would become: the one that has this folder already, else
 * a new one of the subject whose name is in the path, at the earliest start that a file tells.
 * @throws NOTHING_FOUND, OUTSIDE_ROOTS, FILE_MISSING
 */
export const proposeIngest = async (
  app: AppContext,
  input: { readonly root: string; readonly directory: string },
  _actor: Actor,
): Promise<IngestProposal> => {
  const folder = await detectFolder(app, input)
  const findings = findingsOf(folder)
  return {
    root: input.root,
    directory: folder.directory,
    findings,
    problems: folder.problems,
    session: (await existingSession(app, folder.directory)) ?? (await newSession(app, folder.directory, findings)),
  }
}

type ProposedSession = IngestProposal['session']

const existingSession = async (app: AppContext, directory: string): Promise<ProposedSession | null> => {
  const [row] = await readRows(app, app.database, app.pipeline.table(tables.directory), {
    [attributes.directory]: directory,
  })
  if (!row) return null
  const { [attributes.subject]: subject, [attributes.startedAt]: startedAt } = row as Key
  const key = { [attributes.subject]: subject, [attributes.startedAt]: startedAt } as Key
  return { key, exists: true, subject: String(subject), startedAt: String(startedAt) }
}

const newSession = async (
  app: AppContext,
  directory: string,
  findings: readonly Finding[],
): Promise<ProposedSession> => {
  const subject = await subjectInPath(app, directory)
  return { key: null, exists: false, subject, startedAt: earliestStart(findings) }
}

const subjectInPath = async (app: AppContext, directory: string): Promise<string | null> => {
  const rows = await readRows(app, app.database, app.pipeline.table(tables.subject), {}, [attributes.subject])
  const subjects = rows.map((row) => String(row[attributes.subject]))
  return matchSubject(directory, subjects)
}

/**
 * The subject that a path names, as a folder or as a word of one (`/`, `_`, `-`, `.` and blanks end a word); of several
 * the longest. Case does not matter, as it does not in the database.
 */
export const matchSubject = (directory: string, subjects: readonly string[]): string | null => {
  const bounded = (text: string) => `/${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '/')}/`
  const path = bounded(directory)
  const named = subjects.filter((subject) => path.includes(bounded(subject)))
  return named.sort((a, b) => b.length - a.length)[0] ?? null
}

/** Whole seconds, as session_datetime stores them. */
export const earliestStart = (findings: readonly Finding[]): string | null => {
  const starts = findings.flatMap((finding) => finding.startedAt ?? []).sort()
  return starts[0]?.slice(0, 'yyyy-mm-ddThh:mm:ss'.length) ?? null
}
