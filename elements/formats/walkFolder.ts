import { readdir, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'

/** A folder below the one that was walked: POSIX path relative to it (`` for itself) and the names of its files, sorted. */
export type WalkedFolder = { readonly path: string; readonly files: readonly string[] }

export const walkLimits = { levels: 5, entries: 20_000 } as const

/**
 * Folders and files below `root`, in order of their paths: at most five levels and 20 000 entries. Hidden folders are left
 * out, links to folders are followed within `root` and once only, folders that may not be read are skipped.
 */
export const walkFolder = async (root: string): Promise<Walked> => {
  const top = await realpath(root)
  const walk: Walk = { top, seen: new Set([top]), folders: [], misnamed: [], entries: 0, truncated: false }
  await visit(walk, top, '', 0)
  return { folders: walk.folders, misnamed: walk.misnamed, truncated: walk.truncated }
}

export type Walked = {
  readonly folders: WalkedFolder[]
  /** Folders that cannot be entered because their names are not UTF-8: paths with U+FFFD in place of the odd bytes. */
  readonly misnamed: string[]
  readonly truncated: boolean
}

type Walk = {
  readonly top: string
  readonly seen: Set<string>
  readonly folders: WalkedFolder[]
  readonly misnamed: string[]
  entries: number
  truncated: boolean
}

const visit = async (walk: Walk, absolute: string, path: string, level: number): Promise<void> => {
  const entries = await readdir(absolute, { withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' && path.includes('\uFFFD')) walk.misnamed.push(path)
    return []
  })
  const room = Math.max(0, walkLimits.entries - walk.entries)
  if (entries.length > room) walk.truncated = true
  const sorted = entries.sort((a, b) => compare(a.name, b.name)).slice(0, room)
  walk.entries += sorted.length
  const folders: [name: string, absolute: string][] = []
  const files: string[] = []
  for (const entry of sorted) {
    const folder = entry.isDirectory()
      ? join(absolute, entry.name)
      : entry.isSymbolicLink() && (await linkedFolder(walk, join(absolute, entry.name)))
    if (folder && !entry.name.startsWith('.')) folders.push([entry.name, folder])
    if (!folder && (entry.isFile() || entry.isSymbolicLink())) files.push(entry.name)
  }
  walk.folders.push({ path, files })
  if (level === walkLimits.levels) {
    if (folders.length > 0) walk.truncated = true
    return
  }
  for (const [name, next] of folders) {
    if (walk.seen.has(next)) continue
    walk.seen.add(next)
    await visit(walk, next, path === '' ? name : `${path}/${name}`, level + 1)
  }
}

/** The real path of a link to a folder within the walked one; undefined for other links. */
const linkedFolder = async (walk: Walk, link: string): Promise<string | undefined> => {
  const target = await realpath(link).catch(() => undefined)
  if (target === undefined || !(target === walk.top || target.startsWith(walk.top + sep))) return undefined
  return readdir(target).then(
    () => target,
    () => undefined,
  )
}

/** Numbers in names count as numbers: imec2 before imec10. */
const compare = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true })
