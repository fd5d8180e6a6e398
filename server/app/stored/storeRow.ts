import { createHash, randomBytes } from 'node:crypto'
import type { BlobValue } from '#core/blob/value.ts'
import { uuidText } from '#core/definition/types/uuid/uuid.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key, Table, Value } from '#core/pipeline/table.ts'
import { compileInsertExternal, compileSelectExternal, type ExternalRow } from '#core/sql/externalTable.ts'
import { encodeNpy } from '#core/stores/npy.ts'
import { isReferenceText, type Reference } from '#core/stores/reference.ts'
import { assertFilepath, hashPath, hashText, objectPath, uuidPath } from '#core/stores/storePaths.ts'
import type { Queryable } from '#db/port.ts'
import type { OpenStore } from '#server/stores/openStores.ts'
import type { AppContext } from '../context.ts'
import { keyOf } from '../readRows.ts'
import { type StoredAttribute, storedAttributes, storeOf } from './storedAttributes.ts'

type Writes = Pick<AppContext, 'stores' | 'packBlob' | 'now'>
type Values = Readonly<Record<string, unknown>>

/**
 * The row with each value of an external store put there and replaced by its reference; what already is one stays. The object
 * comes first and the row, in the caller's transaction, second: when that is rolled back the object stays behind unused, as
 * with the Python client, and never the other way round.
 * @throws STORE_UNKNOWN, STORE_UNREACHABLE, STORE_PATH, STORED_MISSING, STORED_DAMAGED, BLOB_UNPACKABLE
 */
export const storeRow = async <Row extends Values>(
  app: Writes,
  database: Queryable,
  table: Table,
  row: Row,
  key: Key = keyOf(table, row),
): Promise<Row> => {
  const references: Record<string, Value> = {}
  for (const column of storedAttributes(table)) {
    const { name } = column.attribute
    const value = row[name] as BlobValue | undefined
    if (value === undefined || value === null || isReference(column, value)) continue
    references[name] = await put(app, database, table, column, value, key).catch(marking(name))
  }
  return Object.keys(references).length === 0 ? row : { ...row, ...references }
}

/** All of them, one after the other. */
export const storeRows = async <Row extends Values>(
  app: Writes,
  database: Queryable,
  table: Table,
  rows: readonly Row[],
): Promise<readonly Row[]> => {
  if (storedAttributes(table).length === 0) return rows
  const result: Row[] = []
  for (const row of rows) result.push(await storeRow(app, database, table, row))
  return result
}

/** The form marks the field that was wrong. */
const marking =
  (attribute: string) =>
  (error: unknown): never => {
    if (!(error instanceof LabBookError)) throw error
    throw new LabBookError(error.code, { attribute, ...error.data }, { cause: error })
  }

/** What such a column holds already: a hash of 0.14, or JSON with a path. */
const isReference = ({ stored }: StoredAttribute, value: BlobValue): boolean => {
  if (typeof value !== 'string') return false
  return stored.generation === '0.14' ? uuidPattern.test(value) : isReferenceText(value)
}

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const put = async (
  app: Writes,
  database: Queryable,
  table: Table,
  column: StoredAttribute,
  value: BlobValue,
  key: Key,
): Promise<Value> => {
  const opened = storeOf(app, table, column)
  const { kind, generation } = column.stored
  if (kind === 'filepath') {
    const file = await findFile(opened, String(value))
    return generation === '2.x' ? pathReference(app, column, file) : notePath(database, table, column, opened, file)
  }
  if (generation === '0.14') return putByUuid(app, database, table, column, opened, value)
  if (kind === 'npy' || kind === 'object') return putByKey(app, table, column, opened, value, key)
  return putByHash(app, table, column, opened, value)
}

/** `<hash@>`, `<blob@>`, `<attach@>`: found by content, so what is there already is not written again. */
const putByHash = async (
  app: Writes,
  table: Table,
  column: StoredAttribute,
  { spec, store }: OpenStore,
  value: BlobValue,
): Promise<Value> => {
  const bytes = column.stored.kind === 'blob' ? app.packBlob(value) : bytesOf(table, column, value)
  const hash = hashText(md5(bytes))
  const path = hashPath(spec, table.database, hash)
  if ((await store.size(path)) !== bytes.length) await store.write(path, bytes)
  return printed({ hash, path, schema: table.database, store: storeName(column), size: bytes.length })
}

/** `<npy@>`, `<object@>`: a place of its own for each write, named by the row. */
const putByKey = async (
  app: Writes,
  table: Table,
  column: StoredAttribute,
  { spec, store }: OpenStore,
  value: BlobValue,
  key: Key,
): Promise<Value> => {
  const isNpy = column.stored.kind === 'npy'
  const bytes = isNpy ? encodeNpy(value) : bytesOf(table, column, value)
  const token = randomBytes(spec.tokenLength).toString('base64url').slice(0, spec.tokenLength)
  const { database, sqlName } = table
  const attribute = column.attribute.name
  const path = objectPath(spec, { database, sqlName, attribute, key, extension: isNpy ? '.npy' : '', token })
  await store.write(path, bytes)
  const common = { path, store: storeName(column) }
  if (!isNpy)
    return printed({ ...common, size: bytes.length, ext: null, is_dir: false, item_count: null, timestamp: now(app) })
  const { dtype, shape } = value as Extract<BlobValue, { kind: 'ndarray' }>
  return printed({ ...common, dtype, shape })
}

/** 0.14's `blob@` and `attach@`. */
const putByUuid = async (
  app: Writes,
  database: Queryable,
  table: Table,
  column: StoredAttribute,
  { spec, store }: OpenStore,
  value: BlobValue,
): Promise<Value> => {
  const whole = column.stored.kind === 'blob' ? app.packBlob(value) : bytesOf(table, column, value)
  const digest = md5(whole)
  const { name, contents } =
    column.stored.kind === 'blob' ? { name: '', contents: whole } : attachment(table, column, whole)
  const path = uuidPath(spec, table.database, Buffer.from(digest).toString('hex'), name)
  if ((await store.size(path)) !== contents.length) await store.write(path, contents)
  return note(database, table, column, digest, { size: contents.length, ...(name && { attachmentName: name }) })
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

const note = async (
  database: Queryable,
  table: Table,
  { stored }: StoredAttribute,
  digest: Uint8Array,
  row: Omit<ExternalRow, 'hash'>,
): Promise<Value> => {
  const hash = String(uuidText(digest))
  const { text, params } = compileInsertExternal(table.database, stored.store, { hash, ...row })
  await database.execute(text, params)
  return hash
}

/** An attachment is its file's name, a zero byte, its contents. */
const attachment = (table: Table, column: StoredAttribute, whole: Uint8Array) => {
  const end = whole.indexOf(0)
  const name = new TextDecoder().decode(whole.subarray(0, Math.max(0, end)))
  if (end < 1 || /[/\\]/.test(name))
    throw unfit(table, column, 'an attachment begins with the name of its file and a zero byte')
  return { name, contents: whole.subarray(end + 1) }
}

const bytesOf = (table: Table, column: StoredAttribute, value: BlobValue): Uint8Array => {
  if (value instanceof Uint8Array) return value
  throw unfit(table, column, `a value of ${column.attribute.type} is given as bytes`)
}

const unfit = (table: Table, { attribute }: StoredAttribute, problem: string): LabBookError =>
  new LabBookError('INVALID_VALUE', { table: table.name, attribute: attribute.name, problem: `${problem}.` })

/** Of the definition; null is the default store. */
const storeName = ({ stored }: StoredAttribute): string | null => stored.store || null
const md5 = (bytes: Uint8Array): Uint8Array => Uint8Array.from(createHash('md5').update(bytes).digest())
const printed = (reference: Reference): string => JSON.stringify(reference)
const now = ({ now: clock }: Pick<AppContext, 'now'>): string => clock().toISOString().replace('Z', '+00:00')
