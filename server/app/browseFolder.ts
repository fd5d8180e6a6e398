import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { LabBookError } from '#core/errors.ts'
import type { AppContext } from './context.ts'
import { isBelow } from './findDataFile.ts'
import { resolveBelowRoot } from './resolveBelowRoots.ts'
import type { FolderEntry, FolderView } from './views.ts'

/** More entries than this are not shown; nobody chooses from a longer list. */
const shownEntries = 2000

/**
 * Folders, then files of one folder below a data root, by name as people count (`g2` before `g10`). Hidden ones are left
 * out; links are followed only when they stay below the root.
 * @throws OUTSIDE_ROOTS, FILE_MISSING, DATABASE_UNREACHABLE
 */
export const browseFolder = async (
  context: AppContext,
  { root, path }: { readonly root: string; readonly path: string },
): Promise<FolderView> => {
  const shown = posix.normalize(`/${path}`).slice(1).replace(/\/$/, '')
  const absolute = await resolveBelowRoot(context, root, shown)
  const visible = (await listFolder(absolute, shown)).filter(({ name }) => !name.startsWith('.')).sort(foldersFirst)
  const realRoot = await resolveBelowRoot(context, root, '')
  const place = { realRoot, absolute, folder: shown }
  const entries = await Promise.all(visible.slice(0, shownEntries).map((entry) => describeEntry(place, entry)))
  return { root, path: shown, entries: entries.filter((entry) => entry !== null).sort(kindThenName) }
}

type Place = { readonly realRoot: string; readonly absolute: string; readonly folder: string }

const listFolder = async (absolute: string, shown: string): Promise<Dirent[]> => {
  try {
    return await readdir(absolute, { withFileTypes: true })
  } catch (error) {
    const problem = (error as NodeJS.ErrnoException).code === 'ENOTDIR' ? 'is not a folder' : 'cannot be read'
    throw new LabBookError(
      'BAD_REQUEST',
      { problem: `"${shown || absolute}" ${problem} by the server.` },
      { cause: error },
    )
  }
}

/** Null for what is neither file nor folder, leads out of the root, or went away. */
const describeEntry = async ({ realRoot, absolute, folder }: Place, { name }: Dirent): Promise<FolderEntry | null> => {
  const target = await realpath(join(absolute, name)).catch(() => null)
  if (target === null || !isBelow(realRoot, target)) return null
  const found = await stat(target).catch(() => null)
  const path = posix.join(folder, name)
  if (found?.isDirectory()) return { name, path, kind: 'folder' }
  return found?.isFile() ? { name, path, kind: 'file', bytes: found.size } : null
}

const counted = new Intl.Collator('en', { numeric: true }).compare
const foldersFirst = (a: Dirent, b: Dirent): number =>
  Number(b.isDirectory()) - Number(a.isDirectory()) || counted(a.name, b.name)
const kindThenName = (a: FolderEntry, b: FolderEntry): number =>
  Number(b.kind === 'folder') - Number(a.kind === 'folder') || counted(a.name, b.name)
