import { uuidText } from '#core/definition/types/uuid/uuid.ts'
import { LabBookError } from '#core/errors.ts'
import type { Table, Value } from '#core/pipeline/table.ts'
import { compileSelectExternal } from '#core/sql/externalTable.ts'
import { assertFilepath } from '#core/stores/storePaths.ts'
import type { Queryable } from '#db/port.ts'
import type { OpenStore } from '#server/stores/openStores.ts'
import { UploadedFiles } from '../uploads/uploadedFiles.ts'
import { contentOf, fileContent } from './content.ts'
import type { Given } from './givenContent.ts'
import type { Target } from './putObject.ts'
import { md5, note, now, printed, storeName, type Writes } from './references.ts'
import type { StoredAttribute } from './storedAttributes.ts'

/**
 * The reference to a file that lies in its store already, at a path below its location, or that a person sent to lie there; one
 * that is there is never replaced by another. @throws STORE_PATH, STORED_MISSING, STORED_DAMAGED, INVALID_VALUE
 */
export const putFilepath = async (app: Writes, database: Queryable, target: Target, given: Given): Promise<Value> => {
  const { table, column, opened } = target
  if (given instanceof UploadedFiles) await place(target, given)
  const file = await findFile(opened, given instanceof UploadedFiles ? given.path! : String(given))
  return column.stored.generation === '2.x'
    ? pathReference(app, column, file)
    : notePath(database, table, column, opened, file)
}

/** As when 0.14 copies from its stage: the same contents may be there already. */
const place = async ({ table, column, opened }: Target, { file, path: wanted }: UploadedFiles): Promise<void> => {
  const { spec, store } = opened
  const path = assertFilepath(spec, wanted ?? '')
  const present = await store.size(path)
  if (present === null && !(await store.isFolder(path))) return store.write(path, fileContent(file))
  const isSame =
    present === file.bytes && (await hashOfContents(store, path)) === uuidText(await md5(fileContent(file)))
  if (isSame) return
  const problem = `${path} is there already in the store "${spec.name}", with other contents; choose another path.`
  throw new LabBookError('INVALID_VALUE', { table: table.name, attribute: column.attribute.name, problem })
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
  const digest = await md5(contentOf(new TextEncoder().encode(path)))
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
  const { bytes, contents } = await store.stream(path)
  return String(uuidText(await md5({ bytes, open: () => contents })))
}
