import { createHash } from 'node:crypto'
import { uuidText } from '#core/definition/types/uuid/uuid.ts'
import { LabBookError } from '#core/errors.ts'
import type { Table, Value } from '#core/pipeline/table.ts'
import { compileSelectExternal } from '#core/sql/externalTable.ts'
import { assertFilepath } from '#core/stores/storePaths.ts'
import type { Queryable } from '#db/port.ts'
import type { OpenStore } from '#server/stores/openStores.ts'
import { md5, note, now, printed, storeName, type Writes } from './references.ts'
import type { StoredAttribute } from './storedAttributes.ts'

/** The reference to a file that lies in its store already, at a path below its location. @throws STORE_PATH, STORED_MISSING, STORED_DAMAGED */
export const putFilepath = async (
  app: Writes,
  database: Queryable,
  table: Table,
  column: StoredAttribute,
  opened: OpenStore,
  given: string,
): Promise<Value> => {
  const file = await findFile(opened, given)
  return column.stored.generation === '2.x'
    ? pathReference(app, column, file)
    : notePath(database, table, column, opened, file)
}

type File = { readonly path: string; readonly store: OpenStore['store']; readonly bytes: number | null }

/** What `filepath` points at is there before the row is. */
const findFile = async ({ spec, store }: OpenStore, given: string): Promise<File> => {
  const path = assertFilepath(spec, given)
  const bytes = await store.size(path)
  if (bytes !== null || (await store.isFolder(path))) return { path, store, bytes }
  throw new LabBookError('STORED_MISSING', { store: spec.name, place: store.place, path })
}

const pathReference = (app: Writes, column: StoredAttribute, { path, bytes }: File): Value =>
  printed({ path, store: storeName(column), size: bytes, is_dir: bytes === null, timestamp: now(app) })

/** A path of 0.14 always means the same contents. */
const notePath = async (
  database: Queryable,
  table: Table,
  column: StoredAttribute,
  { spec }: OpenStore,
  { path, store, bytes }: File,
): Promise<Value> => {
  if (bytes === null) throw new LabBookError('STORE_PATH', { store: spec.name, path })
  const digest = md5(new TextEncoder().encode(path))
  const contentsHash = await hashOfContents(store, path)
  const { text, params } = compileSelectExternal(table.database, spec.name, String(uuidText(digest)))
  const [known] = await database.query(text, params)
  if (known && uuidText(known.contents_hash ?? null) !== contentsHash)
    throw new LabBookError('STORED_DAMAGED', {
      store: spec.name,
      path,
      problem: 'a row of the schema refers to other contents at this path',
    })
  return note(database, table, column, digest, { size: bytes, filepath: path, contentsHash })
}

const hashOfContents = async (store: OpenStore['store'], path: string): Promise<string> => {
  const hash = createHash('md5')
  const { contents } = await store.stream(path)
  for await (const chunk of contents) hash.update(chunk)
  return String(uuidText(Uint8Array.from(hash.digest())))
}
