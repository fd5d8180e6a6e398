import { type AboutRole, sessionRoles, sessionTables, sessionValues, subjectKey } from '#core/assembly/sessionRoles.ts'
import { decodeRow } from '#core/definition/rowValues.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key, Row, Table } from '#core/pipeline/table.ts'
import { compileCountBy } from '#core/sql/compileCountBy.ts'
import type { Actor, AppContext } from './context.ts'
import { listJobs } from './listJobs.ts'
import { plotsOf } from './listPlots.ts'
import { parsePrimaryKey } from './parseKey.ts'
import { keyOf, restrictedTo } from './readRows.ts'
import { selectCount, selectRows } from './selectRows.ts'
import type { SessionPage } from './views.ts'

/** Rows shown per table; its own grid has the rest. */
const rowLimit = 100
const jobLimit = 200

/** Everything about one session, whatever modalities lie below it. @throws NO_SUCH_ROW */
export const sessionPage = async (
  app: AppContext,
  input: { readonly key: Key },
  actor: Actor,
): Promise<SessionPage> => {
  const roles = sessionRoles(app.pipeline)
  const table = roles.session
  const key = parsePrimaryKey(table, input.key)
  const [session] = await select(app, table, key)
  if (!session) throw new LabBookError('NO_SUCH_ROW', { table: table.name, key })
  const [[subject], [directory], experimenters, [note], below, results, jobs] = await Promise.all([
    roles.subject ? select(app, roles.subject.table, subjectKey(roles.subject, session)) : [],
    saidOf(app, roles.directory, key),
    saidOf(app, roles.experimenter, key),
    saidOf(app, roles.note, key),
    tablesBelow(app, key),
    resultsOf(app, key),
    listJobs(app, { key, limit: jobLimit }, actor),
  ])
  return {
    session,
    subject: subject ?? {},
    directory: directory ?? null,
    experimenters,
    note: note ?? null,
    tables: below,
    results,
    jobs,
  }
}

const select = (app: AppContext, table: Table, key: Key): Promise<Row[]> =>
  selectRows(app, app.database, table, restrictedTo(table, key), { limit: rowLimit })

/** What one role says of the session; nothing where the lab has no table for it. */
const saidOf = async (app: AppContext, role: AboutRole | undefined, session: Key): Promise<string[]> => {
  const rows = role ? await select(app, role.table, sessionValues(role, session)) : []
  return rows.map((row) => row[role!.attribute.name] ?? null).flatMap((value) => (value === null ? [] : String(value)))
}

const tablesBelow = async (app: AppContext, session: Key): Promise<SessionPage['tables']> => {
  const { directory, experimenter, note } = sessionRoles(app.pipeline)
  const shownElsewhere = [directory, experimenter, note].map((role) => role?.table)
  const shown = tablesOfSession(app).filter((table) => !table.master && !shownElsewhere.includes(table))
  const found = await Promise.all(
    shown.map(async (table) => ({
      table: table.name,
      rows: await select(app, table, session),
      total: await selectCount(app.database, restrictedTo(table, session)),
    })),
  )
  return found.filter(({ total }) => total > 0)
}

/** Tables below the session whose rows name it. */
const tablesOfSession = (app: AppContext): Table[] => {
  const { primaryKey } = app.pipeline.table(sessionTables.session)
  return app.pipeline
    .descendants(sessionTables.session)
    .filter(({ attributes: own }) => primaryKey.every((name) => own.some((attribute) => attribute.name === name)))
}

/** Masters whose parts some plot can draw: a clustering with units, a segmentation with masks. */
const resultsOf = async (app: AppContext, session: Key): Promise<SessionPage['results']> => {
  const parts = tablesOfSession(app).filter((table) => isPlottedUnit(app, table))
  const found = await Promise.all(parts.map((part) => resultsIn(app, part, session)))
  return found.flat()
}

/** A part that a plot fits by its own attributes, and that lies below nothing else of the kind: units, not their waveforms. */
const isPlottedUnit = (app: AppContext, table: Table): boolean =>
  table.master !== undefined &&
  plotsOf(app.elements, table).length > 0 &&
  !app.pipeline.ancestors(table.name).some((above) => above.master && plotsOf(app.elements, above).length > 0)

const resultsIn = async (app: AppContext, part: Table, session: Key): Promise<SessionPage['results']> => {
  const master = app.pipeline.table(part.master!)
  const { text, params } = compileCountBy(restrictedTo(part, session), master.primaryKey)
  const rows = await app.database.query(text, params)
  return rows.map((row) => {
    const key = keyOf(master, decodeRow(master, row))
    return { table: part.name, key, title: titleOf(key, session), count: Number(row.count) }
  })
}

/** What tells a result from the others of its session: `Insertion number 0, paramset idx 1`. */
const titleOf = (key: Key, session: Key): string => {
  const own = Object.entries(key).filter(([name]) => !(name in session))
  const title = own.map(([name, value]) => `${name.replaceAll('_', ' ')} ${value}`).join(', ')
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}`
}
