import { stat } from 'node:fs/promises'
import { isAbsolute, parse, resolve } from 'node:path'
import { againOnConflict } from '#core/againOnConflict.ts'
import { keyEquals } from '#core/algebra/condition.ts'
import { from } from '#core/algebra/query.ts'
import { LabBookError } from '#core/errors.ts'
import { compileDelete, compileInsert } from '#core/sql/compileWrites.ts'
import { recordChanges, utcText } from './audit.ts'
import type { Actor, AppContext } from './context.ts'
import { selectRows } from './selectRows.ts'
import type { DataRoot } from './views.ts'

const rootsTable = 'app.DataRoot'

type Asked = { readonly path: string }
/** What reading the list takes. */
type Reader = Pick<AppContext, 'config' | 'pipeline' | 'database' | 'peekPackedBlob'>

/** Folders below which files are read: those of the configuration, then those that were added on the page. */
export const listDataRoots = async (context: Reader): Promise<readonly DataRoot[]> => {
  const configured = context.config.dataRoots.map((path) => ({ path, source: 'configuration' as const }))
  const added = (await addedRoots(context)).map((path) => ({ path, source: 'page' as const }))
  const known = new Set(context.config.dataRoots)
  const all = [...configured, ...added.filter(({ path }) => !known.has(path))]
  return Promise.all(all.map(async (root) => ({ ...root, exists: await isFolder(root.path) })))
}

/** @throws BAD_REQUEST for a path that is relative, the whole disk, or no folder of the server */
export const addDataRoot = async (context: AppContext, { path }: Asked, actor: Actor): Promise<readonly DataRoot[]> => {
  const folder = await assertFolder(path.trim())
  const table = context.pipeline.table(rootsTable)
  const row = { path: folder, added_at: utcText(context.now()), added_by: actor.user }
  if (!(await listDataRoots(context)).some((root) => root.path === folder))
    await againOnConflict(() =>
      context.database.transaction(async (transaction) => {
        const { text, params } = compileInsert(table, [row])
        await transaction.execute(text, params)
        const change = { action: 'insert', table, key: { path: folder }, before: null, after: row } as const
        await recordChanges(context, transaction, actor, [change])
      }),
    )
  return listDataRoots(context)
}

/** Takes back what the page added; files and rows stay. @throws BAD_REQUEST for a folder that the configuration names */
export const removeDataRoot = async (
  context: AppContext,
  { path }: Asked,
  actor: Actor,
): Promise<readonly DataRoot[]> => {
  const roots = await listDataRoots(context)
  const root = roots.find((one) => one.path === path)
  if (!root) throw new LabBookError('NOT_FOUND', { what: `The data root ${path}` })
  if (root.source !== 'page')
    throw refused(`${path} comes from LABBOOK_DATA_ROOTS or labbook.config.ts, and is taken out there.`)
  const table = context.pipeline.table(rootsTable)
  await againOnConflict(() =>
    context.database.transaction(async (transaction) => {
      const { text, params } = compileDelete(table, keyEquals({ path }))
      await transaction.execute(text, params)
      const change = { action: 'delete', table, key: { path }, before: { path }, after: null } as const
      await recordChanges(context, transaction, actor, [change])
    }),
  )
  return listDataRoots(context)
}

const addedRoots = async (context: Reader): Promise<string[]> => {
  const table = context.pipeline.table(rootsTable)
  const rows = await selectRows(context, context.database, table, from(table), {
    order: [{ attribute: 'added_at', direction: 'asc' }],
  })
  return rows.map(({ path }) => String(path))
}

const assertFolder = async (path: string): Promise<string> => {
  if (!isAbsolute(path)) throw refused(`"${path}" is not an absolute path such as /data/raw.`)
  const folder = resolve(path)
  if (folder === parse(folder).root)
    throw refused('The whole disk cannot be a data root; choose the folder with the data.')
  if (!(await isFolder(folder))) throw refused(`${folder} is not a folder that the server can see.`)
  return folder
}

const isFolder = async (path: string): Promise<boolean> => {
  const found = await stat(path).catch(() => null)
  return found?.isDirectory() ?? false
}

const refused = (problem: string) => new LabBookError('BAD_REQUEST', { problem, attribute: 'path' })
