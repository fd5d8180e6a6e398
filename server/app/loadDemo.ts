import { join } from 'node:path'
import { againOnConflict } from '#core/againOnConflict.ts'
import { keyEquals } from '#core/algebra/condition.ts'
import { from, restrict } from '#core/algebra/query.ts'
import { sessionTables } from '#core/assembly/sessionRoles.ts'
import type { Key } from '#core/pipeline/table.ts'
import type { Demo, InsertRow } from '#elements/contract.ts'
import type { Actor, AppContext } from './context.ts'
import { addDataRoot } from './dataRoots.ts'
import { createIngestWriter } from './ingestWriter.ts'
import { registerIngest } from './registerIngest.ts'
import { rowsWritten } from './rowsWritten.ts'
import { selectCount, selectRows } from './selectRows.ts'

const actor: Actor = { user: 'demo' }
const setting = 'demo'
/** `loading` until everything is there, so that an interrupted start is repaired by the next; `none` where a lab came first. */
type State = 'loading' | 'done' | 'none'

/**
 * Fills a fresh database with the demo of the elements, once: writes its files below the home folder, makes that a data
 * root, enters the lab's rows and registers its sessions. What is to be computed is left to the workers. A demo that
 * fails is a warning: LabBook starts without it, and tries again at the next start.
 */
export const loadDemo = async (app: AppContext): Promise<void> => {
  const demos = app.elements.flatMap((element) => element.demo ?? [])
  if (!(await isWanted(app)) || demos.length === 0) return
  await writeState(app, 'loading')
  try {
    app.log.info('Writing the demo lab …')
    for (const demo of demos) await loadOne(app, demo)
    await writeState(app, 'done')
  } catch (error) {
    app.log.warn(`The demo lab was not loaded: ${(error as Error).message}`)
  }
  rowsWritten(app)
}

const isWanted = async (app: AppContext): Promise<boolean> => {
  const state = await readState(app)
  if (state) return state === 'loading'
  if ((await selectCount(app.database, from(app.pipeline.table(sessionTables.subject)))) === 0) return true
  await writeState(app, 'none')
  return false
}

/** Without Prisma, whose first query costs most of a second: each start comes by here. */
const readState = async (app: AppContext): Promise<State | null> => {
  const table = app.pipeline.table('app.Setting')
  const [row] = await selectRows(app, app.database, table, restrict(from(table), keyEquals({ name: setting })))
  return row ? JSON.parse(String(row.value)) : null
}

const writeState = async (app: AppContext, state: State): Promise<void> => {
  const values = { value: JSON.stringify(state), updated_at: app.now(), updated_by: actor.user }
  const create = { name: setting, ...values }
  await app.prisma.app_Setting.upsert({ where: { name: setting }, create, update: values })
}

const loadOne = async (app: AppContext, demo: Demo): Promise<void> => {
  const root = join(app.config.home, 'demo')
  await demo.write(root)
  await addDataRoot(app, { path: root }, actor)
  await enterRows(app, demo.inserts)
  const keys = new Map<string, Key>()
  for (const { subject, session_datetime, directory, experimenter, note } of demo.sessions) {
    const session = { subject, startedAt: session_datetime }
    const registered = await registerIngest(app, { root, directory, session, experimenter, note }, actor)
    keys.set(`${subject} ${session_datetime}`, registered.session)
  }
  const sessions = demo.sessions.map(({ project, subject, session_datetime }) => ({
    project,
    subject,
    session_datetime,
  }))
  const below = [{ table: sessionTables.project, rows: sessions }, ...(demo.belowSessions ?? [])]
  await enterRows(
    app,
    below.map(({ table, rows }) => ({ table, rows: rows.map((row) => inKeysOf(keys, row)) })),
  )
}

/** The demo speaks of sessions by subject and start; this lab may number them. */
const inKeysOf = (keys: ReadonlyMap<string, Key>, { subject, session_datetime, ...rest }: InsertRow): InsertRow => ({
  ...keys.get(`${subject} ${session_datetime}`),
  ...rest,
})

/** What an interrupted start entered already stays. */
const enterRows = (app: AppContext, inserts: Demo['inserts']): Promise<void> =>
  againOnConflict(() =>
    app.database.transaction(async (transaction) => {
      const writer = createIngestWriter(app, transaction, actor)
      for (const { table, rows } of inserts) await writer.insert(table, rows, { skipDuplicates: true })
      await writer.audit()
    }),
  )
