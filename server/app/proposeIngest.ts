import { sessionOf, sessionRoles, sessionValues, startValue, subjectKey } from '#core/assembly/sessionRoles.ts'
import { attributeType } from '#core/definition/attributeType.ts'
import type { Row } from '#core/pipeline/table.ts'
import type { Finding } from '#elements/contract.ts'
import type { Actor, AppContext } from './context.ts'
import { detectFolder, findingsOf } from './detectFolder.ts'
import { newSessionRow } from './newSessionRow.ts'
import { keyOf, readRows } from './readRows.ts'
import type { IngestProposal, ProposedSession } from './views.ts'

/**
 * What a folder below a data root holds and which session it would become: the one that has this folder already; else the
 * one of the subject whose name is in the path that began when the earliest file did; else a new one of that subject and
 * start, with the next free number where sessions are numbered.
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
    session: (await registeredSession(app, folder.directory)) ?? (await likelySession(app, folder.directory, findings)),
  }
}

const registeredSession = async (app: AppContext, path: string): Promise<ProposedSession | null> => {
  const { session, directory } = sessionRoles(app.pipeline)
  if (!directory) return null
  const [row] = await readRows(app, app.database, directory.table, { [directory.attribute.name]: path })
  if (!row) return null
  const [found] = await readRows(app, app.database, session, sessionOf(session, directory, row as Row))
  return found ? presentSession(app, found as Row, true) : null
}

const presentSession = (app: AppContext, row: Row, registered: boolean): ProposedSession => {
  const { session, subject, start } = sessionRoles(app.pipeline)
  const startedAt = start && row[start.name]
  return {
    key: keyOf(session, row),
    exists: true,
    registered,
    subject: subject ? Object.values(subjectKey(subject, row)).join(', ') : null,
    startedAt: startedAt ? String(startedAt) : null,
    row: {},
  }
}

const likelySession = async (
  app: AppContext,
  directory: string,
  findings: readonly Finding[],
): Promise<ProposedSession> => {
  const known = { subject: await subjectInPath(app, directory), startedAt: earliestStart(findings) }
  const there = await sessionThen(app, known)
  if (there) return presentSession(app, there, false)
  return { key: null, exists: false, registered: false, ...known, row: await newSessionRow(app, app.database, known) }
}

/** The one session of this subject that began at this moment and has no folder yet; a day alone does not tell which. */
const sessionThen = async (
  app: AppContext,
  { subject, startedAt }: { readonly subject: string | null; readonly startedAt: string | null },
): Promise<Row | null> => {
  const { session, subject: role, start, directory } = sessionRoles(app.pipeline)
  const name = role?.columns.length === 1 ? role.columns[0]!.child : undefined
  if (!name || subject === null || startedAt === null) return null
  if (!start || attributeType(start.type).family !== 'datetime') return null
  const found = await readRows(app, app.database, session, {
    [name]: subject,
    [start.name]: startValue(start, startedAt),
  })
  if (found.length !== 1 || !directory) return null
  const key = sessionValues(directory, keyOf(session, found[0]!))
  const has = (await readRows(app, app.database, directory.table, key)).some((row) => row[directory.attribute.name])
  return has ? null : (found[0] as Row)
}

const subjectInPath = async (app: AppContext, directory: string): Promise<string | null> => {
  const { subject } = sessionRoles(app.pipeline)
  const [name, ...others] = subject?.table.primaryKey ?? []
  if (!subject || name === undefined || others.length > 0) return null
  const rows = await readRows(app, app.database, subject.table, {}, [name])
  return matchSubject(
    directory,
    rows.map((row) => String(row[name])),
  )
}

/**
 * The subject that a path names, as a folder or as a word of one (`/`, `_`, `-`, `.` and blanks end a word); of several
 * the longest. Case does not matter, as it does not in the database. A number names a subject only as a whole folder, since
 * dates and runs are numbers too.
 */
export const matchSubject = (directory: string, subjects: readonly string[]): string | null => {
  const bounded = (text: string) => `/${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '/')}/`
  const path = bounded(directory)
  const folders = directory.split('/')
  const isNamed = (subject: string) =>
    /^\d+$/.test(subject) ? folders.includes(subject) : path.includes(bounded(subject))
  return subjects.filter(isNamed).sort((a, b) => b.length - a.length)[0] ?? null
}

/** ISO, in whole seconds, as sessions tell their start. */
export const earliestStart = (findings: readonly Finding[]): string | null => {
  const starts = findings.flatMap((finding) => finding.startedAt ?? []).sort()
  return starts[0]?.slice(0, 'yyyy-mm-ddThh:mm:ss'.length) ?? null
}
