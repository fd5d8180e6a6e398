import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { LabBookError } from '#core/errors.ts'
import { confinedPath } from '#core/stores/storePaths.ts'
import type { FilePlace, StoreSpec } from '#core/stores/storeSpec.ts'
import type { Content, ObjectStore, StoreEntry, StoreListing } from './objectStore.ts'

/** A store in a folder. Links inside it that lead out of it are refused, and a file appears whole or not at all. */
export const openFileStore = ({ name, location }: StoreSpec & FilePlace): ObjectStore => {
  const store = { name, place: location }
  const existing = (path: string) => existingPath(store, path)
  return {
    ...store,
    read: async (path, maxBytes) => {
      const file = await existing(path)
      const { size } = await stat(file)
      if (size > maxBytes) throw tooLarge(store, path, size, maxBytes)
      return plainBytes(await readFile(file).catch(unreachable(store)))
    },
    size: async (path) => {
      const found = await stat((await existing(path).catch(nullIfMissing)) ?? '').catch(() => null)
      return found?.isFile() ? found.size : null
    },
    isFolder: async (path) => {
      const found = await stat((await existing(path).catch(nullIfMissing)) ?? '').catch(() => null)
      return found?.isDirectory() ?? false
    },
    list: async (path, most, after) =>
      listFolder(store, path === '' ? await rootOf(store) : await existing(path), path, most, after),
    write: (path, content) => writeWhole(store, path, content),
    stream: async (path) => {
      const file = await existing(path)
      return { bytes: (await stat(file)).size, contents: createReadStream(file) }
    },
    close: () => {},
  }
}

/** Node's Buffer has a `slice` of its own, which others do not expect. */
const plainBytes = ({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)

type Store = Pick<ObjectStore, 'name' | 'place'>

/** The real path of what is there. @throws STORED_MISSING, STORE_PATH, STORE_UNREACHABLE */
const existingPath = async (store: Store, path: string): Promise<string> => {
  const confined = confinedPath(store.name, path)
  const root = await rootOf(store)
  const real = await realpath(join(root, confined)).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') throw missing(store, path)
    throw unreachable(store)(cause)
  })
  return assertBelow(store, root, real, path)
}

const rootOf = (store: Store): Promise<string> => realpath(store.place).catch(unreachable(store))

const assertBelow = (store: Store, root: string, real: string, path: string): string => {
  if (isBelow(root, real)) return real
  throw new LabBookError('STORE_PATH', { store: store.name, path })
}

const isBelow = (root: string, real: string): boolean =>
  real === root || real.startsWith(root.endsWith(sep) ? root : root + sep)

/** Links count as what they lead to, and not at all where they lead out of the store. */
const listFolder = async (
  store: Store,
  folder: string,
  path: string,
  most: number,
  after = '',
): Promise<StoreListing> => {
  const root = await rootOf(store)
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'ENOTDIR' ? missing(store, path) : cause
  })
  const behind = names.filter((name) => name > after).sort(byCode)
  const shown = behind.slice(0, most)
  const entries = await Promise.all(shown.map((name) => entryOf(root, folder, name)))
  return { entries: entries.filter((entry) => entry !== null), next: behind.length > most ? shown.at(-1)! : null }
}

/** As S3 sorts: by bytes of UTF-8, close enough to JavaScript's own order. */
const byCode = (a: string, b: string): number => (a < b ? -1 : 1)

const entryOf = async (root: string, folder: string, name: string): Promise<StoreEntry | null> => {
  const real = await realpath(join(folder, name)).catch(() => null)
  const found = real !== null && isBelow(root, real) ? await stat(real).catch(() => null) : null
  if (found?.isDirectory()) return { name, kind: 'folder' }
  return found?.isFile() ? { name, kind: 'file', bytes: found.size } : null
}

/** Beside its place first, then renamed: a reader never sees half of it. */
const writeWhole = async (store: Store, path: string, content: Uint8Array | Content): Promise<void> => {
  const root = await rootOf(store)
  const target = join(root, confinedPath(store.name, path))
  const folder = await makeFolder(store, root, dirname(target), path)
  const draft = join(folder, `.${randomBytes(8).toString('hex')}.saving`)
  try {
    await writeFile(draft, content instanceof Uint8Array ? content : content.open(), { flag: 'wx' })
    await rename(draft, target)
  } catch (cause) {
    await rm(draft, { force: true })
    throw unreachable(store)(cause as Error)
  }
}

/** The first folder above that exists decides where the new ones come to lie. */
const makeFolder = async (store: Store, root: string, folder: string, path: string): Promise<string> => {
  let above = folder
  while (above !== root && !(await stat(above).catch(() => null))) above = dirname(above)
  assertBelow(store, root, await realpath(above).catch(unreachable(store)), path)
  await mkdir(folder, { recursive: true }).catch(unreachable(store))
  return assertBelow(store, root, await realpath(folder).catch(unreachable(store)), path)
}

const nullIfMissing = (error: unknown): null => {
  if (error instanceof LabBookError && error.code === 'STORED_MISSING') return null
  throw error
}

const missing = ({ name, place }: Store, path: string): LabBookError =>
  new LabBookError('STORED_MISSING', { store: name, place, path })

const tooLarge = ({ name, place }: Store, path: string, bytes: number, limit: number): LabBookError =>
  new LabBookError('STORED_TOO_LARGE', { store: name, place, path, bytes, limit })

const unreachable =
  ({ name, place }: Store) =>
  (cause: Error): never => {
    throw new LabBookError('STORE_UNREACHABLE', { store: name, place, problem: cause.message }, { cause })
  }
