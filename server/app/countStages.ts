import { inKeys } from '#core/algebra/condition.ts'
import { from, type Query, restrict } from '#core/algebra/query.ts'
import { sessionTables } from '#core/assembly/sessionRoles.ts'
import { decodeRow } from '#core/definition/rowValues.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key, Row, Table } from '#core/pipeline/table.ts'
import { jobTable } from '#core/populate/jobTable.ts'
import { keySource } from '#core/populate/keySource.ts'
import { compileCountBy } from '#core/sql/compileCountBy.ts'
import type { AppContext } from './context.ts'
import { keyText } from './keyText.ts'
import { noJobTable } from './noJobTable.ts'
import { keyOf } from './readRows.ts'
import type { Stage } from './stages.ts'
import type { BoardCell, StageState } from './views.ts'

type Cells = Readonly<Record<string, BoardCell>>
/** Numbers of one stage by session. */
type Counts = {
  readonly total: ReadonlyMap<string, number>
  readonly done: ReadonlyMap<string, number>
  readonly errors: ReadonlyMap<string, number>
  readonly running: ReadonlyMap<string, number>
}

/** The cells of each session, by `keyText` of its key: three grouped counts per stage, however many sessions. */
export const countStages = async (
  app: AppContext,
  stages: readonly Stage[],
  sessions: readonly Key[],
): Promise<ReadonlyMap<string, Cells>> => {
  const session = app.pipeline.table(sessionTables.session)
  const counts = new Map<string, Counts>()
  if (sessions.length > 0)
    for (const stage of stages) counts.set(stage.table.name, await countStage(app, stage, session, sessions))
  const texts = sessions.map((key) => keyText(session, key))
  return new Map(texts.map((text) => [text, cellsOf(app, stages, counts, text)]))
}

const countStage = async (
  app: AppContext,
  { table, kind }: Stage,
  session: Table,
  sessions: readonly Key[],
): Promise<Counts> => {
  const count = (query: Query) => countBySession(app, within(query, sessions), session)
  const done = await count(from(table))
  if (kind === 'entry') return { total: done, done, errors: none, running: none }
  const keys = async () => count(keySource(table, app.pipeline))
  const total = await keys().catch(unless(kind === 'made', done))
  return { total, done, ...(await countJobs(app, table, session, sessions)) }
}

/** Of a foreign table only its Python may know the key source, or be allowed to read it: then nothing is known to be missing. */
const unless =
  <T>(isOurs: boolean, otherwise: T) =>
  (error: unknown): T => {
    if (isOurs || !(error instanceof LabBookError)) throw error
    return otherwise
  }

/** More keys than a page has are not spelled out: counting all sessions is then the smaller work. */
const mostKeys = 500

const within = (query: Query, sessions: readonly Key[]): Query =>
  sessions.length > mostKeys ? query : restrict(query, inKeys(sessions))

const none: ReadonlyMap<string, number> = new Map()

const countJobs = async (app: AppContext, table: Table, session: Table, sessions: readonly Key[]) => {
  if (!(await app.jobs.isQueued(app.database, table))) return tallyJobs(await fewJobs(app, table), session)
  const attributes = [...session.primaryKey, 'status']
  const { text, params } = compileCountBy(within(from(jobTable(table)), sessions), attributes)
  return tallyJobs(await app.database.query(text, params).catch(noJobTable), session)
}

/** More failures and reservations than a board tells apart. */
const mostJobs = 10_000

/** Where keys of jobs are packed, the database cannot group them; but then only those in work or in trouble have rows. */
const fewJobs = async (app: AppContext, table: Table): Promise<Row[]> => {
  const filter = { statuses: ['error', 'reserved'], limit: mostJobs } as const
  const jobs = await app.jobs.listJobs(app.database, table, app.pipeline, filter).catch(noJobTable)
  return jobs.map(({ key, status }) => ({ ...key, status, count: 1 }))
}

const tallyJobs = (rows: readonly Row[], session: Table) => {
  const ofStatus = (status: string) =>
    tally(
      rows.filter((row) => row.status === status),
      session,
    )
  return { errors: ofStatus('error'), running: ofStatus('reserved') }
}

const countBySession = async (app: AppContext, query: Query, session: Table): Promise<ReadonlyMap<string, number>> => {
  const { text, params } = compileCountBy(query, session.primaryKey)
  return tally(await app.database.query(text, params), session)
}

const tally = (rows: readonly Row[], session: Table): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const text = keyText(session, keyOf(session, decodeRow(session, row)))
    counts.set(text, (counts.get(text) ?? 0) + Number(row.count))
  }
  return counts
}

const cellsOf = (
  app: AppContext,
  stages: readonly Stage[],
  counts: ReadonlyMap<string, Counts>,
  text: string,
): Cells => {
  const cells: Record<string, BoardCell> = {}
  for (const { table } of stages) {
    const above = app.pipeline.ancestors(table.name).flatMap((ancestor) => cells[ancestor.name] ?? [])
    cells[table.name] = cellOf(counts.get(table.name), text, above)
  }
  return cells
}

const cellOf = (counts: Counts | undefined, text: string, above: readonly BoardCell[]): BoardCell => {
  const done = counts?.done.get(text) ?? 0
  const total = Math.max(counts?.total.get(text) ?? 0, done)
  const errors = counts?.errors.get(text) ?? 0
  const running = counts?.running.get(text) ?? 0
  return { state: stateOf({ done, total, errors, running }, above), done, total, errors }
}

const stateOf = (
  { done, total, errors, running }: { done: number; total: number; errors: number; running: number },
  above: readonly BoardCell[],
): StageState => {
  if (errors > 0) return 'error'
  if (running > 0) return 'running'
  if (done < total) return 'pending'
  if (total > 0) return 'done'
  return above.some(({ state }) => state !== 'done' && state !== 'none') ? 'waiting' : 'none'
}
